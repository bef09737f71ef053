import { useQueryClient } from '@tanstack/react-query';
import { useStore } from 'zustand';
import { useApi } from '../../../app/context.tsx';
import type { ReadOptions } from '../use-read-options.ts';
import {
  EMPTY_LINE,
  filterOf,
  lineFilter,
  lineText,
  withText,
  type FilterDraft,
  type FilterLine,
} from './filter-draft.ts';
import { sameFilter } from './filter-tree.ts';
import { checkQuery, useFilterCheck } from './use-filter-check.ts';

/** The filter bar: what it says, what is wrong with that, and what can be done. Drawn by itself, without the screen. */
export function useFilterBar(options: ReadOptions) {
  const { filters, search, settings } = options;
  const api = useApi();
  const queries = useQueryClient();
  const draft = useStore(filters, (state) => state.draft);
  const { edit, walk } = filters.getState();
  const filter = filterOf(draft);
  const check = useFilterCheck(filter);
  const isApplied = sameFilter(filter, settings.filter);

  /** Searches, unless what is typed is known to be wrong: that is said, and nothing is started. */
  const submit = (): void => {
    const typed = filterOf(filters.getState().draft);
    void queries
      .fetchQuery(checkQuery(api, typed))
      // Where it cannot be checked it is tried: the core says what it thinks of it.
      .catch(() => [])
      .then((problems) => {
        if (problems.length === 0 && sameFilter(typed, filterOf(filters.getState().draft))) search();
      });
  };
  const editLine = (part: Partial<FilterLine>): void =>
    edit((before) => ({ ...before, line: { ...before.line, ...part } }));
  /** A switch beside the text: where the bar is searched with already, it is at once with the switch, too. */
  const editLineNow = (part: Partial<FilterLine>): void => {
    editLine(part);
    if (isApplied && lineFilter(draft.line) !== null) submit();
  };
  const editNow = (change: (draft: FilterDraft) => FilterDraft): void => {
    edit(change);
    submit();
  };
  /** Esc: first the line, then nothing is left to clear and the key belongs to somebody else. */
  const clearLine = (): boolean => {
    if (lineText(draft.line) === '') return false;
    edit((before) => ({ ...before, line: withText(before.line, '') }));
    if (!sameFilter(filterOf(filters.getState().draft), settings.filter)) search();
    return true;
  };
  const clearAll = (): void =>
    editNow((before) => ({ ...before, parts: [], line: { ...EMPTY_LINE, mode: before.line.mode } }));
  return {
    draft,
    filter,
    check,
    isApplied,
    setText: (text: string) => edit((before) => ({ ...before, line: withText(before.line, text) })),
    edit,
    editLine,
    editLineNow,
    editNow,
    submit,
    clearLine,
    clearAll,
    walk,
  };
}
export type FilterBarModel = ReturnType<typeof useFilterBar>;
