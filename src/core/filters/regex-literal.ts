/**
 * Texts one of which every match of a pattern must have in it. Reads the pattern cautiously: what it does not know for
 * certain ends the text it was collecting. Null where nothing can be said.
 */
export function requiredTexts(source: string): ReadonlyArray<string> | null {
  const reader = { source, at: 0, depth: 0 };
  const texts = alternatives(reader);
  return reader.at === source.length ? texts : null;
}

type Reader = { readonly source: string; at: number; depth: number };

const MAX_DEPTH = 50;
const MAX_ALTERNATIVES = 16;

/** `a|b|c` up to a closing bracket or the end: one text of each, or null where one has none. */
function alternatives(reader: Reader): ReadonlyArray<string> | null {
  let texts: string[] | null = [];
  reader.depth += 1;
  for (;;) {
    const found = sequence(reader);
    if (found === null) texts = null;
    else if (texts !== null) texts.push(...found);
    if (reader.source[reader.at] !== '|') break;
    reader.at += 1;
  }
  reader.depth -= 1;
  return texts === null || texts.length > MAX_ALTERNATIVES || reader.depth > MAX_DEPTH ? null : texts;
}

/** The best of what one alternative needs: its longest run of plain characters, or what a group in it needs. */
function sequence(reader: Reader): ReadonlyArray<string> | null {
  let best: ReadonlyArray<string> | null = null;
  let run = '';
  const offer = (texts: ReadonlyArray<string> | null) => {
    if (texts !== null && shortest(texts) > shortest(best)) best = texts;
  };
  const flush = () => {
    if (run !== '') offer([run]);
    run = '';
  };
  while (reader.at < reader.source.length) {
    const char = reader.source[reader.at] as string;
    if (char === '|' || char === ')') break;
    if (char === '(') {
      flush();
      const inner = group(reader);
      if (quantifier(reader).least > 0) offer(inner);
      continue;
    }
    const literal = atom(reader);
    const { least, isOne } = quantifier(reader);
    if (literal === null || least === 0) flush();
    else {
      run += literal;
      if (!isOne) flush();
    }
  }
  flush();
  return best;
}

function shortest(texts: ReadonlyArray<string> | null): number {
  return texts === null ? 0 : Math.min(...texts.map((text) => text.length));
}

/** What a group needs; lookarounds and groups with flags of their own need nothing that is known. */
function group(reader: Reader): ReadonlyArray<string> | null {
  const kind = /^\((?:\?(?::|[=!]|<[=!]|<[^>]*>|[a-z-]*:))?/.exec(reader.source.slice(reader.at))?.[0] ?? '(';
  const isPlain = kind === '(' || kind === '(?:' || /^\(\?<[^=!]/.test(kind);
  reader.at += kind.length;
  const inner = alternatives(reader);
  reader.at += 1;
  return isPlain ? inner : null;
}

const ESCAPED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v' };

/** One character of the pattern: what it stands for, null where that is more than one character or none. */
function atom(reader: Reader): string | null {
  const rest = reader.source.slice(reader.at, reader.at + 20_000);
  if (rest.startsWith('\\')) return escaped(reader, rest);
  if (rest.startsWith('[')) {
    const whole = /^\[(?:[^\]\\]|\\[^])*\]/.exec(rest);
    reader.at += whole?.[0].length ?? rest.length;
    return null;
  }
  const char = String.fromCodePoint(rest.codePointAt(0) ?? 0);
  reader.at += char.length;
  return '.^$'.includes(char) ? null : char;
}

function escaped(reader: Reader, rest: string): string | null {
  const code = /^\\(?:x([0-9a-fA-F]{2})|u\{([0-9a-fA-F]{1,6})\}|u(?![dD][89a-fA-F])([0-9a-fA-F]{4}))/.exec(rest);
  if (code !== null) {
    reader.at += code[0].length;
    return String.fromCodePoint(parseInt(code[1] ?? code[2] ?? code[3] ?? '', 16));
  }
  const long = /^\\(?:[pP]\{[^}]*\}|k<[^>]*>|c[a-zA-Z]|\d+|u[0-9a-fA-F]{4}(?:\\u[0-9a-fA-F]{4})?)/.exec(rest);
  if (long !== null) {
    reader.at += long[0].length;
    return null;
  }
  const char = rest[1] ?? '';
  reader.at += 1 + char.length;
  if (/[\^$\\.*+?()[\]{}|/-]/.test(char)) return char;
  return ESCAPED[char] ?? null;
}

type Quantifier = { readonly least: number; readonly isOne: boolean };

function quantifier(reader: Reader): Quantifier {
  const match = /^(?:[*+?]|\{(\d+)(?:,(\d*))?\})\??/.exec(reader.source.slice(reader.at, reader.at + 50));
  if (match === null) return { least: 1, isOne: true };
  reader.at += match[0].length;
  const [whole, from] = match;
  const least = from === undefined ? (whole.startsWith('+') ? 1 : 0) : Number(from);
  return { least, isOne: false };
}
