import type { RawRecord } from '../kafka/index.ts';
import { Heap } from './heap.ts';
import {
  byLane,
  isGap,
  maximum,
  minimum,
  recordBytes,
  type FetchedLane,
  type LaneId,
  type LogBounds,
  type Range,
  type RecordSource,
  type Relocation,
  type Sourced,
  type SourceLimits,
  type Wanted,
} from './source.ts';

/** Kafka reads forward only, so going back means reading a window before what is known from its start to its end. */
type Window = {
  from: bigint;
  to: bigint;
  cursor: bigint;
  records: RawRecord[];
  bytes: number;
  /** Bytes read for it, whatever matched. */
  readBytes: number;
  oldest: bigint | null;
};

type Lane = {
  readonly id: LaneId;
  low: bigint;
  /** Everything at or after this offset has been read. */
  before: bigint;
  /** In offset order; handed out from its end. */
  queue: RawRecord[];
  /** Offsets the next window covers. */
  span: bigint;
  window: Window | null;
  emptyAnswers: number;
  isFirstAnswer: boolean;
  /** Searches: time down to which this lane was looked through; what still comes of it is taken to be earlier. */
  seenTo: bigint | null;
};

/** A window is read whole before its newest record is known, so this bounds what waits in memory per partition. */
const FETCHES_PER_WINDOW = 4;
/** Offsets of a search's first window of a lane: enough to be worth a request, few enough to show the first match soon. */
const FIRST_SEARCH_SPAN = 2000n;

/**
 * Newest first: a merge of the partitions by the timestamp of their newest unread records; inside a partition always by
 * offset. Windows double while gaps (compaction, markers) leave them empty, and shrink where records are large.
 */
export class BackwardSource implements RecordSource {
  readonly #lanes: ReadonlyMap<number, Lane>;
  readonly #heads = new Heap<Lane>(isLater);
  readonly #starving = new Set<Lane>();
  readonly #limits: SourceLimits;

  constructor(ranges: ReadonlyArray<Range>, count: number, limits: SourceLimits) {
    this.#limits = limits;
    const filled = Math.max(1, ranges.filter((range) => range.end > range.start).length);
    // Half more than an even spread needs: one fetch is enough for most topics.
    const spread = BigInt(Math.min(count, Math.ceil((count / filled) * 1.5) + 10));
    const span = limits.isSearch === true ? maximum(spread, FIRST_SEARCH_SPAN) : spread;
    this.#lanes = new Map(ranges.map((range) => [range.lane, createLane(range, span)]));
    for (const lane of this.#lanes.values()) this.#settle(lane);
  }

  next(): Sourced | null {
    if (this.#starving.size > 0 && !this.#isHeadSettled()) return null;
    const lane = this.#heads.pop();
    if (lane === undefined) return null;
    const record = lane.queue.pop() as RawRecord;
    this.#settle(lane);
    return { lane: lane.id, record };
  }

  #isHeadSettled(): boolean {
    const lane = this.#heads.peek();
    if (lane === undefined || this.#limits.isSearch !== true) return false;
    const { timestamp } = lane.queue.at(-1) as RawRecord;
    for (const starving of this.#starving) if (starving.seenTo === null || starving.seenTo > timestamp) return false;
    return true;
  }

  /** Read on demand only: most look at the newest page and go no further. */
  wants(demand: boolean): ReadonlyMap<LaneId, Wanted> {
    const positions = new Map<LaneId, Wanted>();
    if (!demand || this.#starving.size === 0) return positions;
    for (const lane of this.#lanes.values()) {
      // Lanes about to starve come along: one round trip for all instead of one for each.
      const isLow = BigInt(lane.queue.length) * 4n <= lane.span;
      if (!isLow || lane.before <= lane.low) continue;
      lane.window ??= openWindow(lane);
      positions.set(lane.id, { offset: lane.window.cursor, until: lane.window.to });
    }
    return positions;
  }

  accept(asked: ReadonlyMap<LaneId, Wanted>, fetched: ReadonlyArray<FetchedLane>): void {
    const parts = byLane(fetched);
    const isAllEmpty = fetched.every((part) => part.nextOffset <= (asked.get(part.lane)?.offset ?? part.nextOffset));
    for (const [id, { offset }] of asked) {
      const lane = this.#lanes.get(id);
      if (lane?.window?.cursor !== offset) continue;
      this.#take(lane, lane.window, parts.get(id), isAllEmpty);
    }
  }

  #take(lane: Lane, window: Window, part: FetchedLane | undefined, isAllEmpty: boolean): void {
    if (part !== undefined && lane.isFirstAnswer) {
      lane.isFirstAnswer = false;
      if (this.#limits.isolation === 'read-committed' && part.endOffset < lane.before) {
        // An open transaction holds back the end: the newest readable record is before the last stable offset.
        lane.before = maximum(part.endOffset, lane.low);
        lane.window = null;
        this.#settle(lane);
        return;
      }
    }
    window.readBytes += part?.bytes ?? 0;
    if (part?.times != null && (window.oldest === null || part.times.oldest < window.oldest)) {
      window.oldest = part.times.oldest;
    }
    for (const record of part?.records ?? []) {
      if (record.offset < window.cursor || record.offset >= window.to) continue;
      window.records.push(record);
      window.bytes += recordBytes(record);
    }
    const advanced = part === undefined ? window.cursor : minimum(part.nextOffset, window.to);
    const isStuck = isAllEmpty && advanced <= window.cursor;
    lane.emptyAnswers = isStuck ? lane.emptyAnswers + 1 : 0;
    const isRestGap = isStuck && isGap(lane.emptyAnswers, part, window.to);
    window.cursor = isRestGap ? window.to : maximum(advanced, window.cursor);
    if (window.cursor >= window.to) this.#close(lane, window);
    else this.#narrow(window);
  }

  #close(lane: Lane, window: Window): void {
    const wasStarving = lane.queue.length === 0;
    lane.queue = wasStarving ? window.records : [...window.records, ...lane.queue];
    lane.before = window.from;
    lane.window = null;
    lane.seenTo = window.oldest ?? lane.seenTo;
    lane.span = nextSpan(lane.span, window, this.#limits);
    if (wasStarving) this.#settle(lane);
  }

  /** Where the rest of a window is too much to keep, it starts nearer to its end. */
  #narrow(window: Window): void {
    const covered = window.cursor - window.from;
    if (covered <= 0n) return;
    const budget = this.#limits.fetchBytes * FETCHES_PER_WINDOW;
    const perOffset = window.bytes / Number(covered);
    if (perOffset * Number(window.to - window.from) <= budget) return;
    const nearer = window.to - BigInt(Math.max(1, Math.floor(budget / perOffset)));
    if (nearer <= window.cursor) return;
    Object.assign(window, { from: nearer, cursor: nearer, records: [], bytes: 0, readBytes: 0, oldest: null });
  }

  #settle(lane: Lane): void {
    this.#starving.delete(lane);
    if (lane.queue.length > 0) this.#heads.push(lane);
    else if (lane.before > lane.low) this.#starving.add(lane);
  }

  relocate(id: LaneId, bounds: LogBounds): Relocation {
    const lane = this.#lanes.get(id);
    if (lane === undefined) return { from: 0n, to: 0n };
    const { low, before } = lane;
    lane.low = maximum(low, bounds.start);
    lane.before = minimum(maximum(before, lane.low), maximum(bounds.end, lane.low));
    lane.window = null;
    if (lane.queue.length === 0) this.#settle(lane);
    return lane.low > low ? { from: low, to: minimum(lane.low, before) } : { from: lane.before, to: before };
  }

  remaining(): bigint {
    let total = 0n;
    for (const lane of this.#lanes.values()) {
      const newest = lane.queue.at(-1);
      total += (newest === undefined ? lane.before : newest.offset + 1n) - lane.low;
    }
    return total;
  }

  isComplete(): boolean {
    return this.#starving.size === 0 && this.#heads.size === 0;
  }

  extendTo(): void {
    // What arrived since is newer than all that was shown: it is seen by reading anew.
  }

  noteEnds(): void {
    // Reads back from the end as it was at the opening.
  }
}

function createLane(range: Range, span: bigint): Lane {
  return {
    id: range.lane,
    low: range.start,
    before: range.end,
    queue: [],
    span,
    window: null,
    emptyAnswers: 0,
    isFirstAnswer: true,
    seenTo: null,
  };
}

function openWindow(lane: Lane): Window {
  const from = maximum(lane.low, lane.before - lane.span);
  return { from, to: lane.before, cursor: from, records: [], bytes: 0, readBytes: 0, oldest: null };
}

/** Twice the last one, but no more offsets than one fetch is likely to bring. */
function nextSpan(span: bigint, window: Window, { fetchBytes, isSearch = false }: SourceLimits): bigint {
  const doubled = span * 2n;
  const bytes = isSearch ? window.readBytes : window.bytes;
  if (bytes === 0) return doubled;
  const perOffset = bytes / Number(window.to - window.from);
  return minimum(doubled, BigInt(Math.max(1, Math.floor(fetchBytes / perOffset))));
}

function isLater(left: Lane, right: Lane): boolean {
  const leftHead = left.queue.at(-1) as RawRecord;
  const rightHead = right.queue.at(-1) as RawRecord;
  if (leftHead.timestamp !== rightHead.timestamp) return leftHead.timestamp > rightHead.timestamp;
  return left.id < right.id;
}
