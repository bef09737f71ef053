import { scanJson } from '../../shared/values/json-scan.ts';
import type { FilterPlace } from '../../shared/contract/filters.ts';
import type { DecodedRecord, Part } from '../serdes/decoded.ts';
import type { Problem } from './ast.ts';
import { escapePattern, findFault, wholeWord } from './patterns.ts';

export type WordsFilter = {
  readonly in: FilterPlace;
  readonly text: string;
  readonly regex: boolean;
  readonly matchCase: boolean;
  readonly wholeWord: boolean;
};

/** What is wrong with the text; null where nothing is. */
export function checkWords(filter: WordsFilter): Problem | null {
  if (!filter.regex) return null;
  const fault = findFault(filter.text, filter.matchCase ? 'u' : 'iu');
  return fault === null ? null : { ...fault };
}

/**
 * True where the text that is shown has the words in it, or, of JSON, the text with its escapes resolved: `"caf\u00e9"` is
 * found by café. Without match case, two characters are alike by Unicode's simple case folding.
 */
export function compileWords(filter: WordsFilter): (record: DecodedRecord) => boolean {
  const has = compileSearch(filter);
  const inPart = (part: Part) => part.bytes !== null && isIn(part.text(), has);
  const inHeaders = ({ headers }: DecodedRecord) => headers.some(({ name, value }) => has(name) || inPart(value));
  switch (filter.in) {
    case 'key':
      return ({ key }) => inPart(key);
    case 'value':
      return ({ value }) => inPart(value);
    case 'headers':
      return inHeaders;
    case 'any':
      return (record) => inPart(record.value) || inPart(record.key) || inHeaders(record);
  }
}

function compileSearch({ text, regex, matchCase, wholeWord: whole }: WordsFilter): (text: string) => boolean {
  if (!regex && matchCase && !whole) return (searched) => searched.includes(text);
  const source = regex ? text : escapePattern(text);
  const pattern = new RegExp(whole ? wholeWord(source) : source, matchCase ? 'u' : 'iu');
  return (searched) => pattern.test(searched);
}

function isIn(text: string, has: (text: string) => boolean): boolean {
  if (has(text)) return true;
  if (!text.includes('\\')) return false;
  const plain = resolveEscapes(text);
  // What looks like an escape means one in JSON only; that is asked last, for it takes longest.
  return plain !== text && has(plain) && scanJson(text, () => undefined).verdict === 'valid';
}

const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|(["\\/bfnrt]))/g;
const MEANING: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** JSON text with every escape replaced by what it means. */
export function resolveEscapes(text: string): string {
  return text.replace(ESCAPE, (_whole, code: string | undefined, simple: string | undefined) => {
    if (code !== undefined) return String.fromCharCode(parseInt(code, 16));
    return MEANING[simple ?? ''] ?? simple ?? '';
  });
}
