import type { RecordRow } from '../../../../shared/contract/records.ts';
import type { FilterLanguage } from './filter-problem.ts';

export type Word = { readonly name: string; readonly kind: 'variable' | 'function' | 'keyword'; readonly doc: string };

/** What every record has. The functions come from the core, which knows them. */
export const RECORD_WORDS: ReadonlyArray<Word> = [
  { name: 'key', kind: 'variable', doc: 'The decoded key.' },
  { name: 'value', kind: 'variable', doc: 'The decoded value; its fields follow after a dot.' },
  { name: 'headers', kind: 'variable', doc: 'Headers by name: headers.source, headers["content-type"].' },
  { name: 'topic', kind: 'variable', doc: 'Name of the topic.' },
  { name: 'partition', kind: 'variable', doc: 'Number of the partition.' },
  { name: 'offset', kind: 'variable', doc: 'Offset, exact to 64 bits.' },
  { name: 'timestamp', kind: 'variable', doc: 'Time of the record.' },
  { name: 'true', kind: 'keyword', doc: '' },
  { name: 'false', kind: 'keyword', doc: '' },
  { name: 'null', kind: 'keyword', doc: 'No value.' },
];

/** What the core tells of the language, as words to complete. Operators are typed, not completed. */
export function wordsOf({ names, functions }: FilterLanguage): ReadonlyArray<Word> {
  return [
    ...names.map(({ name, doc }) => ({ name, doc, kind: 'variable' }) as const),
    ...functions.map(({ name, doc, signature }) => ({ name, doc: `${signature}: ${doc}`, kind: 'function' }) as const),
  ];
}

const MAX_DEPTH = 6;
const SAMPLE_ROWS = 50;

/** Paths of fields seen in the previews of rows, as an expression writes them: `value.order.total`. */
export function fieldPaths(rows: Iterable<RecordRow>): ReadonlyArray<string> {
  const paths = new Set<string>();
  let looked = 0;
  for (const row of rows) {
    for (const part of ['key', 'value'] as const) {
      if (row[part].text.startsWith('{') || row[part].text.startsWith('[')) scanJson(part, row[part].text, paths);
    }
    looked += 1;
    if (looked >= SAMPLE_ROWS) break;
  }
  return [...paths].sort();
}

const TOKEN = /"((?:[^"\\]|\\.)*)"(\s*:)?|[{}[\]]/g;

/** Walks the start of a document, which may be cut anywhere: strings before a colon are fields. */
function scanJson(root: string, text: string, paths: Set<string>): void {
  /** The path of each object or list that is open; null inside lists, whose elements have no name. */
  const open: Array<string | null> = [];
  let pending: string | null = root;
  for (const [token, name, colon] of text.matchAll(TOKEN)) {
    if (token === '{') open.push(pending);
    else if (token === '[') open.push(null);
    else if (token === '}' || token === ']') open.pop();
    else if (colon !== undefined && name !== undefined) {
      const outer = open.at(-1) ?? null;
      pending = outer === null || open.length > MAX_DEPTH ? null : fieldPath(outer, name);
      if (pending !== null) paths.add(pending);
      continue;
    }
    pending = null;
  }
}

/** A name that is no plain word stands in brackets. */
function fieldPath(outer: string, name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `${outer}.${name}` : `${outer}["${name}"]`;
}
