import { alikes, loweredTo } from './fold.ts';
import { searchClasses, type ByteClass, type ByteSearch } from './byte-search.ts';

/** A text that must be in a record: at each place one of several characters. */
export type Needle = {
  readonly places: ReadonlyArray<ReadonlyArray<string>>;
  /** The text may also be looked for in the hexadecimal that stands for bytes which are no text. */
  readonly inHex: boolean;
};

/** Longer needles are cut: a part of it must be there, too. */
export const NEEDLE_PLACES = 64;

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Null where nothing can be looked for: no text, half a character, or the character that stands for broken ones. */
export function needleOf(text: string, form: 'exact' | 'folded' | 'lowered', inHex = false): Needle | null {
  if (text === '' || text.includes('\ufffd') || LONE_SURROGATE.test(text)) return null;
  const chars = [...text].slice(0, NEEDLE_PLACES);
  // What `toLowerCase` makes of a character depends on its neighbours and may be two: sure only of ASCII.
  // eslint-disable-next-line no-control-regex -- all of ASCII
  if (form === 'lowered' && !/^[\u0000-\u0040\u005b-\u007f]*$/.test(text)) return null;
  const placeOf = form === 'exact' ? (char: string) => [char] : form === 'folded' ? alikes : loweredTo;
  // The shortest spelling first: the others are then rarer than it, and what is rare is searched for one by one.
  const places = chars.map((char) => [...placeOf(char)].sort((a, b) => Buffer.byteLength(a) - Buffer.byteLength(b)));
  return { places, inHex };
}

/** The bytes of its first spelling. */
export function spelling({ places }: Needle): Buffer {
  return Buffer.from(places.map(([char]) => char).join(''));
}

/** Searches for the needle as it is written without escapes, all spellings of the usual length, and in hexadecimal. */
export function plainSearches(needle: Needle): ReadonlyArray<ByteSearch> {
  const classes = needle.places.flatMap(byteClasses);
  const plain = searchClasses(classes);
  return needle.inHex ? [plain, ...hexSearches(needle)] : [plain];
}

/** The bytes of one place: those of the characters as long as its first. A mixture of two of them is looked at for nothing, no more. */
function byteClasses(chars: ReadonlyArray<string>): ReadonlyArray<ByteClass> {
  const forms = chars.map((char) => Buffer.from(char));
  const length = forms[0]?.length ?? 0;
  const usual = forms.filter((form) => form.length === length);
  return Array.from({ length }, (_, at) => [...new Set(usual.map((form) => form[at] as number))]);
}

/** Characters of the needle that are longer or shorter than usual: where one of them stands, the needle may. */
export function oddSpellings({ places }: Needle): ReadonlyArray<Buffer> {
  return places.flatMap((chars) => {
    const forms = chars.map((char) => Buffer.from(char));
    return forms.filter((form) => form.length !== forms[0]?.length);
  });
}

/** Bytes whose hexadecimal has the needle in it, beginning with a byte or in the middle of one. */
function hexSearches({ places }: Needle): ReadonlyArray<ByteSearch> {
  const text = places.map(([char]) => char).join('');
  if (!/^[0-9a-fA-F ]+$/.test(text)) return [];
  const digits = [...text.replaceAll(' ', '')].map((digit) => parseInt(digit, 16));
  if (digits.length === 0) return [];
  return [hexClasses(digits), hexClasses([null, ...digits])].map(searchClasses);
}

function hexClasses(digits: ReadonlyArray<number | null>): ReadonlyArray<ByteClass> {
  const classes: ByteClass[] = [];
  for (let at = 0; at < digits.length; at += 2) {
    const high = digits[at] ?? null;
    const low = digits[at + 1] ?? null;
    classes.push(
      Array.from({ length: 256 }, (_, byte) => byte).filter(
        (byte) => (high === null || byte >> 4 === high) && (low === null || (byte & 15) === low),
      ),
    );
  }
  return classes;
}

const SIMPLE: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  '\b': 'b',
  '\f': 'f',
  '\n': 'n',
  '\r': 'r',
  '\t': 't',
};

/** The two bytes of each simple escape that can stand for a character of the needle. */
export function simpleEscapes({ places }: Needle): ReadonlyArray<string> {
  const letters = places.flat().map((char) => SIMPLE[char]);
  return [...new Set(letters.filter((letter) => letter !== undefined))].map((letter) => `\\${letter}`);
}

/** A regular expression for bytes read as latin1: the needle in every way that plain text or JSON can write it. */
export function everyWay({ places }: Needle): RegExp {
  const source = places.map((chars) => `(?:${chars.flatMap(waysOf).join('|')})`).join('');
  return new RegExp(source);
}

function waysOf(char: string): string[] {
  const ways = [latin1Source(Buffer.from(char))];
  const simple = SIMPLE[char];
  if (simple !== undefined) ways.push(latin1Source(Buffer.from(`\\${simple}`)));
  let escaped = '';
  for (let at = 0; at < char.length; at += 1) {
    const digits = char.charCodeAt(at).toString(16).padStart(4, '0');
    const anyCase = digits.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
    escaped += `\\\\u${anyCase}`;
  }
  return [...ways, escaped];
}

function latin1Source(bytes: Buffer): string {
  return Array.from(bytes, (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}

/** UTF-16 units of the needle's characters: the codes an escape must have to be part of it. */
export function codeUnits({ places }: Needle): ReadonlyArray<number> {
  return places.flat().flatMap((char) => Array.from({ length: char.length }, (_, at) => char.charCodeAt(at)));
}
