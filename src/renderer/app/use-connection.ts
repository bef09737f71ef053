import { useQuery, useQueryClient, type Query } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import { useApi, useView } from './context.tsx';
import { CLUSTERS_KEY } from './use-clusters.ts';

/** Short enough that "Connected" is not said for long of a cluster that is gone. */
const ASK_AGAIN_MS = 5000;

/** Opens the cluster once; `data` is there while the app is connected to it. */
export function useOpenCluster(clusterId: string) {
  const api = useApi();
  const queries = useQueryClient();
  const opened = useQuery({
    queryKey: ['cluster', clusterId, 'open'],
    queryFn: ({ signal }) => api.clusters.open({ clusterId }, { signal }),
    staleTime: Infinity,
    gcTime: Infinity,
  });
  const { isSuccess } = opened;
  useEffect(() => {
    // It was marked as used now, so the order of the list has changed.
    if (isSuccess) void queries.invalidateQueries({ queryKey: CLUSTERS_KEY });
  }, [isSuccess, queries]);
  return opened;
}

/** What the cluster last said about itself, asked again every few seconds while it is on screen and open. */
export function useClusterOverview(clusterId: string | null) {
  const api = useApi();
  const queries = useQueryClient();
  const id = clusterId ?? '';
  const opened = useQuery({
    queryKey: ['cluster', id, 'open'],
    queryFn: ({ signal }) => api.clusters.open({ clusterId: id }, { signal }),
    enabled: false,
    gcTime: Infinity,
  });
  const overview = useQuery({
    queryKey: ['cluster', id, 'overview'],
    queryFn: ({ signal }) => api.clusters.overview({ clusterId: id }, { signal }),
    initialData: () => queries.getQueryData<NonNullable<typeof opened.data>>(['cluster', id, 'open']),
    enabled: clusterId !== null && opened.isSuccess,
    refetchInterval: ASK_AGAIN_MS,
    staleTime: 1000,
  });
  return { opened, overview };
}

/** Ends the connections to a cluster and forgets what was read from it. */
export function useDisconnect(): (clusterId: string) => void {
  const api = useApi();
  const queries = useQueryClient();
  const leave = useView((view) => view.leaveCluster);
  return useCallback(
    (clusterId) => {
      leave(clusterId);
      const ofCluster = { predicate: (query: Query) => query.queryKey.includes(clusterId) };
      void queries.cancelQueries(ofCluster);
      queries.removeQueries(ofCluster);
      // The connection may be gone already; there is nothing to tell the user.
      api.clusters.close({ clusterId }).catch(() => undefined);
    },
    [api, queries, leave],
  );
}
