import type { ReadState } from '../../../shared/contract/records.ts';
import { MAX_ROWS } from './row-list.ts';
import type { SessionState } from './session-state.ts';
import { hasMore, wantsRows } from './session-state.ts';

/** What the session is doing, in the order in which one thing matters more than another. */
export type Activity =
  | { readonly kind: 'opening' | 'reading' | 'waiting' | 'more' | 'paused' | 'stopped' | 'failed' }
  | { readonly kind: 'complete'; readonly because: Extract<ReadState, { kind: 'complete' }>['because'] }
  | { readonly kind: 'interrupted'; readonly message: string; readonly sinceMs: number };

export function activityOf(state: SessionState): Activity {
  if (state.error !== null) return { kind: 'failed' };
  if (state.halted !== null) return { kind: state.halted };
  if (state.sessionId === null) return { kind: 'opening' };
  if (state.extension !== null) return { kind: 'reading' };
  if (state.readState?.kind === 'complete') return state.readState;
  if (hasMore(state)) return { kind: 'more' };
  if (state.readState?.kind === 'interrupted') return state.readState;
  if (wantsRows(state) && state.readState?.kind === 'waiting') return { kind: 'waiting' };
  return { kind: 'reading' };
}

export type ProgressFacts = {
  readonly read: number;
  /** Text of the total, and whether it may be too high; null where there is none (a live tail). */
  readonly total: { readonly text: string; readonly isBound: boolean } | null;
  /** 0 to 1; null where there is no end to read to. */
  readonly fraction: number | null;
  readonly matched: number;
  readonly undecodable: number;
  readonly bytes: number;
  /** Null while nothing is being read: the rate of what is over would be taken for what is now. */
  readonly recordsPerSecond: number | null;
  /** Null also where the rest takes less than a second: a number nobody can read before it is wrong. */
  readonly msLeft: number | null;
  readonly partitions: ReadonlyArray<number>;
  /** "0" where nothing is waiting. */
  readonly behind: string;
  readonly dropped: { readonly count: number; readonly kept: number } | null;
  readonly evicted: number;
  readonly notes: ReadonlyArray<string>;
};

const SHORTEST_LEFT_MS = 1000;

/** The counters of the progress line; null before there are any. */
export function factsOf(state: SessionState): ProgressFacts | null {
  const { progress } = state;
  if (progress === null) return null;
  const isReading = activityOf(state).kind === 'reading';
  const isOver = state.readState?.kind === 'complete' && state.readState.because === 'end';
  return {
    read: progress.read,
    total: progress.total === null ? null : { text: progress.total, isBound: progress.total !== String(progress.read) },
    fraction: progress.total === null ? null : isOver ? 1 : fractionOf(progress.read, Number(progress.total)),
    matched: progress.matched,
    undecodable: progress.undecodable,
    bytes: progress.bytes,
    recordsPerSecond: isReading && progress.recordsPerSecond >= 1 ? progress.recordsPerSecond : null,
    msLeft: isReading && progress.msLeft !== null && progress.msLeft >= SHORTEST_LEFT_MS ? progress.msLeft : null,
    partitions: progress.partitions,
    behind: state.isLive ? progress.behind : '0',
    dropped: state.rows.first === 0 ? null : { count: state.rows.first, kept: MAX_ROWS },
    evicted: progress.evicted,
    notes: progress.notes,
  };
}

function fractionOf(read: number, total: number): number {
  return total <= 0 ? 0 : Math.min(1, read / total);
}

const MILLION = 1_000_000;

/** Two counts of one kind: `1,204 of 80,000`, and from ten millions on `12.4 of 80.0 M`. */
export function shortCounts(read: number, total: string): { readonly read: string; readonly total: string } | null {
  const all = Number(total);
  // Below a hundred thousand it would read "0.0 of 80.0 M", which is not how far it is.
  if (all < 10 * MILLION || read < MILLION / 10) return null;
  const digits = all >= 1000 * MILLION ? 0 : 1;
  return { read: (read / MILLION).toFixed(digits), total: `${(all / MILLION).toFixed(digits)} M` };
}

/** A rate a person can take in at a glance: `840`, `12.3 k`, `6.1 M`. */
export function shortRate(perSecond: number): string {
  if (perSecond >= MILLION) return `${(perSecond / MILLION).toFixed(1)} M`;
  if (perSecond >= 10_000) return `${(perSecond / 1000).toFixed(1)} k`;
  return String(Math.round(perSecond));
}
