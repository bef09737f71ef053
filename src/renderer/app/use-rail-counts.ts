import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';
import type { WorkspaceTab } from '../../shared/contract/app.ts';
import type { TopicList } from '../../shared/contract/topics.ts';

/** How many things each place of the rail holds, as far as its own list has been read; nothing is asked for here. */
export function useRailCounts(clusterId: string): { readonly [K in WorkspaceTab['kind']]?: number | undefined } {
  const queries = useQueryClient();
  const topics = useSyncExternalStore(
    useCallback((changed: () => void) => queries.getQueryCache().subscribe(changed), [queries]),
    () => queries.getQueryData<TopicList>(['topics', clusterId, { includeInternal: false }])?.topics.length,
  );
  return { topics };
}
