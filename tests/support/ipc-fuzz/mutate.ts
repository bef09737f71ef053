import type { Random } from '../random.ts';
import type { JsonSchema } from './procedures.ts';

export const HUGE = 'x'.repeat(10 * 1024 * 1024);
const DEPTH = 5_000;
/** Nesting is put in as text: the writer of JSON would overflow on the object itself. */
const DEEP_MARK = '@deep@';
const DEEP = '['.repeat(DEPTH) + ']'.repeat(DEPTH);

/** A hostile payload: the value (with a mark where it is deep) and what the RPC library calls its meta. */
export type Payload = { readonly text: string; readonly kind: string };

type Json = unknown;

/** A valid input by its schema, roughly: where the schema refines, it may still be refused. */
export function sampleOf(schema: JsonSchema, random: Random, root: JsonSchema = schema, depth = 0): Json {
  const one = (schema['anyOf'] ?? schema['oneOf']) as ReadonlyArray<JsonSchema> | undefined;
  if (one !== undefined) return sampleOf(pick(one, random), random, root, depth);
  const all = schema['allOf'] as ReadonlyArray<JsonSchema> | undefined;
  if (all?.[0] !== undefined) return sampleOf(all[0], random, root, depth);
  const reference = schema['$ref'];
  if (typeof reference === 'string')
    return depth > 6 ? null : sampleOf(resolve(root, reference), random, root, depth + 1);
  if ('const' in schema) return schema['const'];
  const choices = schema['enum'] as ReadonlyArray<Json> | undefined;
  if (choices !== undefined) return pick(choices, random);
  switch (schema['type']) {
    case 'object':
      return sampleObject(schema, random, root, depth);
    case 'array': {
      const items = (schema['items'] ?? {}) as JsonSchema;
      const count = Math.max(Number(schema['minItems'] ?? 0), depth > 4 ? 0 : 1);
      return Array.from({ length: count }, () => sampleOf(items, random, root, depth + 1));
    }
    case 'integer':
    case 'number':
      return Math.max(Number(schema['minimum'] ?? 0), 0) + Math.floor(random() * 3);
    case 'boolean':
      return random() < 0.5;
    case 'string':
      return 'a'.repeat(Math.max(1, Number(schema['minLength'] ?? 1)));
    default:
      return null;
  }
}

function sampleObject(schema: JsonSchema, random: Random, root: JsonSchema, depth: number): Json {
  const properties = (schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>;
  return Object.fromEntries(
    Object.entries(properties).map(([name, each]) => [name, sampleOf(each, random, root, depth + 1)]),
  );
}

function resolve(root: JsonSchema, reference: string): JsonSchema {
  if (reference === '#') return root;
  let at: unknown = root;
  for (const part of reference.replace('#/', '').split('/')) at = (at as Record<string, unknown>)[part];
  return at as JsonSchema;
}

function pick<T>(from: ReadonlyArray<T>, random: Random): T {
  return from[Math.floor(random() * from.length)] as T;
}

/** Values put in the place of another. */
const WRONG: ReadonlyArray<readonly [string, Json]> = [
  ['null', null],
  ['boolean', true],
  ['number', 1e308],
  ['negative', -1],
  ['fraction', 0.5],
  ['2^53+1', 9007199254740993n.toString()],
  ['text', '\u0000\ud800\u202e../../etc/passwd'],
  ['empty text', ''],
  ['array', []],
  ['array of arrays', [[[[]]]]],
  ['object', {}],
  ['a secret’s shape', { kind: 'set', value: { kind: 'set' } }],
  ['a function’s shape', { toString: 'x', then: 'y', length: -1, constructor: { prototype: {} } }],
];

/** Ways a payload's meta (what the library turns into dates, sets, NaN …) can be hostile. */
const METAS: ReadonlyArray<Json> = [
  [[2]],
  [[2, '__proto__']],
  [[0, '__proto__', 'polluted']],
  [[1, 'constructor', 'prototype', 'polluted']],
  [[99, 'x']],
  [[5, 'toString']],
  [[7]],
  [[3], [3], [3]],
  'x',
  [null],
  [[{}]],
];

/** A payload made wrong in one place, of a valid one; `round` brings the costly kinds now and then. */
export function mutate(valid: Json, random: Random, round: number): Payload {
  if (round % 200 === 7) return body('10 MB text', placed(valid, random, HUGE));
  if (round % 50 === 3) return body('depth 5,000', placed(valid, random, DEEP_MARK));
  const roll = random();
  if (roll < 0.1) return polluting(valid, random);
  if (roll < 0.2) return body('meta', valid, pick(METAS, random));
  if (roll < 0.25) return body('NaN', placed(valid, random, null), [[2, ...pathIn(valid, random)]]);
  if (roll < 0.35 && isObject(valid)) return body('extra', { ...valid, [pick(['x', 'then', 'toJSON'], random)]: 1 });
  if (roll < 0.45 && isObject(valid)) return body('missing', withoutOne(valid, random));
  if (roll < 0.5)
    return {
      kind: 'no body',
      text: pick(['{}', '{"json":null}', '{"json":[]}', '{"json":"x"}', '{"maps":[]}'], random),
    };
  const [kind, value] = pick(WRONG, random);
  return body(kind, placed(valid, random, value));
}

function body(kind: string, json: Json, meta?: Json): Payload {
  const text = JSON.stringify({ json, ...(meta === undefined ? {} : { meta }) });
  return { kind, text: text.replace(`"${DEEP_MARK}"`, DEEP) };
}

const HUGE_MARK = '@huge@';

/** The payload without what is large in it: whoever sends it puts that in again, by `LARGE`. */
export function compact({ text, kind }: Payload): string {
  if (kind === '10 MB text') return text.replace(HUGE, HUGE_MARK);
  return kind === 'depth 5,000' ? text.replace(DEEP, `"${DEEP_MARK}"`) : text;
}

/** What stands for large parts in a compact payload, and what they are. */
export const LARGE = { hugeMark: HUGE_MARK, hugeLength: HUGE.length, deepMark: `"${DEEP_MARK}"`, depth: DEPTH };

function polluting(valid: Json, random: Random): Payload {
  const name = pick(['__proto__', 'constructor', 'prototype'], random);
  const text = JSON.stringify(isObject(valid) ? valid : {});
  const evil = `"${name}":{"polluted":"yes","prototype":{"polluted":"yes"}}`;
  return { kind: '__proto__', text: `{"json":${text.replace(/^\{/, `{${evil}${text === '{}' ? '' : ','}`)}}` };
}

/** The value with something else in one place of it, at any depth. */
function placed(value: Json, random: Random, other: Json): Json {
  const keys = isObject(value) ? Object.keys(value) : [];
  if (keys.length === 0 || random() < 0.15) return Array.isArray(value) && value.length > 0 ? [other] : other;
  const key = pick(keys, random);
  const whole = value as Readonly<Record<string, Json>>;
  return { ...whole, [key]: random() < 0.5 ? placed(whole[key], random, other) : other };
}

function pathIn(value: Json, random: Random): ReadonlyArray<string> {
  if (!isObject(value)) return [];
  const keys = Object.keys(value);
  return keys.length === 0 ? [] : [pick(keys, random)];
}

function withoutOne(value: Readonly<Record<string, Json>>, random: Random): Json {
  const keys = Object.keys(value);
  const gone = keys.length === 0 ? '' : pick(keys, random);
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== gone));
}

function isObject(value: Json): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
