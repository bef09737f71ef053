import { Decimal, Instant, type Exact } from '../../shared/values/exact.ts';
import { ByteReader, Undecodable, scaledText, strictUtf8, unsignedOf, uuidText, whole } from './byte-reader.ts';
import { keyText, readList, readMap } from './counted.ts';
import { widenFloat32 } from './exact-json.ts';

/**
 * CBOR (RFC 8949), exact: whole numbers are told from floats, maps are Maps, bignums and decimal fractions keep every
 * digit, tags nobody knows stay visible. The bytes must end with the value.
 */
export function decodeCbor(bytes: Buffer): Exact {
  const reader = new ByteReader(bytes);
  const value = read(reader);
  reader.finish();
  return value;
}

/** Ends an item of unknown length. */
const BREAK = 0xff;
const INDEFINITE = 31;

function read(reader: ByteReader): Exact {
  const lead = reader.byte();
  const major = lead >> 5;
  const info = lead & 0x1f;
  if (major === 7) return readSimple(reader, info);
  if (info === INDEFINITE) return readIndefinite(reader, major);
  const head = readHead(reader, info);
  if (major === 0) return typeof head === 'bigint' ? head : whole(head);
  if (major === 1) return -1n - BigInt(head);
  const length = Number(head);
  if (major === 2) return reader.take(length);
  if (major === 3) return reader.textOrBytes(length);
  if (major === 4) return readList(reader, length, read);
  return major === 5 ? readMap(reader, length, read) : readTag(reader, head);
}

/** The number in or after the lead byte; bigint only where it has 64 bits. */
function readHead(reader: ByteReader, info: number): number | bigint {
  if (info < 24) return info;
  if (info === 24) return reader.byte();
  if (info === 25) return reader.bytes.readUInt16BE(reader.skip(2));
  if (info === 26) return reader.bytes.readUInt32BE(reader.skip(4));
  if (info === 27) return reader.bytes.readBigUInt64BE(reader.skip(8));
  throw new Undecodable(`Byte ${reader.at - 1} is none that CBOR has.`);
}

function isBreak(reader: ByteReader): boolean {
  if (reader.bytes[reader.at] !== BREAK) return false;
  reader.at += 1;
  return true;
}

function readIndefinite(reader: ByteReader, major: number): Exact {
  if (major === 2 || major === 3) return readChunks(reader, major);
  if (major !== 4 && major !== 5) throw new Undecodable(`Byte ${reader.at - 1} is none that CBOR has.`);
  reader.enter();
  const list: Exact[] = [];
  const map = new Map<string, Exact>();
  while (!isBreak(reader)) {
    reader.hold(1);
    const item = read(reader);
    if (major === 4) list.push(item);
    else map.set(keyText(item), read(reader));
  }
  reader.leave();
  return major === 4 ? list : map;
}

/** Bytes or text in pieces, each with its length. */
function readChunks(reader: ByteReader, major: number): Exact {
  const chunks: Buffer[] = [];
  while (!isBreak(reader)) {
    reader.hold(1);
    const lead = reader.byte();
    if (lead >> 5 !== major || (lead & 0x1f) === INDEFINITE) {
      throw new Undecodable(`A piece of another kind stands at byte ${reader.at - 1}.`);
    }
    chunks.push(reader.take(Number(readHead(reader, lead & 0x1f))));
  }
  const bytes = Buffer.concat(chunks);
  return major === 2 ? bytes : (strictUtf8(bytes) ?? bytes);
}

function readSimple(reader: ByteReader, info: number): Exact {
  if (info === 20 || info === 21) return info === 21;
  // Undefined has no other word.
  if (info === 22 || info === 23) return null;
  if (info === 25) return halfFloat(reader.bytes.readUInt16BE(reader.skip(2)));
  if (info === 26) return widenFloat32(reader.bytes.readFloatBE(reader.skip(4)));
  if (info === 27) return reader.bytes.readDoubleBE(reader.skip(8));
  if (info > 24) throw new Undecodable(`Byte ${reader.at - 1} is none that CBOR has here.`);
  return new Map([['simple', whole(info === 24 ? reader.byte() : info)]]);
}

function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

function readTag(reader: ByteReader, tag: number | bigint): Exact {
  reader.enter();
  const inner = read(reader);
  reader.leave();
  const known = tagged(Number(tag), inner);
  return (
    known ??
    new Map<string, Exact>([
      ['tag', BigInt(tag)],
      ['value', inner],
    ])
  );
}

/** Digits a bignum or decimal fraction may have in bytes and places; beyond it the parts are shown. */
const BIGNUM_BYTES = 4096;
const SCALE_LIMIT = 10_000n;

/** Null where the tag is not known, or holds what it should not. Numbers are of the IANA registry. */
function tagged(tag: number, inner: Exact): Exact {
  if (tag === 55_799) return inner;
  if (tag === 0 && typeof inner === 'string') return inner;
  if (tag === 1) return epoch(inner);
  if (inner instanceof Buffer && tag === 37 && inner.length === 16) return uuidText(inner);
  if (inner instanceof Buffer && (tag === 2 || tag === 3) && inner.length <= BIGNUM_BYTES) {
    return tag === 2 ? unsignedOf(inner) : -1n - unsignedOf(inner);
  }
  return tag === 4 ? decimalFraction(inner) : null;
}

function epoch(inner: Exact): Instant | null {
  if (typeof inner === 'bigint') return new Instant(inner * 1_000_000_000n);
  if (typeof inner !== 'number' || !Number.isFinite(inner)) return null;
  const seconds = Math.floor(inner);
  // A double of today's seconds is good for microseconds at most.
  return new Instant(BigInt(seconds) * 1_000_000_000n + BigInt(Math.round((inner - seconds) * 1e6)) * 1000n);
}

/** Exponent of ten and whole number: [-2, 27315] is 273.15. */
function decimalFraction(inner: Exact): Decimal | null {
  if (!Array.isArray(inner) || inner.length !== 2) return null;
  const [exponent, mantissa] = inner as Exact[];
  if (typeof exponent !== 'bigint' || typeof mantissa !== 'bigint') return null;
  if (exponent >= 0n)
    return exponent === 0n ? new Decimal(mantissa.toString()) : new Decimal(`${mantissa}e${exponent}`);
  return -exponent > SCALE_LIMIT
    ? new Decimal(`${mantissa}e${exponent}`)
    : new Decimal(scaledText(mantissa, Number(-exponent)));
}
