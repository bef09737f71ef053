import { useQuery } from '@tanstack/react-query';
import { useApi } from './context.tsx';

export const APP_INFO_KEY = ['app', 'info'] as const;

/** Version, folders, notices: what the core says about itself. */
export function useAppInfo() {
  const api = useApi();
  return useQuery({
    queryKey: APP_INFO_KEY,
    queryFn: ({ signal }) => api.app.info(undefined, { signal }),
    staleTime: Infinity,
    retry: true,
    retryDelay: 1000,
  });
}
