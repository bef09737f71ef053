export type Pattern =
  | { readonly ok: true; readonly regex: RegExp; readonly source: string; readonly ignoreCase: boolean }
  | { readonly ok: false; readonly message: string };

/** The pattern of `matches(…)`: JavaScript's, with the `u` flag; `(?i)` at its start ignores case. */
export function compilePattern(text: string): Pattern {
  const ignoreCase = text.startsWith('(?i)');
  const source = ignoreCase ? text.slice(4) : text;
  if (source.length > 10_000) return { ok: false, message: 'A regular expression may have 10,000 characters.' };
  const fault = faultOf(source, ignoreCase ? 'iu' : 'u');
  if (fault !== null) return { ok: false, message: patternMessage(fault) };
  return { ok: true, regex: new RegExp(source, ignoreCase ? 'iu' : 'u'), source, ignoreCase };
}

function patternMessage(why: string): string {
  return `Not a regular expression: ${why.charAt(0).toLowerCase()}${why.slice(1)}. A character that is meant as itself needs a backslash in front.`;
}

/** Every character that means something in a pattern, escaped. */
export function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** Put around a pattern so that it matches whole words only: no letter, digit or underscore on either side. */
export function wholeWord(source: string): string {
  return `(?<![\\p{L}\\p{N}\\p{M}_])(?:${source})(?![\\p{L}\\p{N}\\p{M}_])`;
}

/** Where a pattern is wrong and why; null where it is right. */
export function findFault(source: string, flags: string): { message: string; from: number; to: number } | null {
  const message = faultOf(source, flags);
  if (message === null) return null;
  return { message: patternMessage(message), ...faultPlace(source, flags, message) };
}

/** The engine's sentence is `Invalid regular expression: /…/u: Unterminated group`; what matters is its end. */
function faultOf(source: string, flags: string): string | null {
  try {
    new RegExp(source, flags);
    return null;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return error.message.slice(error.message.lastIndexOf(': ') + 2);
  }
}

/** Patterns longer than this are marked whole. */
const SEARCHED_FAULT = 500;

/** The engine does not tell the place: it is where the shortest beginning ends that is wrong in the same way for good. */
function faultPlace(source: string, flags: string, message: string): { from: number; to: number } {
  if (source.length > SEARCHED_FAULT) return { from: 0, to: source.length };
  const open = unclosed(source);
  if (open >= 0 && /^(?:Unterminated|Incomplete|Lone quantifier)/.test(message))
    return { from: open, to: source.length };
  let end = source.length;
  while (end > 1 && faultOf(source.slice(0, end - 1), flags) === message) end -= 1;
  return { from: end - 1, to: end };
}

/** Where the last bracket stands that nothing closes; -1 where there is none. */
function unclosed(source: string): number {
  const open: number[] = [];
  let inClass = false;
  for (let at = 0; at < source.length; at += 1) {
    const char = source[at];
    if (char === '\\') at += 1;
    else if (inClass) {
      if (char !== ']') continue;
      inClass = false;
      open.pop();
    } else if (char === '[') {
      inClass = true;
      open.push(at);
    } else if (char === '(' || char === '{') open.push(at);
    else if (char === ')' || char === '}') open.pop();
  }
  return open.at(-1) ?? -1;
}
