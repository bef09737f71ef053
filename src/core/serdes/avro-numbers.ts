import { Undecodable, whole, type ByteReader } from './byte-reader.ts';

/** Avro's zigzag varints. Up to 49 bits are read as a double, which is exact and three times as fast as bigint. */
export function readLong(reader: ByteReader): bigint {
  const { bytes } = reader;
  let at = reader.at;
  let value = 0;
  let unit = 1;
  for (let index = 0; index < 7; index += 1) {
    const byte = bytes[at++];
    if (byte === undefined) break;
    value += (byte & 0x7f) * unit;
    if (byte < 0x80) {
      reader.at = at;
      return value % 2 === 0 ? whole(value / 2) : BigInt(-(value + 1) / 2);
    }
    unit *= 128;
  }
  return readLongSlowly(reader);
}

function readLongSlowly(reader: ByteReader): bigint {
  let value = 0n;
  const start = reader.at;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const byte = reader.byte();
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) {
      if (value >> 64n !== 0n) break;
      return BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n));
    }
  }
  throw new Undecodable(`The number at byte ${start} has more than 64 bits.`);
}

/** A length, count, index or int: a number; what does not fit 32 bits is refused. */
export function readInt(reader: ByteReader): number {
  const { bytes } = reader;
  const first = bytes[reader.at];
  if (first !== undefined && first < 0x80) {
    reader.at += 1;
    return (first >>> 1) ^ -(first & 1);
  }
  const start = reader.at;
  const value = readLong(reader);
  if (value < -0x8000_0000n || value > 0x7fff_ffffn) {
    throw new Undecodable(`The number at byte ${start} should have 32 bits and is ${value}.`);
  }
  return Number(value);
}
