import type { SessionState } from './session-state.ts';
import { MAX_ROWS } from './row-list.ts';
import { hasMore, wantsRows } from './session-state.ts';

/** What the session is doing, in the order in which one thing matters more than another. */
export type Activity =
  | { readonly kind: 'opening' | 'reading' | 'waiting' | 'complete' | 'more' | 'paused' | 'stopped' | 'failed' }
  | { readonly kind: 'interrupted'; readonly message: string; readonly sinceMs: number };

export function activityOf(state: SessionState): Activity {
  if (state.error !== null) return { kind: 'failed' };
  if (state.halted !== null) return { kind: state.halted };
  if (state.sessionId === null) return { kind: 'opening' };
  if (state.extension !== null) return { kind: 'reading' };
  if (state.readState?.kind === 'complete') return { kind: 'complete' };
  if (hasMore(state)) return { kind: 'more' };
  if (state.readState?.kind === 'interrupted') return state.readState;
  if (wantsRows(state) && state.readState?.kind === 'waiting') return { kind: 'waiting' };
  return { kind: 'reading' };
}

export type ProgressFacts = {
  readonly read: number;
  /** Text of the total, and whether it may be too high; null where there is none (a live tail). */
  readonly total: { readonly text: string; readonly isBound: boolean } | null;
  readonly bytes: number;
  readonly partitions: ReadonlyArray<number>;
  /** "0" where nothing is waiting. */
  readonly behind: string;
  readonly dropped: { readonly count: number; readonly kept: number } | null;
  readonly evicted: number;
  readonly notes: ReadonlyArray<string>;
};

/** The counters of the progress line; null before there are any. */
export function factsOf(state: SessionState): ProgressFacts | null {
  const { progress } = state;
  if (progress === null) return null;
  return {
    read: progress.read,
    total: progress.total === null ? null : { text: progress.total, isBound: progress.total !== String(progress.read) },
    bytes: progress.bytes,
    partitions: progress.partitions,
    behind: state.isLive ? progress.behind : '0',
    dropped: state.rows.first === 0 ? null : { count: state.rows.first, kept: MAX_ROWS },
    evicted: progress.evicted,
    notes: progress.notes,
  };
}
