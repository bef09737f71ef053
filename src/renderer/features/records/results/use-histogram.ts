import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../../app/context.tsx';
import { isBusy, type SessionState } from '../session-state.ts';

export const SLICES = 120;
/** Less than twice a second, while rows come in. */
const POLL_MS = 600;

/** How the rows handed out so far spread over their time. */
export function useHistogram(state: SessionState, isOpen: boolean) {
  const api = useApi();
  const { sessionId, received } = state;
  const isMoving = isBusy(state) || (state.isLive && state.halted === null);
  return useQuery({
    // Once more when the last rows have come; while they come, the clock asks.
    queryKey: ['histogram', sessionId, isMoving ? 'moving' : received],
    queryFn: ({ signal }) => api.records.histogram({ sessionId: sessionId ?? '', slices: SLICES }, { signal }),
    enabled: isOpen && sessionId !== null && received > 0,
    refetchInterval: isMoving ? POLL_MS : false,
    // Bars of another search would stand over the rows of this one.
    placeholderData: (before, query) => (query?.queryKey[1] === sessionId ? before : undefined),
    staleTime: Infinity,
    retry: false,
  });
}
