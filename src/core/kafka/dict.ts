import type { ConfigEntry } from './properties.ts';

/** True for JSON, or for the map of a program: `conf = {'bootstrap.servers': '…'}`, `"bootstrap.servers" => "…"`. */
export function looksLikeDict(text: string): boolean {
  const hasPair = /(['"])[a-z][\w.-]{1,80}\1\s{0,10}(?::|=>)/i.test(text);
  const hasPropertyLine = /^[ \t]*[a-z][\w-]*(?:\.[\w-]+)+[ \t]*[=:](?![ \t]*\{)/im.test(text);
  return hasPair && !hasPropertyLine;
}

/** Pairs of a quoted key and a value, wherever they stand; the rest of the program around them is passed over. */
export function parseDict(text: string): ConfigEntry[] {
  const entries: ConfigEntry[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text.charAt(at);
    if (char === '#' || text.startsWith('//', at)) at = endOfLine(text, at);
    else if (char !== '"' && char !== "'") at += 1;
    else {
      const key = readString(text, at);
      const value = readValue(text, key.end);
      if (value !== null) entries.push({ key: key.text, value: value.text });
      at = value?.end ?? key.end;
    }
  }
  return entries;
}

type Token = { readonly text: string; readonly end: number };

/** The value after `:` or `=>`; null where the string before was no key. */
function readValue(text: string, from: number): Token | null {
  let at = skipBlanks(text, from);
  if (text[at] === ':') at += 1;
  else if (text.startsWith('=>', at)) at += 2;
  else return null;
  at = skipBlanks(text, at);
  const char = text.charAt(at);
  if (char === '"' || char === "'") return readString(text, at);
  if (char === '{' || char === '[') return null;
  let end = at;
  while (end < text.length && !/[,}\]\r\n#]/.test(text.charAt(end))) end += 1;
  return { text: text.slice(at, end).trim(), end };
}

function readString(text: string, start: number): Token {
  const quote = text.charAt(start);
  const triple = quote.repeat(3);
  if (text.startsWith(triple, start)) {
    const end = text.indexOf(triple, start + 3);
    return end < 0 ? { text: '', end: text.length } : { text: text.slice(start + 3, end), end: end + 3 };
  }
  const parts: string[] = [];
  let at = start + 1;
  while (at < text.length && text[at] !== quote) {
    if (text[at] !== '\\') parts.push(text.charAt(at));
    else {
      at += 1;
      parts.push(ESCAPES[text.charAt(at)] ?? text.charAt(at));
    }
    at += 1;
  }
  return { text: parts.join(''), end: at + 1 };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text.charAt(at))) at += 1;
  return at;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
