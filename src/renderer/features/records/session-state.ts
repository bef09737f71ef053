import type { ReadProgress, ReadState, ReadUntil, RecordRow } from '../../../shared/contract/records.ts';
import { RowList } from './row-list.ts';

export type SessionTopic = { readonly topic: string; readonly partitions: ReadonlyArray<number> };

/** Everything the screen knows of one read session. Changed by `reduceSession` only. */
export type SessionState = {
  /** In the order the session gave them, the newest MAX_ROWS of them; `rows.first` is how many left the front. */
  readonly rows: RowList;
  readonly sessionId: string | null;
  /** The topics and partitions read, as `RecordRow.topic` counts them; empty until the session is open. */
  readonly topics: ReadonlyArray<SessionTopic>;
  /** Expressions shown as columns, as they are wanted; rows follow when the core has them. */
  readonly columns: ReadonlyArray<string>;
  readonly progress: ReadProgress | null;
  readonly readState: ReadState | null;
  /** A search for which reading is to go on beyond what was asked at first; the session sees to it next. */
  readonly extension: ReadUntil | null;
  /** Rows asked for so far; Infinity in a live tail, and where all were asked for. */
  readonly wanted: number;
  readonly isLive: boolean;
  readonly received: number;
  readonly halted: 'paused' | 'stopped' | null;
  readonly error: unknown;
};

export type SessionAction =
  | { readonly kind: 'opened'; readonly sessionId: string; readonly topics: ReadonlyArray<SessionTopic> }
  | {
      readonly kind: 'pulled';
      readonly rows: ReadonlyArray<RecordRow>;
      readonly progress: ReadProgress;
      readonly state: ReadState;
    }
  | { readonly kind: 'progressed'; readonly progress: ReadProgress; readonly state: ReadState }
  | { readonly kind: 'columns-wanted'; readonly columns: ReadonlyArray<string> }
  /** Rows that came once more, with other columns. */
  | { readonly kind: 'replaced'; readonly rows: ReadonlyArray<RecordRow> }
  | { readonly kind: 'wanted-more'; readonly count: number }
  | { readonly kind: 'extension-wanted'; readonly until: ReadUntil; readonly count: number }
  | { readonly kind: 'extended' }
  | { readonly kind: 'halted'; readonly how: 'paused' | 'stopped' }
  | { readonly kind: 'resumed' }
  | { readonly kind: 'failed'; readonly error: unknown };

export type SessionStart = {
  readonly wanted: number;
  readonly isLive?: boolean;
  readonly columns?: ReadonlyArray<string>;
};

export function newSession({ wanted, isLive = false, columns = [] }: SessionStart): SessionState {
  return {
    rows: RowList.EMPTY,
    sessionId: null,
    topics: [],
    columns,
    progress: null,
    readState: null,
    extension: null,
    wanted,
    isLive,
    received: 0,
    halted: null,
    error: null,
  };
}

export function reduceSession(state: SessionState, action: SessionAction): SessionState {
  switch (action.kind) {
    case 'opened':
      return { ...state, sessionId: action.sessionId, topics: action.topics };
    case 'pulled':
      return {
        ...state,
        rows: state.rows.append(action.rows),
        received: state.received + action.rows.length,
        progress: action.progress,
        readState: action.state,
      };
    case 'progressed':
      return { ...state, progress: action.progress, readState: action.state };
    case 'columns-wanted':
      return { ...state, columns: action.columns };
    case 'replaced':
      return { ...state, rows: state.rows.replace(action.rows) };
    case 'wanted-more':
      return { ...state, wanted: state.received + action.count, halted: null };
    case 'extension-wanted':
      return { ...state, extension: action.until, wanted: state.received + action.count, halted: null, error: null };
    case 'extended':
      return { ...state, extension: null, readState: { kind: 'reading' } };
    case 'halted':
      return { ...state, halted: action.how };
    case 'resumed':
      return { ...state, halted: null, error: null };
    case 'failed':
      return { ...state, error: action.error, extension: null };
  }
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
  const isOpening = state.sessionId === null && state.error === null && state.halted === null;
  return isOpening || state.extension !== null || wantsRows(state);
}

/** True where "Load more" has something to load. */
export function hasMore(state: SessionState): boolean {
  return (
    state.sessionId !== null &&
    state.error === null &&
    state.wanted !== Infinity &&
    state.extension === null &&
    state.readState !== null &&
    state.readState.kind !== 'complete' &&
    !wantsRows(state)
  );
}
