import type { ReadUntil } from '../../../shared/contract/records.ts';
import type { SessionPorts } from './session-api.ts';
import { readUntilAborted } from './session-loop.ts';
import { isLiveRequest, wantedAtFirst, type SessionRequest } from './session-request.ts';
import { newSession, reduceSession, type SessionAction, type SessionState } from './session-state.ts';

export type { SessionRequest } from './session-request.ts';

/** Rows of one "Load more", and of the first look where the request names no count. */
export const PAGE_ROWS = 500;

export type RecordSession = {
  readonly request: SessionRequest;
  readonly isLive: boolean;
  getState(): SessionState;
  subscribe(listener: () => void): () => void;
  /** Opens and reads; the result ends it: aborts the call under way and closes the session in the core. */
  start(): () => void;
  /** `Infinity`: all there are; the screen keeps the newest of them. */
  loadMore(count?: number): void;
  /** Reads on beyond the end that was asked for. */
  extend(until: ReadUntil): void;
  /** Shows other columns, also before the start: rows that are here come once more with them. */
  setColumns(columns: ReadonlyArray<string>): void;
  pause(): void;
  stop(): void;
  /** Goes on after a pause, a stop or a failure that may pass. */
  resume(): void;
};

/** Reads topics by open → pull → close: one pull at a time, none while no more rows are wanted, one render a frame. */
export function createRecordSession(ports: SessionPorts, request: SessionRequest): RecordSession {
  const isLive = isLiveRequest(request);
  const start = { wanted: wantedAtFirst(request), isLive };
  const listeners = new Set<() => void>();
  let state = newSession(start);
  let wake = (): void => undefined;

  function dispatch(action: SessionAction): void {
    state = reduceSession(state, action);
    for (const listener of listeners) listener();
    wake();
  }

  return {
    request,
    isLive,
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start() {
      const abort = new AbortController();
      state = newSession({ ...start, columns: state.columns });
      const changed = (): Promise<void> => new Promise((resolve) => (wake = resolve));
      const run = { ports, request, signal: abort.signal, getState: () => state, dispatch, changed };
      readUntilAborted(run).catch((error: unknown) => {
        if (!abort.signal.aborted) dispatch({ kind: 'failed', error });
      });
      return () => {
        abort.abort();
        wake();
      };
    },
    loadMore: (count = PAGE_ROWS) => dispatch({ kind: 'wanted-more', count }),
    extend: (until) =>
      dispatch({ kind: 'extension-wanted', until, count: until.kind === 'count' ? until.count : PAGE_ROWS }),
    setColumns(columns) {
      const before = state.columns;
      const isSame = columns.length === before.length && columns.every((each, index) => each === before[index]);
      if (!isSame) dispatch({ kind: 'columns-wanted', columns });
    },
    pause: () => dispatch({ kind: 'halted', how: 'paused' }),
    stop: () => dispatch({ kind: 'halted', how: 'stopped' }),
    resume: () => dispatch({ kind: 'resumed' }),
  };
}
