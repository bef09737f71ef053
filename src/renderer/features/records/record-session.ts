import type { ReadFrom, ReadProgress, ReadState, RecordRow } from '../../../shared/contract/records.ts';
import { newSession, reduceSession, wantsRows, type SessionAction, type SessionState } from './session-state.ts';

/** What a session reads. A change of any of it is another session. */
export type SessionRequest = {
  readonly clusterId: string;
  readonly topic: string;
  /** Empty: all. */
  readonly partitions: ReadonlyArray<number>;
  readonly from: ReadFrom;
  readonly isolation: 'read-committed' | 'read-uncommitted';
};

type CallOptions = { readonly signal?: AbortSignal };
type Answer = { readonly progress: ReadProgress; readonly state: ReadState };

/** The procedures of the contract a session needs. */
export type SessionApi = {
  open(
    input: SessionRequest & { partitions: number[] },
  ): Promise<{ readonly sessionId: string; readonly partitions: ReadonlyArray<number> }>;
  pull(
    input: { sessionId: string; maxRows: number; waitMs: number; next: number },
    options: CallOptions,
  ): Promise<Answer & { readonly rows: ReadonlyArray<RecordRow> }>;
  progress(input: { sessionId: string }, options: CallOptions): Promise<Answer>;
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
/** At most this many rows a frame; a backlog after a pause comes in over several. */
const MAX_ROWS_PER_PULL = 2000;
const WAIT_MS = 1000;
const PAUSED_POLL_MS = 1000;

export type RecordSession = {
  readonly request: SessionRequest;
  getState(): SessionState;
  subscribe(listener: () => void): () => void;
  /** Opens and reads; the result ends it: aborts the call under way and closes the session in the core. */
  start(): () => void;
  loadMore(count?: number): void;
  pause(): void;
  stop(): void;
  /** Goes on after a pause, a stop or a failure that may pass. */
  resume(): void;
};

/** Reads a topic by open → pull → close: one pull at a time, none while no more rows are wanted, one render a frame. */
export function createRecordSession(ports: SessionPorts, request: SessionRequest): RecordSession {
  const firstWanted = wantedAtFirst(request.from);
  const listeners = new Set<() => void>();
  let state = newSession(firstWanted);
  let wake = (): void => undefined;

  function dispatch(action: SessionAction): void {
    state = reduceSession(state, action);
    for (const listener of listeners) listener();
    wake();
  }

  return {
    request,
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start() {
      const abort = new AbortController();
      state = newSession(firstWanted);
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
    pause: () => dispatch({ kind: 'halted', how: 'paused' }),
    stop: () => dispatch({ kind: 'halted', how: 'stopped' }),
    resume: () => dispatch({ kind: 'resumed' }),
  };
}

type Run = {
  readonly ports: SessionPorts;
  readonly request: SessionRequest;
  readonly signal: AbortSignal;
  readonly getState: () => SessionState;
  readonly dispatch: (action: SessionAction) => void;
  /** Resolves with the next change of the state. */
  readonly changed: () => Promise<void>;
};

async function readUntilAborted(run: Run): Promise<void> {
  const { ports, request, signal, dispatch } = run;
  // Not cancelled by the signal: an open that was given up half-way might leave a session nobody closes.
  const { sessionId, partitions } = await ports.api.open({ ...request, partitions: [...request.partitions] });
  try {
    if (signal.aborted) return;
    dispatch({ kind: 'opened', sessionId, partitions });
    while (!signal.aborted) {
      try {
        await turn(run, sessionId);
      } catch (error) {
        if (!signal.aborted) dispatch({ kind: 'failed', error });
      }
    }
  } finally {
    // Best effort: where this fails the core has lost the session already, and there is nobody left to tell.
    await ports.api.close({ sessionId }).catch(() => undefined);
  }
}

/** One turn of the loop: a pull, or waiting until something changes. */
async function turn({ ports, signal, getState, dispatch, changed }: Run, sessionId: string): Promise<void> {
  const state = getState();
  if (wantsRows(state)) {
    const maxRows = Math.min(MAX_ROWS_PER_PULL, state.wanted - state.received);
    // `next` makes a pull that failed on the way safe to repeat: no row is lost, none comes twice.
    const answer = await ports.api.pull({ sessionId, maxRows, waitMs: WAIT_MS, next: state.received }, { signal });
    await ports.nextFrame();
    if (!signal.aborted) dispatch({ kind: 'pulled', ...answer });
    return;
  }
  const change = changed();
  if (state.halted !== 'paused') return change;
  await Promise.race([change, ports.delay(PAUSED_POLL_MS)]);
  if (signal.aborted || getState().halted !== 'paused') return;
  const answer = await ports.api.progress({ sessionId }, { signal });
  if (!signal.aborted) dispatch({ kind: 'progressed', ...answer });
}

function wantedAtFirst(from: ReadFrom): number {
  if (from.kind === 'now') return Infinity;
  return from.kind === 'latest' ? from.count : PAGE_ROWS;
}
