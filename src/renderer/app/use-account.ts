import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect } from 'react';
import type { AccountStatus } from '../../shared/contract/account.ts';
import { useApi, useApp } from './context.tsx';

export const ACCOUNT_KEY = ['account', 'status'] as const;

/** A licence ends while nobody clicks. */
const ASK_AGAIN_MS = 60_000;
const RETRY_MS = 1000;

/** Who is signed in and what their licence opens. */
export function useAccount() {
  const api = useApi();
  return useQuery({
    queryKey: ACCOUNT_KEY,
    queryFn: ({ signal }) => api.account.status(undefined, { signal }),
    refetchInterval: ASK_AGAIN_MS,
    retry: true,
    retryDelay: RETRY_MS,
  });
}

/** Takes a new status in: whatever was refused or shown before is asked anew. */
export function useTakeAccount(): (status: AccountStatus) => void {
  const queries = useQueryClient();
  return useCallback(
    (status) => {
      queries.setQueryData(ACCOUNT_KEY, status);
      void queries.invalidateQueries();
    },
    [queries],
  );
}

export function isOpen({ licence }: AccountStatus): boolean {
  return licence !== null && licence.state !== 'lapsed';
}

/** Signed in when it was last known: spares a flash of the wrong screen until the core answers, and opens nothing. */
const KEY = 'conduktor:signed-in';

export type AppGate = {
  /** What may be shown: the app, the sign-in screen, or neither. */
  readonly shows: 'app' | 'sign-in' | 'nothing';
  /** False until the core has answered: what is shown may change. */
  readonly isKnown: boolean;
};

export function useAppGate(): AppGate {
  const { view } = useApp();
  const { data } = useAccount();
  const gate = data === undefined ? null : isOpen(data) ? 'open' : 'closed';
  useEffect(() => {
    if (gate === null) return;
    window.localStorage.setItem(KEY, gate);
    // Another person may sign in: nothing of this one's stays on the screen.
    if (gate === 'closed') view.getState().signedOut();
  }, [gate, view]);
  if (gate !== null) return { shows: gate === 'open' ? 'app' : 'sign-in', isKnown: true };
  return { shows: window.localStorage.getItem(KEY) === 'open' ? 'app' : 'nothing', isKnown: false };
}
