import { cutText } from '../../shared/values/json-pretty.ts';
import { JSON_DEPTH_LIMIT } from '../../shared/values/json-scan.ts';

/** `null`: the text is no well-formed XML; `reason` says why. */
export type PrettyXml = { readonly text: string | null; readonly cut: boolean; readonly reason: string };

type Token = {
  readonly kind: 'open' | 'close' | 'empty' | 'text' | 'other';
  readonly start: number;
  readonly end: number;
};

/** The name right after `<` or `</`: what XML allows, less its rarer letters. */
const NAME = /[A-Za-z_:\u00c0-\ufffd][\w:.\-\u00b7-\ufffd]*/y;

export function looksLikeXml(text: string): boolean {
  return /^\ufeff?\s*<(?:\?xml\s|!--|!DOCTYPE\s|[A-Za-z_:])/.test(text);
}

/**
 * Indents elements by two spaces. Nothing is interpreted: no entity is expanded, no document type read, no address
 * fetched; every token is copied as written. Elements that hold text beside elements keep their inside as it is, as space
 * counts there. `maxChars` bounds what is written, and with it what is kept.
 */
export function prettyXml(text: string, maxChars: number): PrettyXml {
  const tokens = tokenize(text);
  if (typeof tokens === 'string') return { text: null, cut: false, reason: tokens };
  const out: string[] = [];
  let length = 0;
  let depth = 0;
  let at = 0;
  while (at < tokens.list.length && length <= maxChars) {
    const token = tokens.list[at] as Token;
    if (token.kind === 'close') depth -= 1;
    const inline = token.kind === 'open' ? tokens.inlineEnd.get(at) : undefined;
    const last = inline === undefined ? token : (tokens.list[inline] as Token);
    const part = text.slice(token.start, last.end).trim();
    if (part !== '') {
      const line = `${out.length === 0 ? '' : '\n'}${'  '.repeat(depth)}${part}`;
      out.push(line);
      length += line.length;
    }
    if (token.kind === 'open' && inline === undefined) depth += 1;
    at = (inline ?? at) + 1;
  }
  const pretty = out.join('');
  return { text: cutText(pretty, maxChars), cut: at < tokens.list.length || pretty.length > maxChars, reason: '' };
}

type Tokens = {
  readonly list: ReadonlyArray<Token>;
  /** Of elements written in one piece, by the place of their start: the place of their end. */
  readonly inlineEnd: ReadonlyMap<number, number>;
};

type Open = { readonly name: string; readonly at: number; hasText: boolean; hasElement: boolean };

/** The text as tokens; a sentence where it is not well-formed. */
function tokenize(text: string): Tokens | string {
  const list: Token[] = [];
  const inlineEnd = new Map<number, number>();
  const open: Open[] = [];
  let roots = 0;
  let at = text.startsWith('\ufeff') ? 1 : 0;
  while (at < text.length) {
    const token = nextToken(text, at);
    if (typeof token === 'string') return token;
    const inside = open.at(-1);
    if (token.kind === 'text' && /\S/.test(text.slice(token.start, token.end))) {
      if (inside === undefined) return `Text stands outside of the elements, at character ${token.start}.`;
      inside.hasText = true;
    }
    list.push(token);
    if (token.kind === 'open' || token.kind === 'empty') {
      if (inside === undefined) roots += 1;
      else inside.hasElement = true;
      if (open.length >= JSON_DEPTH_LIMIT) return `Elements are nested deeper than ${JSON_DEPTH_LIMIT} levels.`;
      if (token.kind === 'open')
        open.push({ name: nameAt(text, token.start + 1), at: list.length - 1, hasText: false, hasElement: false });
    }
    if (token.kind === 'close') {
      const name = nameAt(text, token.start + 2);
      const ended = open.pop();
      if (ended?.name !== name) return `</${cutText(name, 80)}> at character ${token.start} ends no open element.`;
      if (ended.hasText || !ended.hasElement) inlineEnd.set(ended.at, list.length - 1);
    }
    at = token.end;
  }
  if (open.length > 0) return `<${cutText(open.at(-1)?.name ?? '', 80)}> has no end.`;
  return roots === 1 ? { list, inlineEnd } : `It has ${roots} outermost elements instead of one.`;
}

function nameAt(text: string, at: number): string {
  NAME.lastIndex = at;
  return NAME.exec(text)?.[0] ?? '';
}

/** Starts and ends of what is skipped as a whole. */
const SECTIONS = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const;

function nextToken(text: string, start: number): Token | string {
  if (text[start] !== '<') {
    const next = text.indexOf('<', start);
    return { kind: 'text', start, end: next < 0 ? text.length : next };
  }
  for (const [opens, closes] of SECTIONS) {
    if (!text.startsWith(opens, start)) continue;
    const end = text.indexOf(closes, start + opens.length);
    if (end < 0) return `What begins at character ${start} has no end.`;
    // CDATA is text.
    return { kind: opens === '<![CDATA[' ? 'text' : 'other', start, end: end + closes.length };
  }
  if (text.startsWith('<!', start)) return doctype(text, start);
  const closing = text[start + 1] === '/';
  if (nameAt(text, start + (closing ? 2 : 1)) === '') return `A tag without a name at character ${start}.`;
  const end = tagEnd(text, start);
  if (end < 0) return `The tag at character ${start} has no end.`;
  return { kind: closing ? 'close' : text[end - 2] === '/' ? 'empty' : 'open', start, end };
}

/** After the `>` that is in no quotes. */
function tagEnd(text: string, start: number): number {
  let quote = '';
  for (let at = start + 1; at < text.length; at += 1) {
    const char = text[at] as string;
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '<') return -1;
    else if (char === '>') return at + 1;
  }
  return -1;
}

/** A document type goes to its last bracket; what it declares is not read. */
function doctype(text: string, start: number): Token | string {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const char = text[at];
    if (char === '[') depth += 1;
    else if (char === ']') depth -= 1;
    else if (char === '>' && depth <= 0) return { kind: 'other', start, end: at + 1 };
  }
  return `The document type at character ${start} has no end.`;
}
