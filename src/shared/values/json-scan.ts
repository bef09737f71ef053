/**
 * A JSON scanner that works on text and copies nothing: each token is a range of the text, so numbers, escapes and
 * duplicate keys stay exactly as written. It keeps its own stack, so no depth overflows the call stack.
 */

export const JSON_DEPTH_LIMIT = 500;

export type JsonTokenKind = '{' | '}' | '[' | ']' | 'key' | 'string' | 'number' | 'literal';

export type JsonScan = {
  /** `incomplete`: right as far as it goes, and the text ends too early. */
  readonly verdict: 'valid' | 'incomplete' | 'invalid' | 'too-deep';
  /** Where the verdict was reached, in UTF-16 units. */
  readonly at: number;
  /** What was wrong, in words; empty where it is valid. */
  readonly reason: string;
};

export type JsonVisitor = (kind: JsonTokenKind, start: number, end: number) => void;

/** What may come next. `…End` states also accept the closing bracket. */
type Expect = 'value' | 'valueOrEnd' | 'key' | 'keyOrEnd' | 'colon' | 'commaOrEnd' | 'nothing';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Scans one JSON document and reports its tokens in order; commas and colons follow from them and are not reported. */
export function scanJson(text: string, visit: JsonVisitor, depthLimit = JSON_DEPTH_LIMIT): JsonScan {
  const stack: Array<'{' | '['> = [];
  let expect: Expect = 'value';
  let at = 0;
  for (;;) {
    at = skipWhitespace(text, at);
    if (at >= text.length) break;
    const char = text[at] as string;
    if (expect === 'nothing') return wrong(at, 'there is more after the end of the document');
    if (expect === 'colon') {
      if (char !== ':') return wrong(at, 'a colon is missing after a key');
      expect = 'value';
      at += 1;
      continue;
    }
    if (char === ',' && expect === 'commaOrEnd') {
      expect = stack.at(-1) === '{' ? 'key' : 'value';
      at += 1;
      continue;
    }
    if (char === '}' || char === ']') {
      const closes = mayClose(expect, char, stack.at(-1));
      if (!closes) return wrong(at, `unexpected ${char}`);
      stack.pop();
      visit(char, at, at + 1);
      expect = stack.length === 0 ? 'nothing' : 'commaOrEnd';
      at += 1;
      continue;
    }
    if (expect === 'commaOrEnd') return wrong(at, 'a comma or the end is missing');
    if (char === '{' || char === '[') {
      if (expect === 'key' || expect === 'keyOrEnd') return wrong(at, 'a key must be a string');
      if (stack.length >= depthLimit) {
        return { verdict: 'too-deep', at, reason: `nested deeper than ${depthLimit} levels` };
      }
      stack.push(char);
      visit(char, at, at + 1);
      expect = char === '{' ? 'keyOrEnd' : 'valueOrEnd';
      at += 1;
      continue;
    }
    const isKey: boolean = expect === 'key' || expect === 'keyOrEnd';
    if (isKey && char !== '"') return wrong(at, 'a key must be a string');
    const end: number | JsonScan = scanScalar(text, at);
    if (typeof end !== 'number') return end;
    visit(isKey ? 'key' : kindOfScalar(char), at, end);
    at = end;
    expect = isKey ? 'colon' : stack.length === 0 ? 'nothing' : 'commaOrEnd';
  }
  if (expect === 'nothing') return { verdict: 'valid', at, reason: '' };
  return { verdict: 'incomplete', at, reason: text.trim() === '' ? 'there is no text' : 'the text ends too early' };
}

function mayClose(expect: Expect, char: '}' | ']', open: '{' | '[' | undefined): boolean {
  if (open === undefined || (open === '{') !== (char === '}')) return false;
  return expect === 'commaOrEnd' || expect === (char === '}' ? 'keyOrEnd' : 'valueOrEnd');
}

function kindOfScalar(first: string): 'string' | 'number' | 'literal' {
  if (first === '"') return 'string';
  return first === '-' || (first >= '0' && first <= '9') ? 'number' : 'literal';
}

function wrong(at: number, reason: string): JsonScan {
  return { verdict: 'invalid', at, reason };
}

function tooShort(at: number): JsonScan {
  return { verdict: 'incomplete', at, reason: 'the text ends too early' };
}

function skipWhitespace(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) break;
  }
  return at;
}

/** The end of the string, number or literal that starts here, or why there is none. */
function scanScalar(text: string, start: number): number | JsonScan {
  const code = text.charCodeAt(start);
  if (code === QUOTE) return scanString(text, start);
  if (code === 0x2d || (code >= 0x30 && code <= 0x39)) return scanNumber(text, start);
  for (const literal of ['true', 'false', 'null']) {
    if (text.startsWith(literal, start)) return start + literal.length;
    const rest = text.slice(start, start + literal.length);
    if (start + rest.length === text.length && literal.startsWith(rest)) return tooShort(text.length);
  }
  return wrong(start, `unexpected character ${JSON.stringify(text[start])}`);
}

function scanString(text: string, start: number): number | JsonScan {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code < 0x20) return wrong(at, 'a control character inside a string');
    if (code !== BACKSLASH) continue;
    at += 1;
    if (at >= text.length) break;
    const escape = text[at] as string;
    if (escape === 'u') {
      const digits = text.slice(at + 1, at + 5);
      if (!/^[0-9a-fA-F]*$/.test(digits)) return wrong(at, 'a \\u escape needs four hexadecimal digits');
      if (digits.length < 4) break;
      at += 4;
    } else if (!'"\\/bfnrt'.includes(escape)) return wrong(at, `unknown escape \\${escape}`);
  }
  return tooShort(text.length);
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;

function scanNumber(text: string, start: number): number | JsonScan {
  NUMBER.lastIndex = start;
  const match = NUMBER.exec(text);
  const end = match === null ? start : NUMBER.lastIndex;
  // "1.", "1e", "-" at the very end of a cut text are beginnings of numbers.
  const rest = text.slice(end, end + 3);
  const isBeginning = end + rest.length === text.length && (match === null ? /^-?$/ : /^(?:\.|[eE][+-]?)$/).test(rest);
  if (isBeginning) return tooShort(text.length);
  return match === null ? wrong(start, 'a minus sign without a number') : end;
}
