import { Decimal, type Exact } from '../../shared/values/exact.ts';

/** Reads JSON that a scan has found valid and at most `JSON_DEPTH_LIMIT` deep; what is not, it reads anyhow. */
export function readValidJson(text: string): Exact {
  return value(text, { at: 0 });
}

/** A number as it stands in JSON, the way core/serdes gives it: whole numbers as bigint, all others as written. */
export function exactNumber(text: string): Exact {
  return /^-?\d+$/.test(text) ? BigInt(text) : new Decimal(text);
}

type Cursor = { at: number };

const SCALAR_END = /[\s,\]}]|$/g;

function value(text: string, cursor: Cursor): Exact {
  const char = skip(text, cursor);
  if (char === '{') return object(text, cursor);
  if (char === '[') return list(text, cursor);
  if (char === '"') return JSON.parse(string(text, cursor)) as string;
  SCALAR_END.lastIndex = cursor.at;
  const end = SCALAR_END.exec(text)?.index ?? text.length;
  const scalar = text.slice(cursor.at, end);
  cursor.at = Math.max(end, cursor.at + 1);
  if (scalar === 'null') return null;
  return scalar === 'true' || scalar === 'false' ? scalar === 'true' : exactNumber(scalar);
}

function object(text: string, cursor: Cursor): ReadonlyMap<string, Exact> {
  const members = new Map<string, Exact>();
  cursor.at += 1;
  for (;;) {
    const char = skip(text, cursor);
    if (char === ',') cursor.at += 1;
    else if (char === '"') {
      const name = JSON.parse(string(text, cursor)) as string;
      skip(text, cursor);
      cursor.at += 1;
      members.set(name, value(text, cursor));
    } else {
      cursor.at += 1;
      return members;
    }
  }
}

function list(text: string, cursor: Cursor): ReadonlyArray<Exact> {
  const items: Exact[] = [];
  cursor.at += 1;
  for (;;) {
    const char = skip(text, cursor);
    if (char === ',') cursor.at += 1;
    else if (char === ']' || char === '') {
      cursor.at += 1;
      return items;
    } else items.push(value(text, cursor));
  }
}

/** The string as written that begins here, quotes included. */
function string(text: string, cursor: Cursor): string {
  const start = cursor.at;
  let end = start;
  for (;;) {
    end = text.indexOf('"', end + 1);
    if (end < 0) throw new Error('readValidJson was given text that is not valid JSON');
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === 0x5c) backslashes += 1;
    if (backslashes % 2 === 0) break;
  }
  cursor.at = end + 1;
  return text.slice(start, end + 1);
}

function skip(text: string, cursor: Cursor): string {
  for (;;) {
    const char = text.charAt(cursor.at);
    if (char !== ' ' && char !== '\n' && char !== '\r' && char !== '\t') return char;
    cursor.at += 1;
  }
}
