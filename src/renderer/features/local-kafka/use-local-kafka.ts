import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { LocalKafkaStatus } from '../../../shared/contract/local-kafka.ts';
import { useApi, useView } from '../../app/context.tsx';
import { CLUSTERS_KEY } from '../../app/use-clusters.ts';

const STATUS_KEY = ['local-kafka', 'status'] as const;
const WHILE_CHANGING_MS = 300;
/** Someone else (a terminal, a crash) may end it too. */
const OTHERWISE_MS = 5000;

/** How local Kafka is, asked often while it changes. */
export function useLocalKafkaStatus() {
  const api = useApi();
  return useQuery({
    queryKey: STATUS_KEY,
    queryFn: ({ signal }) => api.localKafka.status(undefined, { signal }),
    refetchInterval: ({ state }) => (isChanging(state.data) ? WHILE_CHANGING_MS : OTHERWISE_MS),
    retry: true,
    retryDelay: 1000,
  });
}

/** How local Kafka is, and the ways to change it. A cluster started from here opens when it is ready. */
export function useLocalKafka() {
  const api = useApi();
  const queries = useQueryClient();
  const openCluster = useView((view) => view.openCluster);
  const [sampleData, setSampleData] = useState(true);
  const startedHere = useRef(false);
  const { data: status, error } = useLocalKafkaStatus();
  function take(next: LocalKafkaStatus): void {
    queries.setQueryData(STATUS_KEY, next);
  }
  const start = useMutation({
    mutationFn: () => api.localKafka.start({ sampleData }),
    onMutate: () => void (startedHere.current = true),
    onSuccess: take,
  });
  const stop = useMutation({
    mutationFn: () => api.localKafka.stop(),
    onMutate: () => void (startedHere.current = false),
    onSuccess: take,
  });
  const runningId = status?.kind === 'running' ? status.clusterId : null;
  useEffect(() => {
    if (runningId === null) return;
    void queries.invalidateQueries({ queryKey: CLUSTERS_KEY });
    if (!startedHere.current) return;
    startedHere.current = false;
    openCluster(runningId);
  }, [runningId, queries, openCluster]);
  return {
    status,
    error: error ?? start.error ?? stop.error,
    sampleData,
    setSampleData,
    isBusy: start.isPending || stop.isPending,
    start: () => start.mutate(),
    stop: () => stop.mutate(),
    open: openCluster,
  };
}

function isChanging(status: LocalKafkaStatus | undefined): boolean {
  return status?.kind === 'starting' || status?.kind === 'stopping';
}
