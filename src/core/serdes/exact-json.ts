import { Decimal, Instant, type Exact } from '../../shared/values/exact.ts';
import { toBase64 } from '../../shared/values/bytes.ts';
import { instantText } from '../../shared/values/instants.ts';
import { JSON_DEPTH_LIMIT } from '../../shared/values/json-scan.ts';

/**
 * Compact JSON of a decoded value, every number in full: a binary fraction always has a point or an exponent (`1.0`), so
 * it is told from a whole number. What JSON has no word for is a string: NaN and the infinities by name, points in time
 * as ISO 8601, bytes as base64. Writing ends soon after `maxChars`; the text is then the beginning of the JSON.
 */
export function exactToJson(value: Exact, maxChars = Infinity): string {
  const writer = { out: '', maxChars };
  write(writer, value, 0);
  return writer.out;
}

type Writer = { out: string; readonly maxChars: number };

function write(writer: Writer, value: Exact, depth: number): void {
  if (typeof value === 'string') writer.out += quoted(value);
  else if (typeof value === 'bigint') writer.out += value.toString();
  else if (value === null) writer.out += 'null';
  else if (typeof value === 'boolean') writer.out += value ? 'true' : 'false';
  else if (typeof value === 'number') writer.out += numberJson(value);
  else writeObject(writer, value, depth);
}

function writeObject(writer: Writer, value: Exclude<Exact, null>, depth: number): void {
  const isTooDeep = depth >= JSON_DEPTH_LIMIT;
  if (value instanceof Decimal) writer.out += value.text;
  else if (value instanceof Instant) writer.out += `"${instantText(value)}"`;
  else if (value instanceof Uint8Array) writer.out += `"${base64(writer, value)}"`;
  else if (isTooDeep) writer.out += `"nested deeper than ${JSON_DEPTH_LIMIT} levels"`;
  else if (value instanceof Map) writeMap(writer, value as ReadonlyMap<string, Exact>, depth);
  else writeList(writer, value as ReadonlyArray<Exact>, depth);
}

/** Characters that stand in JSON as they are. */
const PLAIN = /^[ !#-[\]-~]*$/;

/** Most texts need no escape; finding that out is quicker than `JSON.stringify`. */
function quoted(text: string): string {
  return text.length < 100 && PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

function writeMap(writer: Writer, map: ReadonlyMap<string, Exact>, depth: number): void {
  let before = '{';
  for (const [key, value] of map) {
    if (writer.out.length > writer.maxChars) return;
    writer.out += `${before}${quoted(key)}:`;
    before = ',';
    write(writer, value, depth + 1);
  }
  writer.out += map.size === 0 ? '{}' : '}';
}

function writeList(writer: Writer, list: ReadonlyArray<Exact>, depth: number): void {
  writer.out += '[';
  for (let index = 0; index < list.length; index += 1) {
    if (writer.out.length > writer.maxChars) return;
    if (index > 0) writer.out += ',';
    write(writer, list[index] as Exact, depth + 1);
  }
  writer.out += ']';
}

function base64(writer: Writer, bytes: Uint8Array): string {
  // Three bytes are four characters; more than the limit is never read.
  return toBase64(bytes.length > writer.maxChars ? bytes.subarray(0, writer.maxChars) : bytes);
}

/** A double as text that is not mistaken for a whole number. */
export function floatText(value: number): string {
  if (Object.is(value, -0)) return '-0.0';
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? `${value}.0` : String(value);
}

function numberJson(value: number): string {
  return Number.isFinite(value) ? floatText(value) : `"${value}"`;
}

/** A 32-bit float as the shortest double that rounds back to it: 0.1 as people wrote it, not 0.10000000149011612. */
export function widenFloat32(value: number): number {
  if (!Number.isFinite(value) || Number.isInteger(value)) return value;
  for (let digits = 6; digits <= 9; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}
