import { useEffect, useReducer, useRef, useState } from 'react';
import type { LogFilter, LogLine, LogPage, LogPlace } from '../../../shared/contract/log.ts';
import { useApi } from '../../app/context.tsx';

/** Lines held in the page at most: the newest. */
export const MAX_KEPT = 10_000;
const ASK_AGAIN_MS = 1000;

export type LogState = {
  readonly lines: ReadonlyArray<LogLine>;
  readonly end: LogPlace | null;
  readonly hasOlder: boolean;
  /** Older ones were let go because there are too many. */
  readonly isCapped: boolean;
  readonly isLoading: boolean;
  /** What reading failed with; null while it goes well. */
  readonly error: unknown;
};

const EMPTY: LogState = { lines: [], end: null, hasOlder: false, isCapped: false, isLoading: true, error: null };

export type LogChange =
  | { readonly kind: 'reset' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'newer'; readonly page: LogPage }
  | { readonly kind: 'older'; readonly page: LogPage };

/** Puts a page where it belongs; what is more than may be kept goes at the old end. */
export function withPage(state: LogState, change: LogChange): LogState {
  if (change.kind === 'reset') return EMPTY;
  if (change.kind === 'failed') return { ...state, isLoading: false, error: change.error };
  const { page } = change;
  if (change.kind === 'older') {
    const lines = [...page.lines, ...state.lines].slice(-MAX_KEPT);
    const isCapped = page.lines.length + state.lines.length > MAX_KEPT;
    return { ...state, lines, isCapped, hasOlder: page.hasOlder && lines.length < MAX_KEPT };
  }
  if (state.end === null || page.isRestart) {
    return { ...EMPTY, lines: page.lines, end: page.end, hasOlder: page.hasOlder, isLoading: false };
  }
  if (page.lines.length === 0) return { ...state, end: page.end };
  const isCapped = state.isCapped || state.lines.length + page.lines.length > MAX_KEPT;
  const lines = [...state.lines, ...page.lines].slice(-MAX_KEPT);
  return { ...state, lines, end: page.end, isCapped, hasOlder: state.hasOlder && !isCapped };
}

/** The lines that match, kept up to date while they are on screen. */
export function useLog(filter: LogFilter) {
  const api = useApi();
  const [state, change] = useReducer(withPage, EMPTY);
  const [tries, setTries] = useState(0);
  const [isLoadingOlder, setLoadingOlder] = useState(false);
  const generation = useRef(0);
  const { level, text, room } = filter;

  useEffect(() => {
    const abort = new AbortController();
    const { signal } = abort;
    generation.current += 1;
    change({ kind: 'reset' });
    async function follow(): Promise<void> {
      let end: LogPlace | undefined;
      while (!signal.aborted) {
        const wanted = { filter: { level, text, room }, ...(end === undefined ? {} : { after: end }) };
        const page = await api.log.read(wanted, { signal });
        if (signal.aborted) return;
        change({ kind: 'newer', page });
        end = page.end;
        if (page.lines.length === 0 || page.isRestart || wanted.after === undefined) await pause(ASK_AGAIN_MS, signal);
      }
    }
    follow().catch((error: unknown) => {
      if (!signal.aborted) change({ kind: 'failed', error });
    });
    return () => abort.abort();
  }, [api, level, text, room, tries]);

  async function loadOlder(): Promise<void> {
    const [first] = state.lines;
    if (first === undefined || isLoadingOlder) return;
    const asked = generation.current;
    setLoadingOlder(true);
    try {
      const page = await api.log.read({ filter, before: first.place });
      if (asked === generation.current) change({ kind: 'older', page });
    } catch (error) {
      change({ kind: 'failed', error });
    } finally {
      setLoadingOlder(false);
    }
  }

  return {
    ...state,
    isLoadingOlder,
    loadOlder: () => void loadOlder(),
    retry: () => setTries(tries + 1),
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
