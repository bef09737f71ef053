import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { NetworkActivity, NetworkTarget } from '../../../shared/contract/network.ts';
import { useApi } from '../../app/context.tsx';
import { sortRows, type GridColumn, type Sort } from '../../ui/virtual-table/index.ts';
import { filterTargets } from './activity-text.ts';

const KEY = ['network-activity'] as const;
const REFRESH_MS = 2000;
const FIRST_SORT: Sort = { column: 'last', direction: 'desc' };

/** Who was contacted, fresh every other second, filtered and sorted. */
export function useActivity(columns: ReadonlyArray<GridColumn<NetworkTarget>>) {
  const api = useApi();
  const queries = useQueryClient();
  const [filter, setFilter] = useState('');
  const [sort, setSort] = useState<Sort | null>(FIRST_SORT);
  const query = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => api.network.activity(undefined, { signal }),
    refetchInterval: REFRESH_MS,
  });
  const clear = useMutation({
    mutationFn: () => api.network.clear(),
    onSuccess: (activity: NetworkActivity) => void queries.setQueryData(KEY, activity),
  });
  const all = query.data?.targets;
  const filtered = useMemo(() => filterTargets(all ?? [], filter), [all, filter]);
  const rows = useMemo(() => sortRows(filtered, columns, sort ?? FIRST_SORT), [filtered, columns, sort]);
  return { query, rows, all: all ?? [], filter, setFilter, sort, setSort, clear };
}
