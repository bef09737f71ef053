import type { ReadProgress, ReadState, RecordRow } from '../../../shared/contract/records.ts';

/** Rows kept on screen. More would cost memory nobody looks at; what was cut is told. */
export const MAX_ROWS = 50_000;

/** Everything the screen knows of one read session. Changed by `reduceSession` only. */
export type SessionState = {
  /** In the order the session gave them, the newest MAX_ROWS of them. */
  readonly rows: ReadonlyArray<RecordRow>;
  /** Rows cut from the front. */
  readonly dropped: number;
  readonly sessionId: string | null;
  /** The partitions read; empty until the session is open. */
  readonly partitions: ReadonlyArray<number>;
  readonly progress: ReadProgress | null;
  readonly readState: ReadState | null;
  /** Rows asked for so far; Infinity in a live tail. */
  readonly wanted: number;
  readonly received: number;
  readonly halted: 'paused' | 'stopped' | null;
  readonly error: unknown;
};

export type SessionAction =
  | { readonly kind: 'opened'; readonly sessionId: string; readonly partitions: ReadonlyArray<number> }
  | {
      readonly kind: 'pulled';
      readonly rows: ReadonlyArray<RecordRow>;
      readonly progress: ReadProgress;
      readonly state: ReadState;
    }
  | { readonly kind: 'progressed'; readonly progress: ReadProgress; readonly state: ReadState }
  | { readonly kind: 'wanted-more'; readonly count: number }
  | { readonly kind: 'halted'; readonly how: 'paused' | 'stopped' }
  | { readonly kind: 'resumed' }
  | { readonly kind: 'failed'; readonly error: unknown };

export function newSession(wanted: number): SessionState {
  return {
    rows: [],
    dropped: 0,
    sessionId: null,
    partitions: [],
    progress: null,
    readState: null,
    wanted,
    received: 0,
    halted: null,
    error: null,
  };
}

export function reduceSession(state: SessionState, action: SessionAction): SessionState {
  switch (action.kind) {
    case 'opened':
      return { ...state, sessionId: action.sessionId, partitions: action.partitions };
    case 'pulled':
      return {
        ...appendRows(state, action.rows),
        received: state.received + action.rows.length,
        progress: action.progress,
        readState: action.state,
      };
    case 'progressed':
      return { ...state, progress: action.progress, readState: action.state };
    case 'wanted-more':
      return { ...state, wanted: state.received + action.count, halted: null };
    case 'halted':
      return { ...state, halted: action.how };
    case 'resumed':
      return { ...state, halted: null, error: null };
    case 'failed':
      return { ...state, error: action.error };
  }
}

function appendRows(state: SessionState, rows: ReadonlyArray<RecordRow>): SessionState {
  if (rows.length === 0) return state;
  const all = [...state.rows, ...rows];
  const excess = Math.max(0, all.length - MAX_ROWS);
  return { ...state, rows: excess === 0 ? all : all.slice(excess), dropped: state.dropped + excess };
}

/** True while the next pull is due: what stops being wanted stops being read. */
export function wantsRows(state: SessionState): boolean {
  return (
    state.sessionId !== null &&
    state.halted === null &&
    state.error === null &&
    state.received < state.wanted &&
    state.readState?.kind !== 'complete'
  );
}

/** True while reading goes on or is about to: there is something to stop. */
export function isBusy(state: SessionState): boolean {
  return (state.sessionId === null && state.error === null && state.halted === null) || wantsRows(state);
}

/** True where "Load more" has something to load. */
export function hasMore(state: SessionState): boolean {
  return (
    state.sessionId !== null &&
    state.error === null &&
    state.wanted !== Infinity &&
    state.readState !== null &&
    state.readState.kind !== 'complete' &&
    !wantsRows(state)
  );
}
