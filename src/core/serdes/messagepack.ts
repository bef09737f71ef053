import { Instant, type Exact } from '../../shared/values/exact.ts';
import { ByteReader, Undecodable, whole } from './byte-reader.ts';
import { readList, readMap } from './counted.ts';
import { widenFloat32 } from './exact-json.ts';

/**
 * MessagePack, exact: whole numbers are told from floats (libraries give both as number), maps are Maps, text that is no
 * UTF-8 stays bytes. The bytes must end with the value.
 */
export function decodeMessagePack(bytes: Buffer): Exact {
  const reader = new ByteReader(bytes);
  const value = read(reader);
  reader.finish();
  return value;
}

function read(reader: ByteReader): Exact {
  const lead = reader.byte();
  if (lead < 0x80) return whole(lead);
  if (lead < 0x90) return readMap(reader, lead & 0x0f, read);
  if (lead < 0xa0) return readList(reader, lead & 0x0f, read);
  if (lead < 0xc0) return reader.textOrBytes(lead & 0x1f);
  if (lead >= 0xe0) return BigInt(lead - 0x100);
  return readLong(reader, lead);
}

/** The forms whose lead byte is followed by a size or a number. */
function readLong(reader: ByteReader, lead: number): Exact {
  const { bytes } = reader;
  if (lead === 0xc0) return null;
  if (lead === 0xc1) throw new Undecodable(`Byte ${reader.at - 1} is c1, which MessagePack does not have.`);
  if (lead <= 0xc3) return lead === 0xc3;
  if (lead <= 0xc6) return reader.take(size(reader, lead - 0xc4));
  if (lead <= 0xc9) return readExtension(reader, size(reader, lead - 0xc7));
  if (lead === 0xca) return widenFloat32(bytes.readFloatBE(reader.skip(4)));
  if (lead === 0xcb) return bytes.readDoubleBE(reader.skip(8));
  if (lead === 0xcf) return bytes.readBigUInt64BE(reader.skip(8));
  if (lead <= 0xce) return whole(size(reader, lead - 0xcc));
  if (lead === 0xd0) return BigInt(bytes.readInt8(reader.skip(1)));
  if (lead === 0xd1) return BigInt(bytes.readInt16BE(reader.skip(2)));
  if (lead === 0xd2) return BigInt(bytes.readInt32BE(reader.skip(4)));
  if (lead === 0xd3) return bytes.readBigInt64BE(reader.skip(8));
  if (lead <= 0xd8) return readExtension(reader, 1 << (lead - 0xd4));
  if (lead <= 0xdb) return reader.textOrBytes(size(reader, lead - 0xd9));
  if (lead <= 0xdd) return readList(reader, size(reader, lead - 0xdc + 1), read);
  return readMap(reader, size(reader, lead - 0xde + 1), read);
}

/** An unsigned number of 1, 2 or 4 bytes (`width` 0, 1, 2). */
function size(reader: ByteReader, width: number): number {
  if (width === 0) return reader.byte();
  return width === 1 ? reader.bytes.readUInt16BE(reader.skip(2)) : reader.bytes.readUInt32BE(reader.skip(4));
}

const TIMESTAMP = -1;

function readExtension(reader: ByteReader, length: number): Exact {
  const type = reader.bytes.readInt8(reader.skip(1));
  const data = reader.take(length);
  const instant = type === TIMESTAMP ? timestamp(data) : null;
  return (
    instant ??
    new Map<string, Exact>([
      ['extension', BigInt(type)],
      ['data', data],
    ])
  );
}

function timestamp(data: Buffer): Instant | null {
  if (data.length === 4) return new Instant(BigInt(data.readUInt32BE(0)) * 1_000_000_000n);
  if (data.length === 8) {
    const both = data.readBigUInt64BE(0);
    return new Instant((both & 0x3_ffff_ffffn) * 1_000_000_000n + (both >> 34n));
  }
  if (data.length !== 12) return null;
  return new Instant(data.readBigInt64BE(4) * 1_000_000_000n + BigInt(data.readUInt32BE(0)));
}
