import { MASK, SENSITIVE_ASSIGNMENT, WHOLE_LINE } from './mask-words.ts';

/** Masks the value after every sensitive name: JSON, properties, JAAS options, query strings, command lines, headers. */
export function maskAssignments(text: string): string {
  const parts: string[] = [];
  let done = 0;
  const pattern = new RegExp(SENSITIVE_ASSIGNMENT);
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const start = pattern.lastIndex;
    const { from, to } = valueAt(text, start, kindOf(text, match));
    if (to > from) {
      parts.push(text.slice(done, from), MASK);
      done = to;
    }
    pattern.lastIndex = Math.max(to, start);
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(done);
}

type Kind = 'query' | 'line' | 'word';

/** How far a value without quotes goes. In doubt further: a word too many masked is better than half a password shown. */
function kindOf(text: string, match: RegExpExecArray): Kind {
  if (WHOLE_LINE.test(match[0])) return 'line';
  const before = text.slice(Math.max(0, match.index - 80), match.index);
  if (/[?&][\w.-]*$/.test(before) || match[0].startsWith('?') || match[0].startsWith('&')) return 'query';
  // A line of a properties file holds one value to its end, blanks and all.
  const isLineStart = /(?:^|[\r\n]|\\n)[ \t]*[\w.-]*$/.test(before);
  return isLineStart && match[0].includes('=') ? 'line' : 'word';
}

function valueAt(text: string, start: number, kind: Kind): { from: number; to: number } {
  let at = start;
  while (text[at] === '\\') at += 1;
  const quote = text.charAt(at);
  if (quote === '"' || quote === "'" || quote === '`') {
    return { from: at + 1, to: endOfQuoted(text, at + 1, { quote, escapes: at - start }) };
  }
  const ends = kind === 'line' ? /[\r\n]/ : kind === 'query' ? /[\s&#"'<>]/ : /[\s"'<>]/;
  at = start;
  while (at < text.length && !ends.test(text.charAt(at)) && !isEscapedLineEnd(text, at)) at += 1;
  return { from: start, to: at };
}

/**
 * JSON inside JSON writes a quote as `\"` or `\\\"`: the value ends at a quote with as many backslashes before it as the
 * opening one had, or fewer. A quote with more belongs to the value.
 */
function endOfQuoted(text: string, from: number, open: { readonly quote: string; readonly escapes: number }): number {
  let slashes = 0;
  for (let at = from; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === open.quote && (open.escapes === 0 ? slashes % 2 === 0 : slashes <= open.escapes)) return at - slashes;
    slashes = char === '\\' ? slashes + 1 : 0;
  }
  return text.length;
}

function isEscapedLineEnd(text: string, at: number): boolean {
  return text[at] === '\\' && (text[at + 1] === 'n' || text[at + 1] === 'r') && text[at - 1] !== '\\';
}
