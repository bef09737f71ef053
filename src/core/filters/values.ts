import { Instant, type Decimal, type Exact } from '../../shared/values/exact.ts';
import type { PathStep } from './ast.ts';
import { instantOf, instantText } from './dates.ts';
import { compareNumbers, isNumber, numberText } from './numbers.ts';

/** What an expression computes with; undefined is a field that is not there. */
export type Value = Exact | undefined;

/** Lists and objects nested deeper are not equal to anything. */
const EQUAL_DEPTH = 500;

export function isList(value: Value): value is ReadonlyArray<Exact> {
  return Array.isArray(value);
}

/** By content; numbers by what they are worth; times also with ISO texts and milliseconds. Different kinds are never equal. */
export function equals(left: Value, right: Value, depth = 0): boolean {
  if (left === right) return true;
  if (left === undefined || left === null || right === undefined || right === null) {
    return (left ?? null) === (right ?? null);
  }
  if (isNumber(left)) {
    if (isNumber(right)) return compareNumbers(left, right) === 0;
    return right instanceof Instant && sameTime(right, left);
  }
  if (left instanceof Instant) return sameTime(left, right);
  if (right instanceof Instant) return sameTime(right, left);
  if (typeof left !== 'object' || typeof right !== 'object') return false;
  if (depth > EQUAL_DEPTH) return false;
  if (isList(left)) {
    return (
      isList(right) &&
      left.length === right.length &&
      left.every((item, index) => equals(item, right[index], depth + 1))
    );
  }
  if (left instanceof Map) return right instanceof Map && sameMembers(left, right, depth);
  return left instanceof Uint8Array && right instanceof Uint8Array && Buffer.compare(left, right) === 0;
}

function sameMembers(left: ReadonlyMap<string, Exact>, right: ReadonlyMap<string, Exact>, depth: number): boolean {
  if (left.size !== right.size) return false;
  for (const [name, value] of left) {
    if (!right.has(name) || !equals(value, right.get(name), depth + 1)) return false;
  }
  return true;
}

function sameTime(time: Instant, other: Value): boolean {
  return instantOf(other)?.nanos === time.nanos;
}

/** -1, 0, 1; NaN where the two have no order: null, different kinds, lists, objects. */
export function order(left: Value, right: Value): number {
  if (left === undefined || left === null || right === undefined || right === null) return NaN;
  if (isNumber(left) && isNumber(right)) return compareNumbers(left, right);
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left > right ? 1 : 0;
  if (left instanceof Instant || right instanceof Instant) {
    const a = instantOf(left);
    const b = instantOf(right);
    if (a === null || b === null) return NaN;
    return a.nanos < b.nanos ? -1 : a.nanos > b.nanos ? 1 : 0;
  }
  return NaN;
}

/** The value at the end of a path; a step that leads nowhere gives undefined. */
export function walk(value: Value, steps: ReadonlyArray<PathStep>, from = 0): Value {
  let current = value;
  for (let at = from; at < steps.length; at += 1) {
    const step = steps[at] as PathStep;
    if (step.kind === 'field') {
      if (!(current instanceof Map)) return undefined;
      current = current.get(step.name) as Value;
    } else if (!isList(current)) return undefined;
    else if (step.kind === 'index') current = current[step.index];
    else return every(current, steps, at + 1);
    if (current === undefined) return undefined;
  }
  return current;
}

/** What the rest of the path finds in each element; lists that come of further `[*]` are joined. */
function every(items: ReadonlyArray<Exact>, steps: ReadonlyArray<PathStep>, from: number): Value {
  const joins = steps.slice(from).some(({ kind }) => kind === 'every');
  const found: Exact[] = [];
  for (const item of items) {
    const value = walk(item, steps, from);
    if (value === undefined) continue;
    if (joins && isList(value)) for (const inner of value) found.push(inner);
    else found.push(value);
  }
  return found;
}

export function typeName(value: Value): string {
  if (value === undefined || value === null) return 'null';
  if (isNumber(value)) return 'number';
  if (value instanceof Instant) return 'time';
  if (value instanceof Uint8Array) return 'bytes';
  if (isList(value)) return 'list';
  return value instanceof Map ? 'object' : typeof value;
}

/** How many characters, elements, fields or bytes; null for what has no size. */
export function sizeOf(value: Value): number | null {
  if (typeof value === 'string') return value.length - pairs(value);
  if (value instanceof Uint8Array || isList(value)) return value.length;
  return value instanceof Map ? value.size : null;
}

function pairs(text: string): number {
  let count = 0;
  for (let at = 0; at + 1 < text.length; at += 1) {
    if ((text.charCodeAt(at) & 0xfc00) === 0xd800 && (text.charCodeAt(at + 1) & 0xfc00) === 0xdc00) count += 1;
  }
  return count;
}

/** A value as one line of text, at most about `limit` characters; null where there is nothing. */
export function valueText(value: Value, limit: number): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return value;
  if (isNumber(value)) return numberText(value as number | bigint | Decimal);
  if (value instanceof Instant) return instantText(value);
  if (typeof value === 'boolean') return String(value);
  return jsonOf(value, { left: limit, depth: 0 });
}

type Room = { left: number; depth: number };

/** JSON of lists and objects; stops soon after the room is used up. */
function jsonOf(value: Value, room: Room): string {
  let text: string;
  if (room.left <= 0 || room.depth > EQUAL_DEPTH) return '…';
  if (value === undefined || value === null) text = 'null';
  else if (typeof value === 'string')
    text = JSON.stringify(value.length > room.left ? value.slice(0, room.left) : value);
  else if (value instanceof Uint8Array)
    text = JSON.stringify(Buffer.from(value.subarray(0, room.left)).toString('hex'));
  else if (value instanceof Instant) text = JSON.stringify(instantText(value));
  else if (isList(value)) return container('[', ']', value, (item) => jsonOf(item, room), room);
  else if (value instanceof Map) {
    const member = ([name, inner]: readonly [string, Exact]) => `${JSON.stringify(name)}:${jsonOf(inner, room)}`;
    return container('{', '}', value as Iterable<readonly [string, Exact]>, member, room);
  } else text = isNumber(value) ? numberText(value as number | bigint | Decimal) : String(value);
  room.left -= text.length;
  return text;
}

// eslint-disable-next-line max-params -- one bracket, the other, what is between, and how it is written
function container<T>(open: string, close: string, items: Iterable<T>, write: (item: T) => string, room: Room): string {
  const parts: string[] = [];
  room.depth += 1;
  for (const item of items) {
    if (room.left <= 0) {
      parts.push('…');
      break;
    }
    parts.push(write(item));
    room.left -= 3;
  }
  room.depth -= 1;
  return `${open}${parts.join(',')}${close}`;
}
