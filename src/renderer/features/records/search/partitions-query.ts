import type { Api } from '../../../app/rpc.ts';

/** How TanStack Query asks for the partitions of a topic; the picker and the editor of offsets share the answer. */
export function partitionsQuery(api: Api, clusterId: string, topic: string) {
  return {
    queryKey: ['partitions', clusterId, topic],
    queryFn: ({ signal }: { signal: AbortSignal }) => api.topics.partitions({ clusterId, topic }, { signal }),
    staleTime: 10_000,
  };
}
