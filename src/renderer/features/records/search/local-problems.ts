import type { RecordFilter } from '../../../../shared/contract/filters.ts';
import type { FilterProblem } from './filter-problem.ts';
import { isGroup } from './filter-tree.ts';

/** What the page can say by itself: a regular expression that is none. Said at once, and before a core is asked. */
export function localProblems(filter: RecordFilter, path: number[] = []): ReadonlyArray<FilterProblem> {
  if (isGroup(filter)) return filter.filters.flatMap((each, index) => localProblems(each, [...path, index]));
  if (filter.kind === 'not') return localProblems(filter.filter, [...path, 0]);
  if (filter.kind !== 'words' || !filter.regex) return [];
  try {
    new RegExp(filter.text, 'u');
    return [];
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // "Invalid regular expression: /(/u: Unterminated group": only the end is news.
    const reason = message.slice(message.lastIndexOf(': ') + 2);
    return [{ path, message: `Regular expression: ${reason}`, from: 0, to: filter.text.length }];
  }
}
