import { Decimal, Instant, type Exact } from '../../shared/values/exact.ts';
import { dateText } from '../../shared/values/instants.ts';
import { readInt } from './avro-numbers.ts';
import { ByteReader, scaledText, signedOf, uuidText } from './byte-reader.ts';

/** Digits behind the point that are still written out. */
const SCALE_LIMIT = 10_000;
/** Bytes of a decimal that are still turned into digits: that takes time that grows with their square. */
const DECIMAL_BYTES = 4096;

/** Nanoseconds of one unit, by logical type. Local timestamps have no zone: they are shown as if it were UTC. */
const INSTANTS: ReadonlyMap<string, bigint> = new Map([
  ['timestamp-millis', 1_000_000n],
  ['timestamp-micros', 1000n],
  ['timestamp-nanos', 1n],
  ['local-timestamp-millis', 1_000_000n],
  ['local-timestamp-micros', 1000n],
  ['local-timestamp-nanos', 1n],
]);

/** Null: a logical type nobody knows; by Avro's rules it reads as the type below. */
export function logicalLong(name: string): ((value: bigint) => Exact) | null {
  const unit = INSTANTS.get(name);
  if (unit !== undefined) return (value) => new Instant(value * unit);
  return name === 'time-micros' ? (value) => timeText(value, 6) : null;
}

export function logicalInt(name: string): ((value: number) => Exact) | null {
  if (name === 'date') return (value) => dateText(BigInt(value));
  return name === 'time-millis' ? (value) => timeText(BigInt(value), 3) : null;
}

/** `size`: of a fixed type. */
export function logicalBytes(
  name: string,
  schema: { readonly [key: string]: unknown },
  size: number | null,
): ((bytes: Buffer) => Exact) | null {
  if (name === 'decimal') {
    const scale = decimalScale(name, schema);
    if (scale === null) return null;
    return (bytes) => (bytes.length > DECIMAL_BYTES ? bytes : new Decimal(scaledText(signedOf(bytes), scale)));
  }
  if (name === 'big-decimal' && size === null) return bigDecimal;
  if (name === 'uuid' && size === 16) return uuidText;
  return name === 'duration' && size === 12 ? durationText : null;
}

/** Null where it is no decimal, or one whose scale nobody can mean. */
export function decimalScale(name: string, schema: { readonly [key: string]: unknown }): number | null {
  const scale = schema['scale'] ?? 0;
  if (name !== 'decimal' || typeof scale !== 'number' || !Number.isInteger(scale)) return null;
  return scale < 0 || scale > SCALE_LIMIT ? null : scale;
}

/** Its own scale comes after its digits. */
function bigDecimal(bytes: Buffer): Exact {
  const reader = new ByteReader(bytes);
  const unscaled = reader.take(readInt(reader));
  const scale = readInt(reader);
  reader.finish();
  if (unscaled.length > DECIMAL_BYTES || scale < 0 || scale > SCALE_LIMIT) return bytes;
  return new Decimal(scaledText(signedOf(unscaled), scale));
}

/** Time of day; `digits` of the second's fraction. Outside a day it is the number as it is. */
function timeText(value: bigint, digits: 3 | 6): Exact {
  const unit = digits === 3 ? 1000 : 1_000_000;
  const units = Number(value);
  if (units < 0 || units >= 86_400 * unit) return value;
  const seconds = Math.floor(units / unit);
  const two = (part: number): string => String(part).padStart(2, '0');
  const time = [two(Math.floor(seconds / 3600)), two(Math.floor(seconds / 60) % 60), two(seconds % 60)].join(':');
  return `${time}.${String(units % unit).padStart(digits, '0')}`;
}

/** Months, days and milliseconds as ISO 8601: `P1M2DT3.004S`. */
function durationText(bytes: Buffer): string {
  const ms = bytes.readUInt32LE(8);
  const seconds = `${Math.floor(ms / 1000)}.${String(ms % 1000).padStart(3, '0')}`;
  return `P${bytes.readUInt32LE(0)}M${bytes.readUInt32LE(4)}DT${seconds}S`;
}
