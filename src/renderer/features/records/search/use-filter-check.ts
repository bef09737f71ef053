import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { RecordFilter } from '../../../../shared/contract/filters.ts';
import type { Api } from '../../../app/rpc.ts';
import { useApi } from '../../../app/context.tsx';
import type { FilterProblem } from './filter-problem.ts';
import { localProblems } from './local-problems.ts';

const DEBOUNCE_MS = 150;

export type FilterCheck = {
  readonly problems: ReadonlyArray<FilterProblem>;
  /** What was checked: not yet what is typed, while that is younger than the debounce. */
  readonly checked: RecordFilter | null;
  /** Why it could not be checked; it can be searched with all the same. */
  readonly failure: string | null;
};

export function checkQuery(api: Api, filter: RecordFilter | null) {
  return {
    queryKey: ['filter-check', JSON.stringify(filter)],
    queryFn: async ({ signal }: { signal: AbortSignal }): Promise<ReadonlyArray<FilterProblem>> => {
      if (filter === null) return [];
      const local = localProblems(filter);
      return local.length > 0 ? local : (await api.filters.check({ filter }, { signal })).problems;
    },
    staleTime: Infinity,
    gcTime: 60_000,
    retry: false,
  };
}

/** What is wrong with a filter, looked at a moment after the last key. */
export function useFilterCheck(filter: RecordFilter | null): FilterCheck {
  const api = useApi();
  const settled = useSettled(JSON.stringify(filter), DEBOUNCE_MS);
  const checked = JSON.parse(settled) as RecordFilter | null;
  const query = useQuery({ ...checkQuery(api, checked), placeholderData: (before) => before });
  return {
    problems: checked === null ? [] : (query.data ?? []),
    checked,
    failure: query.error === null || checked === null ? null : query.error.message,
  };
}

/** The value once it has not changed for a while; at once where it becomes empty. */
function useSettled(value: string, delayMs: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), delayMs);
    return () => clearTimeout(timer);
  }, [value, delayMs]);
  return value === 'null' ? value : settled;
}
