import type { Exact } from '../../shared/values/exact.ts';
import { Undecodable, whole, type ByteReader } from './byte-reader.ts';
import { widenFloat32 } from './exact-json.ts';

export const WIRE = { varint: 0, fixed64: 1, bytes: 2, group: 3, groupEnd: 4, fixed32: 5 } as const;

/** Unsigned, up to 64 bits. Up to 49 bits are read as a double, which is exact and faster. */
export function readVarint(reader: ByteReader): number | bigint {
  const { bytes } = reader;
  let value = 0;
  let unit = 1;
  let at = reader.at;
  for (let index = 0; index < 7; index += 1) {
    const byte = bytes[at++];
    if (byte === undefined) break;
    value += (byte & 0x7f) * unit;
    if (byte < 0x80) {
      reader.at = at;
      return value;
    }
    unit *= 128;
  }
  return readLongVarint(reader);
}

function readLongVarint(reader: ByteReader): bigint {
  const start = reader.at;
  let value = 0n;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const byte = reader.byte();
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return BigInt.asUintN(64, value);
  }
  throw new Undecodable(`The number at byte ${start} has more than 64 bits.`);
}

/** The length that stands before bytes, text and messages. */
export function readLength(reader: ByteReader): number {
  const start = reader.at;
  const length = readVarint(reader);
  if (typeof length === 'bigint' || length > 0x7fff_ffff) {
    throw new Undecodable(`The length at byte ${start} is ${length}.`);
  }
  return length;
}

/** Zigzag varints: the indexes of Confluent's wire format. */
export function readZigzag(reader: ByteReader): number {
  const value = Number(readVarint(reader));
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

export type Scalar = {
  readonly wire: number;
  readonly read: (reader: ByteReader) => Exact;
  /** What it is where the bytes do not have it. */
  readonly zero: Exact;
};

function varint(read: (value: number | bigint) => Exact, zero: Exact = 0n): Scalar {
  return { wire: WIRE.varint, read: (reader) => read(readVarint(reader)), zero };
}

function big(value: number | bigint): bigint {
  return typeof value === 'bigint' ? value : whole(value);
}

function signed64(value: number | bigint): bigint {
  return typeof value === 'bigint' ? BigInt.asIntN(64, value) : whole(value);
}

function zigzag(value: number | bigint): bigint {
  if (typeof value === 'number') return value % 2 === 0 ? whole(value / 2) : BigInt(-(value + 1) / 2);
  return BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n));
}

/** An enum's number has 32 bits, as an int32. */
export function int32(value: number | bigint): number {
  return Number(BigInt.asIntN(32, BigInt(value)));
}

function fixed(wire: 1 | 5, zero: Exact, read: (reader: ByteReader, at: number) => Exact): Scalar {
  const size = wire === WIRE.fixed32 ? 4 : 8;
  return { wire, zero, read: (reader) => read(reader, reader.skip(size)) };
}

export const SCALARS: ReadonlyMap<string, Scalar> = new Map<string, Scalar>([
  [
    'int32',
    varint((value) => (typeof value === 'number' && value < 0x8000_0000 ? whole(value) : BigInt(int32(value)))),
  ],
  [
    'uint32',
    varint((value) =>
      typeof value === 'number' && value <= 0xffff_ffff ? whole(value) : BigInt.asUintN(32, big(value)),
    ),
  ],
  ['sint32', varint((value) => BigInt.asIntN(32, zigzag(value)))],
  ['int64', varint(signed64)],
  ['uint64', varint(big)],
  ['sint64', varint(zigzag)],
  ['bool', varint((value) => Number(value) !== 0, false)],
  ['fixed32', fixed(WIRE.fixed32, 0n, (reader, at) => whole(reader.bytes.readUInt32LE(at)))],
  ['sfixed32', fixed(WIRE.fixed32, 0n, (reader, at) => BigInt(reader.bytes.readInt32LE(at)))],
  ['float', fixed(WIRE.fixed32, 0, (reader, at) => widenFloat32(reader.bytes.readFloatLE(at)))],
  ['fixed64', fixed(WIRE.fixed64, 0n, (reader, at) => reader.bytes.readBigUInt64LE(at))],
  ['sfixed64', fixed(WIRE.fixed64, 0n, (reader, at) => reader.bytes.readBigInt64LE(at))],
  ['double', fixed(WIRE.fixed64, 0, (reader, at) => reader.bytes.readDoubleLE(at))],
  // Text that is no UTF-8 stays the bytes it is.
  ['string', { wire: WIRE.bytes, zero: '', read: (reader) => reader.textOrBytes(readLength(reader)) }],
  ['bytes', { wire: WIRE.bytes, zero: new Uint8Array(0), read: (reader) => reader.take(readLength(reader)) }],
]);
