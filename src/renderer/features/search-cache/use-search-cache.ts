import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { SearchCacheInfo } from '../../../shared/contract/search-cache.ts';
import { useApi } from '../../app/context.tsx';

const KEY = ['search-cache'] as const;
/** A search that runs behind the dialog fills it. */
const REFRESH_MS = 3000;

/** What is kept, and the ways to change it. */
export function useSearchCache() {
  const api = useApi();
  const queries = useQueryClient();
  const take = (info: SearchCacheInfo): void => void queries.setQueryData(KEY, info);
  const { data: info, error } = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => api.searchCache.info(undefined, { signal }),
    refetchInterval: REFRESH_MS,
  });
  const configure = useMutation({
    mutationFn: (choice: { isOn: boolean; maxBytes: number }) => api.searchCache.configure(choice),
    onSuccess: take,
  });
  const clear = useMutation({
    mutationFn: (clusterId: string | null) => api.searchCache.clear(clusterId === null ? {} : { clusterId }),
    onSuccess: take,
  });
  return {
    info,
    error: error ?? configure.error ?? clear.error,
    isBusy: configure.isPending || clear.isPending,
    configure: (choice: { isOn: boolean; maxBytes: number }) => configure.mutate(choice),
    /** Null: all. */
    clear: (clusterId: string | null) => clear.mutate(clusterId),
  };
}
