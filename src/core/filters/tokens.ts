import { ProblemError } from './ast.ts';

export type Token = {
  readonly kind: 'name' | 'number' | 'string' | 'operator' | 'end';
  /** The text as written; of a string: what it says. */
  readonly text: string;
  readonly from: number;
  readonly to: number;
};

const SPACE = /[\s\u200b\ufeff]+/uy;
const NAME = /[\p{L}_$][\p{L}\p{N}\p{M}_$]*/uy;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const OPERATORS = [
  '==',
  '!=',
  '<=',
  '>=',
  '&&',
  '||',
  '<',
  '>',
  '!',
  '+',
  '-',
  '*',
  '/',
  '%',
  '(',
  ')',
  '[',
  ']',
  ',',
  '.',
];

/** What people write who think of another language. */
const MISTAKES: ReadonlyArray<readonly [string, string]> = [
  ['===', 'Write == instead of ===: it is exact already.'],
  ['!==', 'Write != instead of !==: it is exact already.'],
  ['=~', 'Write matches(value.field, "pattern") instead of =~.'],
  ['=>', 'Functions cannot be written here; for a condition on each element use any(list, it > 1).'],
  ['<>', 'Write != instead of <>.'],
  ['=', 'Write == to compare; one = means nothing here.'],
  ['&', 'Write && for "and".'],
  ['|', 'Write || for "or".'],
  ['?', 'There is no ?: and no ?. here; a missing field is null, so value.a.b is safe as it is.'],
  [';', 'One expression only: leave the semicolon out, or join conditions with &&.'],
  ['{', 'Braces mean nothing here; a list is written in brackets: ["a", "b"].'],
  ['`', 'Put texts in "double" or \'single\' quotes.'],
];

export function tokenize(text: string): ReadonlyArray<Token> {
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    at = end(SPACE, text, at) ?? at;
    if (at >= text.length) break;
    const token = next(text, at);
    tokens.push(token);
    at = token.to;
  }
  tokens.push({ kind: 'end', text: '', from: text.length, to: text.length });
  return tokens;
}

function next(text: string, from: number): Token {
  const nameEnd = end(NAME, text, from);
  if (nameEnd !== null) return { kind: 'name', text: text.slice(from, nameEnd), from, to: nameEnd };
  const numberEnd = end(NUMBER, text, from);
  if (numberEnd !== null) return number(text, from, numberEnd);
  const char = text[from] as string;
  if (char === '"' || char === "'") return string(text, from);
  for (const [wrong, message] of MISTAKES) {
    const isWrong =
      text.startsWith(wrong, from) && !(wrong.length === 1 && OPERATORS.includes(text.slice(from, from + 2)));
    if (isWrong) throw new ProblemError(message, from, from + wrong.length);
  }
  const operator = OPERATORS.find((candidate) => text.startsWith(candidate, from));
  if (operator !== undefined) return { kind: 'operator', text: operator, from, to: from + operator.length };
  const shown = String.fromCodePoint(text.codePointAt(from) ?? 0);
  throw new ProblemError(
    `The character ${shown} means nothing here; take it out or put it in quotes.`,
    from,
    from + shown.length,
  );
}

function number(text: string, from: number, to: number): Token {
  const rest = end(NAME, text, to);
  if (rest !== null) {
    const written = text.slice(from, rest);
    throw new ProblemError(
      `${written} is no number; a length of time or a text needs quotes: "${written}".`,
      from,
      rest,
    );
  }
  const digits = text.slice(from, to);
  if (digits.length > 1000) throw new ProblemError('A number may have 1,000 digits at most.', from, to);
  return { kind: 'number', text: digits, from, to };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function string(text: string, from: number): Token {
  const quote = text[from] as string;
  let said = '';
  let at = from + 1;
  for (;;) {
    const char = text[at];
    if (char === undefined || char === '\n') {
      throw new ProblemError(`The text that begins here has no end; close it with ${quote}.`, from, at);
    }
    if (char === quote) return { kind: 'string', text: said, from, to: at + 1 };
    if (char !== '\\') {
      said += char;
      at += 1;
      continue;
    }
    const [meaning, after] = escape(text, at);
    said += meaning;
    at = after;
  }
}

/** What the escape at `at` means and where it ends. */
function escape(text: string, at: number): readonly [string, number] {
  const char = text[at + 1] ?? '';
  if (char === 'u') {
    const match = /^(?:\{([0-9a-fA-F]{1,6})\}|([0-9a-fA-F]{4}))/.exec(text.slice(at + 2, at + 10));
    const code = parseInt(match?.[1] ?? match?.[2] ?? '', 16);
    if (match === null || code > 0x10ffff) {
      throw new ProblemError('Write four hexadecimal digits after \\u: "\\u00e9".', at, at + 2);
    }
    return [String.fromCodePoint(code), at + 2 + match[0].length];
  }
  // `\d`, `\.` and the like are how patterns are written: the backslash stays, so that it need not be doubled.
  if (char !== '' && '"\'\\/'.includes(char)) return [char, at + 2];
  const meaning = ESCAPES[char];
  return meaning === undefined ? ['\\', at + 1] : [meaning, at + 2];
}

function end(pattern: RegExp, text: string, from: number): number | null {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : null;
}
