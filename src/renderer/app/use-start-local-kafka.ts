import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useApp } from './context.tsx';

export const LOCAL_KAFKA_KEY = ['local-kafka', 'status'] as const;

/** Starts local Kafka from where its cluster could not be reached: its card shows how it goes, then it opens. */
export function useStartLocalKafka() {
  const { api, view } = useApp();
  const queries = useQueryClient();
  return useMutation({
    // Sample data stands there from the first start, or was not wanted then.
    mutationFn: () => api.localKafka.start({ sampleData: false }),
    onSuccess: (status) => {
      queries.setQueryData(LOCAL_KAFKA_KEY, status);
      view.getState().awaitLocalKafka(true);
      view.getState().goHome();
    },
  });
}
