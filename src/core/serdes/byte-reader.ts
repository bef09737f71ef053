import { isUtf8 } from 'node:buffer';
import type { Exact } from '../../shared/values/exact.ts';
import { JSON_DEPTH_LIMIT } from '../../shared/values/json-scan.ts';
import { decodeUtf8 } from '../../shared/values/utf8.ts';

/**
 * The bytes are not what they were taken for: the message says why, for people. Never leaves the room. It is no `Error`:
 * a million broken records are a million of these, and taking down a stack each time costs more than decoding.
 */
export class Undecodable {
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

/**
 * Values one record may hold. A few bytes can claim, or truly hold, millions of them (empty messages, lists of nothing):
 * this many take some 100 MB, more would take the process down.
 */
export const MAX_VALUES = 2_000_000;

/** Small whole numbers, made once. */
const SMALL: ReadonlyArray<bigint> = Array.from({ length: 1024 }, (_, value) => BigInt(value));

/** A whole number as bigint; small ones are not made anew each time. */
export function whole(value: number): bigint {
  // The comparison first: reading beyond an array's end is slower than making a number.
  return value >= 0 && value < SMALL.length ? (SMALL[value] as bigint) : BigInt(value);
}

/** Text of the bytes, or null where they are not UTF-8: no replacement characters. */
export function strictUtf8(bytes: Buffer): string | null {
  // Electron 22 has no isUtf8.
  if (typeof isUtf8 === 'function') return isUtf8(bytes) ? bytes.toString('utf8') : null;
  const decoded = decodeUtf8(bytes);
  return decoded.ok ? decoded.text : null;
}

/** What `toString('utf8', …)` comes down to, without its looking at encodings: a third of the time of a short text. */
function utf8Slice(bytes: Buffer, start: number, end: number): string {
  return (bytes as Buffer & { utf8Slice(start: number, end: number): string }).utf8Slice(start, end);
}

/** Texts of one ASCII character, made once. */
const CHARACTERS: ReadonlyArray<string> = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));
/** Up to here, putting a text together from its characters is quicker than asking for it outside of JavaScript. */
const SHORT_TEXT = 40;
/** Character codes on their way into a text, by how many they are. */
const CODES: ReadonlyArray<number[]> = Array.from({ length: SHORT_TEXT + 1 }, (_, length) => new Array<number>(length));

/** A short text of ASCII; null where it has other bytes in it. */
function asciiText(bytes: Buffer, start: number, length: number): string | null {
  if (length === 1) return CHARACTERS[bytes[start] as number] ?? null;
  const codes = CODES[length] as number[];
  let all = 0;
  for (let index = 0; index < length; index += 1) {
    const byte = bytes[start + index] as number;
    all |= byte;
    codes[index] = byte;
  }
  return all < 0x80 ? String.fromCharCode.apply(null, codes) : null;
}

/** Reads binary formats from the start of the bytes on; counts what it was asked to hold. */
export class ByteReader {
  readonly bytes: Buffer;
  readonly end: number;
  at: number;
  private depth = 0;
  private values = 0;

  constructor(bytes: Buffer, at = 0) {
    this.bytes = bytes;
    this.at = at;
    this.end = bytes.length;
  }

  /** Before going one level down; `leave` after it. */
  enter(): void {
    this.depth += 1;
    if (this.depth > JSON_DEPTH_LIMIT) throw new Undecodable(`It is nested deeper than ${JSON_DEPTH_LIMIT} levels.`);
  }

  leave(): void {
    this.depth -= 1;
  }

  /** Before making room for so many values. */
  hold(values: number): void {
    this.values += values;
    if (this.values > MAX_VALUES) {
      throw new Undecodable(`It holds more than ${MAX_VALUES.toLocaleString('en')} values.`);
    }
  }

  /** Moves on and gives where the bytes started; fails where there are not so many left. */
  skip(length: number): number {
    const start = this.at;
    if (!(length >= 0 && length <= this.end - start)) throw this.tooShort(length);
    this.at = start + length;
    return start;
  }

  take(length: number): Buffer {
    const start = this.skip(length);
    return this.bytes.subarray(start, start + length);
  }

  byte(): number {
    if (this.at >= this.end) throw this.tooShort(1);
    return this.bytes[this.at++] as number;
  }

  text(length: number): string {
    const start = this.skip(length);
    if (length <= SHORT_TEXT) {
      const short = asciiText(this.bytes, start, length);
      if (short !== null) return short;
    }
    const text = utf8Slice(this.bytes, start, this.at);
    // A replacement character was either written by the producer or stands for a fault.
    if (text.includes('\ufffd') && strictUtf8(this.bytes.subarray(start, this.at)) === null) {
      throw new Undecodable(`The text at byte ${start} is not valid UTF-8.`);
    }
    return text;
  }

  /** Text, or the bytes themselves where they are none. */
  textOrBytes(length: number): Exact {
    const bytes = this.take(length);
    return strictUtf8(bytes) ?? bytes;
  }

  finish(): void {
    if (this.at < this.end) {
      throw new Undecodable(
        `${this.end - this.at} bytes are left over after the value, which ends at byte ${this.at}.`,
      );
    }
  }

  private tooShort(needed: number): Undecodable {
    const left = this.end - this.at;
    return new Undecodable(
      needed < 0
        ? `A negative length stands before byte ${this.at}.`
        : `The bytes end too early: ${needed} more are needed at byte ${this.at}, ${left} are left.`,
    );
  }
}

/** `550e8400-e29b-41d4-a716-446655440000` of sixteen bytes. */
export function uuidText(bytes: Buffer): string {
  const digits = bytes.toString('hex');
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join(
    '-',
  );
}

/** An unsigned whole number of any size, big-endian. */
export function unsignedOf(bytes: Buffer): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${bytes.toString('hex')}`);
}

/** A whole number in two's complement of any size, big-endian. */
export function signedOf(bytes: Buffer): bigint {
  if (bytes.length > 0 && bytes.length <= 6) return BigInt(bytes.readIntBE(0, bytes.length));
  return BigInt.asIntN(bytes.length * 8, unsignedOf(bytes));
}

/** Two's complement of up to six bytes, big-endian: all of these a number holds exactly. */
export function smallSignedAt(bytes: Buffer, start: number, length: number): number {
  let value = (bytes[start] as number) & 0x80 ? -1 : 0;
  for (let at = start; at < start + length; at += 1) value = value * 256 + (bytes[at] as number);
  return value;
}

/** `unscaled` × 10^-scale, written out: 1234 and 2 are 12.34. */
export function scaledText(unscaled: bigint | number, scale: number): string {
  if (scale === 0) return unscaled.toString();
  const written = unscaled.toString();
  const sign = unscaled < 0 ? '-' : '';
  const digits = (sign === '' ? written : written.slice(1)).padStart(scale + 1, '0');
  const point = digits.length - scale;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}
