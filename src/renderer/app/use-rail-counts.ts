import { useQuery } from '@tanstack/react-query';
import type { WorkspaceTab } from '../../shared/contract/app.ts';
import type { TopicList } from '../../shared/contract/topics.ts';

/** How many things each place of the rail holds, as far as its own list has been read; nothing is asked for here. */
export function useRailCounts(clusterId: string): { readonly [K in WorkspaceTab['kind']]?: number } {
  const topics = useQuery<TopicList>({ queryKey: ['topics', clusterId, { includeInternal: false }], enabled: false });
  return topics.data === undefined ? {} : { topics: topics.data.topics.length };
}
