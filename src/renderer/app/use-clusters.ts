import { useQuery } from '@tanstack/react-query';
import type { ClusterSummary } from '../../shared/contract/clusters.ts';
import { useApi } from './context.tsx';

export const CLUSTERS_KEY = ['clusters'] as const;

/** Every cluster, most recently opened first. */
export function useClusters() {
  const api = useApi();
  return useQuery({
    queryKey: CLUSTERS_KEY,
    queryFn: ({ signal }) => api.clusters.list(undefined, { signal }),
    // The first answer may come before the core is up: ask again rather than show a failure.
    retry: 2,
    retryDelay: 1000,
  });
}

export function useCluster(clusterId: string | null): ClusterSummary | null {
  const { data } = useClusters();
  return data?.find((cluster) => cluster.id === clusterId) ?? null;
}
