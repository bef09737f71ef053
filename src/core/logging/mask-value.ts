import { Secret } from '../../shared/values/secret.ts';
import { isSensitiveName, MASK } from './mask-words.ts';

const MAX_DEPTH = 8;
const MAX_ENTRIES = 100;
/** Masked first, cut then: a cut through the middle of a secret would hide it from the masker. */
const MAX_MASKED = 65_536;
const MAX_TEXT = 16_384;

type Walk = { readonly text: (text: string) => string; readonly seen: ReadonlySet<object>; readonly depth: number };

/** Any value as JSON data: strings masked, fields with sensitive names masked whole, cycles and bulk cut. Never throws. */
export function maskValue(value: unknown, text: (text: string) => string): unknown {
  return walk(value, { text, seen: new Set(), depth: 0 });
}

function walk(value: unknown, state: Walk): unknown {
  switch (typeof value) {
    case 'string':
      return cut(state.text(value.slice(0, MAX_MASKED)));
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'boolean':
      return value;
    case 'undefined':
      return undefined;
    case 'bigint':
      return value.toString();
    case 'symbol':
      return '<symbol>';
    case 'function':
      return '<function>';
    case 'object':
      return value === null ? null : walkObject(value, state);
    default:
      return '<unknown>';
  }
}

function walkObject(value: object, state: Walk): unknown {
  if (state.seen.has(value)) return '<cycle>';
  if (state.depth >= MAX_DEPTH) return '<deeper>';
  const inner = { ...state, seen: new Set(state.seen).add(value), depth: state.depth + 1 };
  try {
    return walkKind(value, inner);
  } catch {
    return '<unreadable>'; // A getter or proxy that throws is no reason to lose the rest of the line.
  }
}

function walkKind(value: object, state: Walk): unknown {
  if (value instanceof Secret) return MASK;
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `<${value.byteLength} bytes>`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '<no date>' : value.toISOString();
  if (value instanceof RegExp || value instanceof URL) return state.text(String(value));
  if (Array.isArray(value)) return walkList(value, state);
  if (value instanceof Set) return walkList([...value], state);
  if (value instanceof Map)
    return walkEntries(
      [...value].map(([key, item]) => [nameOf(key, state), item]),
      state,
    );
  if (value instanceof Error) return walkError(value, state);
  return walkEntries(
    keysOf(value).map((key) => [key, read(value, key)]),
    state,
  );
}

/** Own fields of an error include what its makers attached: often the whole request. */
function walkError(error: Error, state: Walk): unknown {
  const fields = keysOf(error).filter((key) => !['name', 'message', 'stack', 'cause', 'errors'].includes(key));
  const entries: Array<[string, unknown]> = [
    ['name', error.name],
    ['message', error.message],
    ['stack', error.stack],
    ...fields.map((key): [string, unknown] => [key, read(error, key)]),
  ];
  if (error.cause !== undefined) entries.push(['cause', error.cause]);
  if (error instanceof AggregateError) entries.push(['errors', error.errors]);
  return walkEntries(entries, state);
}

/** Headers come as `['Authorization', '…']`, too: what follows a sensitive name is its value. */
function walkList(items: ReadonlyArray<unknown>, state: Walk): unknown[] {
  const kept = items.slice(0, MAX_ENTRIES).map((item, index) => {
    const before = items[index - 1];
    return typeof before === 'string' && isSensitiveName(before) && before.length <= 64 ? MASK : walk(item, state);
  });
  return items.length > MAX_ENTRIES ? [...kept, `<${items.length - MAX_ENTRIES} more>`] : kept;
}

function walkEntries(entries: ReadonlyArray<readonly [string, unknown]>, state: Walk): unknown {
  // `{name: 'password', value: '…'}`, as lists of settings and headers are often written.
  const label = entries.find(([key]) => /^(name|key|header)$/i.test(key))?.[1];
  const isLabelled = typeof label === 'string' && isSensitiveName(label);
  const masked = entries.slice(0, MAX_ENTRIES).map(([key, value]): [string, unknown] => {
    const isSecret = (isSensitiveName(key) && isContent(value)) || (isLabelled && /^values?$/i.test(key));
    return [cut(state.text(key)), isSecret ? MASK : walk(value, state)];
  });
  if (entries.length > MAX_ENTRIES) masked.push(['…', `<${entries.length - MAX_ENTRIES} more>`]);
  return Object.fromEntries(masked);
}

/** `hasPassword: true` and `password: null` say something without giving anything away. */
function isContent(value: unknown): boolean {
  return value !== null && value !== undefined && typeof value !== 'boolean';
}

function keysOf(value: object): string[] {
  return Object.getOwnPropertyNames(value).filter((key) => Object.prototype.propertyIsEnumerable.call(value, key));
}

function read(value: object, key: string): unknown {
  try {
    return (value as Record<string, unknown>)[key]; // Any object may be read by any of its own names.
  } catch {
    return '<unreadable>'; // A getter that throws.
  }
}

function nameOf(key: unknown, state: Walk): string {
  if (typeof key === 'string') return key;
  const shown = walk(key, state);
  return typeof shown === 'string' ? shown : (JSON.stringify(shown) ?? '<undefined>');
}

function cut(text: string): string {
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}… <${text.length} characters>` : text;
}
