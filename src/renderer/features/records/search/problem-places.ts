import type { RecordFilter } from '../../../../shared/contract/filters.ts';
import { filterOf, lineFilter, type FilterDraft } from './filter-draft.ts';
import { filterAt, sameFilter } from './filter-tree.ts';
import type { FilterProblem } from './filter-problem.ts';
import type { FilterCheck } from './use-filter-check.ts';

/** The problems of what stands in the line; none while what was checked is not what stands there. */
export function problemsOfLine(draft: FilterDraft, check: FilterCheck): ReadonlyArray<FilterProblem> {
  const line = lineFilter(draft.line);
  if (line === null || !sameFilter(check.checked, filterOf(draft))) return [];
  const path = draft.parts.length === 0 ? [] : [draft.parts.length];
  return check.problems.filter((problem) => isWithin(problem.path, path));
}

function isWithin(path: ReadonlyArray<number>, outer: ReadonlyArray<number>): boolean {
  return outer.every((each, index) => path[index] === each);
}

/** A text with the wrong place in the middle, shortened around it; null where the place is not told. */
export type MarkedText = { readonly before: string; readonly wrong: string; readonly after: string };

const AROUND = 40;

export function markedText(filter: RecordFilter | null, problem: FilterProblem): MarkedText | null {
  const text = filter === null ? null : textOf(filterAt(filter, problem.path));
  if (text === null || problem.from === undefined) return null;
  const from = Math.min(problem.from, text.length);
  const to = Math.max(from, Math.min(problem.to ?? from + 1, text.length));
  const start = Math.max(0, from - AROUND);
  const end = Math.min(text.length, to + AROUND);
  return {
    before: (start > 0 ? '…' : '') + text.slice(start, from),
    // At the very end nothing is there to be marked; a mark must be seen all the same.
    wrong: from === to ? '␣' : text.slice(from, to),
    after: text.slice(to, end) + (end < text.length ? '…' : ''),
  };
}

function textOf(filter: RecordFilter | null): string | null {
  if (filter?.kind === 'words' || filter?.kind === 'expression') return filter.text;
  return filter?.kind === 'javascript' ? filter.code : null;
}
