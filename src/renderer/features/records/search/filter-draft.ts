import type { FilterPlace, RecordFilter } from '../../../../shared/contract/filters.ts';
import { isGroup, sameFilter, tidy } from './filter-tree.ts';

export type FilterMode = 'words' | 'expression' | 'javascript';
export const FILTER_MODES: ReadonlyArray<FilterMode> = ['words', 'expression', 'javascript'];
export type QuickFilter = Extract<RecordFilter, { kind: 'is' }>['what'];
export const QUICK_FILTERS: ReadonlyArray<QuickFilter> = ['tombstone', 'null-key', 'empty-value', 'undecodable'];

/** The filter line as it is edited. Each mode keeps its own text: looking at another one loses nothing. */
export type FilterLine = {
  readonly mode: FilterMode;
  readonly texts: Readonly<Record<FilterMode, string>>;
  readonly place: FilterPlace;
  readonly regex: boolean;
  readonly matchCase: boolean;
  readonly wholeWord: boolean;
};

/** The filter bar: conditions that stand as chips, and the line, which is one more. */
export type FilterDraft = {
  readonly join: 'all' | 'any';
  readonly parts: ReadonlyArray<RecordFilter>;
  readonly line: FilterLine;
};

export const EMPTY_LINE: FilterLine = {
  mode: 'words',
  texts: { words: '', expression: '', javascript: '' },
  place: 'any',
  regex: false,
  matchCase: false,
  wholeWord: false,
};
export const EMPTY_DRAFT: FilterDraft = { join: 'all', parts: [], line: EMPTY_LINE };

export function lineText(line: FilterLine): string {
  return line.texts[line.mode];
}

export function withText(line: FilterLine, text: string): FilterLine {
  return { ...line, texts: { ...line.texts, [line.mode]: text } };
}

/** What the line asks for; null while it is empty. */
export function lineFilter(line: FilterLine): RecordFilter | null {
  const text = lineText(line);
  if (text.trim() === '') return null;
  switch (line.mode) {
    case 'expression':
      return { kind: 'expression', text };
    case 'javascript':
      return { kind: 'javascript', code: text };
    case 'words': {
      const { place, regex, matchCase, wholeWord } = line;
      const slashed = regex ? null : slashRegex(text);
      return slashed === null
        ? { kind: 'words', in: place, text, regex, matchCase, wholeWord }
        : { kind: 'words', in: place, ...slashed, regex: true, wholeWord };
    }
  }
}

/** `/pattern/` as in JavaScript, case counts; `/pattern/i`, it does not. A path such as /var/log/ has a slash inside. */
function slashRegex(text: string): { readonly text: string; readonly matchCase: boolean } | null {
  const match = /^\/((?:[^/\\]|\\.)+)\/([iu]*)$/.exec(text.trim());
  const pattern = match?.[1];
  return pattern === undefined ? null : { text: pattern, matchCase: match?.[2]?.includes('i') !== true };
}

/** The line that asks for this condition; null where no line can (a group, a not, what no text can say). */
export function lineOf(filter: RecordFilter, before: FilterLine = EMPTY_LINE): FilterLine | null {
  switch (filter.kind) {
    case 'words': {
      const { in: place, regex, matchCase, wholeWord } = filter;
      return withText({ ...before, mode: 'words', place, regex, matchCase, wholeWord }, filter.text);
    }
    case 'expression':
      return withText({ ...before, mode: 'expression' }, filter.text);
    case 'javascript':
      return withText({ ...before, mode: 'javascript' }, filter.code);
    case 'is':
    case 'not':
    case 'all':
    case 'any':
      return null;
  }
}

/** The filter the whole bar asks for; null where it asks for nothing. */
export function filterOf({ join, parts, line }: FilterDraft): RecordFilter | null {
  const last = lineFilter(line);
  const filters = last === null ? parts : [...parts, last];
  return filters.length === 0 ? null : tidy({ kind: join, filters });
}

/** The bar that asks for `filter`: groups of the first level as chips, a single condition in the line. */
export function draftOf(filter: RecordFilter | null, before: FilterLine = EMPTY_LINE): FilterDraft {
  const line = { ...before, texts: EMPTY_LINE.texts };
  if (filter === null) return { join: 'all', parts: [], line };
  const single = lineOf(filter, line);
  if (single !== null) return { join: 'all', parts: [], line: single };
  return isGroup(filter) ? { join: filter.kind, parts: filter.filters, line } : { join: 'all', parts: [filter], line };
}

/** The line becomes a chip, and there is room for the next condition. */
export function keepLine(draft: FilterDraft): FilterDraft {
  const filter = lineFilter(draft.line);
  if (filter === null) return draft;
  return { ...draft, parts: [...draft.parts, filter], line: withText(draft.line, '') };
}

/** One more condition; one that stands already stands once. */
export function addPart(draft: FilterDraft, part: RecordFilter): FilterDraft {
  return draft.parts.some((each) => sameFilter(each, part)) ? draft : { ...draft, parts: [...draft.parts, part] };
}

export function hasQuick(draft: FilterDraft, what: QuickFilter): boolean {
  return draft.parts.some((each) => sameFilter(each, { kind: 'is', what }));
}

export function toggleQuick(draft: FilterDraft, what: QuickFilter): FilterDraft {
  const quick: RecordFilter = { kind: 'is', what };
  return hasQuick(draft, what)
    ? { ...draft, parts: draft.parts.filter((each) => !sameFilter(each, quick)) }
    : addPart(draft, quick);
}

/** Words that read like an expression: the bar offers to search for it as one. */
export function looksLikeExpression(text: string): boolean {
  return /^!?\(*\s*(key|value|headers|partition|offset|timestamp|topic)\b[^=!<>&|]*(==|!=|>=|<=|>|<|&&|\|\|)/.test(
    text.trim(),
  );
}
