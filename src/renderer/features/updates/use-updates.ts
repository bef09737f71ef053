import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { UpdateStatus } from '../../../shared/contract/updates.ts';
import { useApi } from '../../app/context.tsx';

const KEY = ['updates'] as const;
const BUSY_REFRESH_MS = 500;

/** How updates stand, and the ways to change it. */
export function useUpdates() {
  const api = useApi();
  const queries = useQueryClient();
  const take = (status: UpdateStatus): void => void queries.setQueryData(KEY, status);
  const { data: status, error } = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => api.updates.status(undefined, { signal }),
    refetchInterval: ({ state: { data } }) =>
      data?.state.kind === 'downloading' || data?.state.kind === 'checking' ? BUSY_REFRESH_MS : false,
  });
  const check = useMutation({ mutationFn: () => api.updates.check(), onSuccess: take });
  const download = useMutation({ mutationFn: () => api.updates.download(), onSuccess: take });
  const cancel = useMutation({ mutationFn: () => api.updates.cancel(), onSuccess: take });
  const automatic = useMutation({
    mutationFn: (isAutomatic: boolean) => api.updates.setAutomatic({ isAutomatic }),
    onSuccess: take,
  });
  return {
    status,
    error: error ?? check.error ?? download.error ?? cancel.error ?? automatic.error,
    isChecking: check.isPending || status?.state.kind === 'checking',
    isBusy: automatic.isPending || download.isPending,
    check: () => check.mutate(),
    download: () => download.mutate(),
    cancel: () => cancel.mutate(),
    setAutomatic: (isAutomatic: boolean) => automatic.mutate(isAutomatic),
  };
}
