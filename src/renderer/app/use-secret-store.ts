import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { SecretStoreStatus } from '../../shared/contract/secret-store.ts';
import { useApi } from './context.tsx';
import { ACCOUNT_KEY } from './use-account.ts';
import { APP_INFO_KEY } from './use-app-info.ts';
import { CLUSTERS_KEY } from './use-clusters.ts';

const SECRET_STORE_KEY = ['secret-store'] as const;

/** How passwords are kept now. */
export function useSecretStore() {
  const api = useApi();
  return useQuery({
    queryKey: SECRET_STORE_KEY,
    queryFn: ({ signal }) => api.secretStore.status(undefined, { signal }),
    staleTime: Infinity,
    retry: true,
    retryDelay: 1000,
  });
}

/** Takes in how they are kept after a change; clusters, notices and who is signed in may have changed with it. */
export function useSecretStoreChanged(): (status: SecretStoreStatus) => void {
  const queries = useQueryClient();
  return (status) => {
    queries.setQueryData(SECRET_STORE_KEY, status);
    void queries.invalidateQueries({ queryKey: APP_INFO_KEY });
    void queries.invalidateQueries({ queryKey: CLUSTERS_KEY });
    void queries.invalidateQueries({ queryKey: ACCOUNT_KEY, exact: true });
  };
}
