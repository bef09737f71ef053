/**
 * Characters that are alike without match case: exactly those that a regular expression with the flags `iu` takes for one
 * another (Unicode's simple case folding), so that the test of raw bytes and the filter itself cannot differ.
 */

/** Beyond ASCII, what folds to an ASCII letter: the long s and the Kelvin sign. */
const BEYOND_ASCII: ReadonlyMap<string, string> = new Map([
  ['s', '\u017f'],
  ['k', '\u212a'],
]);

/** Every character that matches this one without match case, itself first. */
export function alikes(char: string): ReadonlyArray<string> {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x80) {
    const lower = char.toLowerCase();
    const upper = char.toUpperCase();
    if (lower === upper) return [char];
    const further = BEYOND_ASCII.get(lower);
    return [char, char === lower ? upper : lower, ...(further === undefined ? [] : [further])];
  }
  casedCharacters ??= listCased();
  const others = casedCharacters.match(new RegExp(`\\u{${code.toString(16)}}`, 'giu')) ?? [];
  return [...new Set([char, ...others])];
}

/** Every character that `toLowerCase` turns into this small ASCII letter, or into something with it inside. */
export function loweredTo(letter: string): ReadonlyArray<string> {
  const further = { i: '\u0130', k: '\u212a' }[letter];
  const upper = letter.toUpperCase();
  return [letter, ...(upper === letter ? [] : [upper]), ...(further === undefined ? [] : [further])];
}

/** All characters that have a case, made when the first search asks for a letter beyond ASCII (some milliseconds). */
let casedCharacters: string | null = null;

/** Blocks of scripts without case: CJK and Hangul, private use. */
const WITHOUT_CASE: ReadonlyArray<readonly [number, number]> = [
  [0x3000, 0xa63f],
  [0xac00, 0xf8ff],
];
const LAST_WITH_CASE = 0x1efff;

function listCased(): string {
  let cased = '';
  for (let code = 0; code <= LAST_WITH_CASE; code += 1) {
    const gap = WITHOUT_CASE.find(([from, to]) => code >= from && code <= to);
    if (gap !== undefined) code = gap[1] + 1;
    const char = String.fromCodePoint(code);
    if (char.toLowerCase() !== char || char.toUpperCase() !== char) cased += char;
  }
  return cased;
}
