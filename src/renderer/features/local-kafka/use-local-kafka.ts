import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { LocalKafkaStatus } from '../../../shared/contract/local-kafka.ts';
import { useApi, useApp } from '../../app/context.tsx';
import { useDisconnect } from '../../app/use-connection.ts';
import { LOCAL_KAFKA_KEY } from '../../app/use-start-local-kafka.ts';
import { CLUSTERS_KEY } from '../../app/use-clusters.ts';

const WHILE_CHANGING_MS = 300;
/** Someone else (a terminal, a crash) may end it too. */
const OTHERWISE_MS = 5000;

/** How local Kafka is, asked often while it changes. */
export function useLocalKafkaStatus() {
  const api = useApi();
  return useQuery({
    queryKey: LOCAL_KAFKA_KEY,
    queryFn: ({ signal }) => api.localKafka.status(undefined, { signal }),
    refetchInterval: ({ state }) => (isChanging(state.data) ? WHILE_CHANGING_MS : OTHERWISE_MS),
    retry: true,
    retryDelay: 1000,
  });
}

/** How local Kafka is, and the ways to change it. A cluster that was waited for opens when it is ready. */
export function useLocalKafka() {
  const { api, view } = useApp();
  const queries = useQueryClient();
  const disconnect = useDisconnect();
  const [sampleData, setSampleData] = useState(true);
  const { data: status, error } = useLocalKafkaStatus();
  const runningId = status?.kind === 'running' ? status.clusterId : null;
  function take(next: LocalKafkaStatus): void {
    queries.setQueryData(LOCAL_KAFKA_KEY, next);
  }
  const start = useMutation({
    mutationFn: () => api.localKafka.start({ sampleData }),
    onMutate: () => view.getState().awaitLocalKafka(true),
    onSuccess: take,
  });
  const stop = useMutation({
    mutationFn: () => api.localKafka.stop(),
    onMutate: () => {
      view.getState().awaitLocalKafka(false);
      return runningId;
    },
    onSuccess: (next, _input, stoppedId) => {
      take(next);
      if (stoppedId !== null) disconnect(stoppedId);
    },
  });
  useEffect(() => {
    if (runningId === null) return;
    void queries.invalidateQueries({ queryKey: CLUSTERS_KEY });
    const { awaitsLocalKafka, openCluster } = view.getState();
    if (!awaitsLocalKafka) return;
    openCluster(runningId);
  }, [runningId, queries, view]);
  return {
    status,
    error: error ?? start.error ?? stop.error,
    sampleData,
    setSampleData,
    isBusy: start.isPending || stop.isPending,
    start: () => start.mutate(),
    stop: () => stop.mutate(),
    open: view.getState().openCluster,
  };
}

function isChanging(status: LocalKafkaStatus | undefined): boolean {
  return status?.kind === 'starting' || status?.kind === 'stopping';
}
