import type { ReadProgress, ReadState, ReadUntil, RecordRow } from '../../../shared/contract/records.ts';
import { readUntilAborted } from './session-loop.ts';
import { isLiveRequest, wantedAtFirst, type OpenInput, type SessionRequest } from './session-request.ts';
import { newSession, reduceSession, type SessionAction, type SessionState } from './session-state.ts';

export type { SessionRequest } from './session-request.ts';

type CallOptions = { readonly signal?: AbortSignal };
type Answer = { readonly progress: ReadProgress; readonly state: ReadState };
type Rows = { readonly rows: ReadonlyArray<RecordRow> };

/** The procedures of the contract a session needs. */
export type SessionApi = {
  open(input: OpenInput): Promise<{
    readonly sessionId: string;
    readonly topics: ReadonlyArray<{ readonly topic: string; readonly partitions: ReadonlyArray<number> }>;
  }>;
  pull(
    input: { sessionId: string; maxRows: number; waitMs: number; next: number },
    options: CallOptions,
  ): Promise<Answer & Rows>;
  progress(input: { sessionId: string }, options: CallOptions): Promise<Answer>;
  extend(input: { sessionId: string; until: ReadUntil }, options: CallOptions): Promise<unknown>;
  setColumns(input: { sessionId: string; columns: string[] }, options: CallOptions): Promise<unknown>;
  rows(input: { sessionId: string; first: number; count: number }, options: CallOptions): Promise<Rows>;
  close(input: { sessionId: string }): Promise<unknown>;
};

export type SessionPorts = {
  readonly api: SessionApi;
  /** Resolves when the next frame is about to be drawn. */
  readonly nextFrame: () => Promise<void>;
  readonly delay: (ms: number) => Promise<void>;
};

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
