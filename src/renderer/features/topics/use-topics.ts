import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { TopicRow } from '../../../shared/contract/topics.ts';
import { useApi } from '../../app/context.tsx';
import { sortRows, type GridColumn, type Sort } from '../../ui/virtual-table/index.ts';
import { filterTopics } from './filter-topics.ts';

const FIRST_SORT: Sort = { column: 'name', direction: 'asc' };

/** The topics of a cluster as the list shows them: asked for, filtered, sorted. */
export function useTopics(clusterId: string, columns: ReadonlyArray<GridColumn<TopicRow>>) {
  const api = useApi();
  const [includeInternal, setIncludeInternal] = useState(false);
  const [filter, setFilter] = useState('');
  const [sort, setSort] = useState<Sort | null>(FIRST_SORT);
  const query = useQuery({
    queryKey: ['topics', clusterId, { includeInternal }],
    queryFn: ({ signal }) => api.topics.list({ clusterId, includeInternal }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
  const all = query.data?.topics;
  const filtered = useMemo(() => filterTopics(all ?? [], filter), [all, filter]);
  const rows = useMemo(() => sortRows(filtered, columns, sort ?? FIRST_SORT), [filtered, columns, sort]);
  return {
    query,
    rows,
    total: all?.length ?? 0,
    filter,
    setFilter,
    sort,
    setSort,
    includeInternal,
    setIncludeInternal,
  };
}
