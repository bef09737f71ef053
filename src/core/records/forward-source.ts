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

type Lane = {
  readonly id: LaneId;
  /** Next offset to fetch. */
  position: bigint;
  end: bigint;
  queue: RawRecord[];
  head: number;
  queuedBytes: number;
  emptyAnswers: number;
  isFirstAnswer: boolean;
  /** Searches: time up to which this lane was looked through; what still comes of it is taken to be later. */
  seenTo: bigint | null;
};

/**
 * Oldest first: a merge of the partitions by the timestamp of their heads. Inside a partition the order is always by
 * offset, so a partition whose timestamps jump keeps its own order. A search hands out a match as soon as every other
 * partition was looked through up to its time.
 */
export class ForwardSource implements RecordSource {
  readonly #lanes: ReadonlyMap<number, Lane>;
  readonly #heads = new Heap<Lane>(isEarlier);
  /** Lanes with records still to come and none at hand: nothing may be handed out before theirs is known. */
  readonly #starving = new Set<Lane>();
  readonly #limits: SourceLimits;

  constructor(ranges: ReadonlyArray<Range>, limits: SourceLimits) {
    this.#limits = limits;
    this.#lanes = new Map(ranges.map((range) => [range.lane, createLane(range)]));
    for (const lane of this.#lanes.values()) this.#settle(lane);
  }

  next(): Sourced | null {
    if (this.#starving.size > 0 && !this.#isHeadSettled()) return null;
    const lane = this.#heads.pop();
    if (lane === undefined) return null;
    const record = lane.queue[lane.head] as RawRecord;
    lane.head += 1;
    lane.queuedBytes -= recordBytes(record);
    if (lane.head === lane.queue.length) {
      lane.queue = [];
      lane.head = 0;
    }
    this.#settle(lane);
    return { lane: lane.id, record };
  }

  #isHeadSettled(): boolean {
    const lane = this.#heads.peek();
    if (lane === undefined || this.#limits.isSearch !== true) return false;
    const { timestamp } = lane.queue[lane.head] as RawRecord;
    for (const starving of this.#starving) if (starving.seenTo === null || starving.seenTo < timestamp) return false;
    return true;
  }

  /** One fetch ahead: a lane is asked again when less than half a fetch of it is left. A search reads on demand only. */
  wants(demand: boolean): ReadonlyMap<LaneId, Wanted> {
    const positions = new Map<LaneId, Wanted>();
    if (!demand && this.#limits.isSearch === true) return positions;
    for (const lane of this.#lanes.values()) {
      const isLow = lane.queuedBytes < this.#limits.fetchBytes / 2;
      if (lane.position < lane.end && isLow) positions.set(lane.id, { offset: lane.position, until: lane.end });
    }
    return positions;
  }

  accept(asked: ReadonlyMap<LaneId, Wanted>, fetched: ReadonlyArray<FetchedLane>): void {
    const parts = byLane(fetched);
    const isAllEmpty = fetched.every((part) => part.nextOffset <= (asked.get(part.lane)?.offset ?? part.nextOffset));
    for (const [id, { offset }] of asked) {
      const lane = this.#lanes.get(id);
      if (lane === undefined || lane.position !== offset) continue;
      this.#take(lane, parts.get(id), isAllEmpty);
    }
  }

  #take(lane: Lane, part: FetchedLane | undefined, isAllEmpty: boolean): void {
    if (part !== undefined && lane.isFirstAnswer) {
      lane.isFirstAnswer = false;
      // The last stable offset at the start of the session: what an open transaction holds back is not waited for.
      if (this.#limits.isolation === 'read-committed') lane.end = minimum(lane.end, part.endOffset);
    }
    const hadNone = lane.queue.length === 0;
    for (const record of part?.records ?? []) {
      if (record.offset < lane.position || record.offset >= lane.end) continue;
      lane.queue.push(record);
      lane.queuedBytes += recordBytes(record);
    }
    if (part?.times != null) lane.seenTo = part.times.newest;
    const advanced = part === undefined ? lane.position : minimum(part.nextOffset, lane.end);
    const isStuck = isAllEmpty && advanced <= lane.position;
    lane.emptyAnswers = isStuck ? lane.emptyAnswers + 1 : 0;
    lane.position = isStuck && isGap(lane.emptyAnswers, part, lane.end) ? lane.end : maximum(advanced, lane.position);
    if (hadNone) this.#settle(lane);
  }

  /** Puts a lane where it belongs: among the heads, among the starving, or nowhere when it is done. */
  #settle(lane: Lane): void {
    this.#starving.delete(lane);
    if (lane.queue.length > 0) this.#heads.push(lane);
    else if (lane.position < lane.end) this.#starving.add(lane);
  }

  relocate(id: LaneId, bounds: LogBounds): Relocation {
    const lane = this.#lanes.get(id);
    if (lane === undefined) return { from: 0n, to: 0n };
    const from = lane.position;
    // Shorter than it was (an unclean election): what is gone from the end will not come. Else: deleted from the start.
    if (from > bounds.end) lane.end = from;
    else lane.position = minimum(maximum(from, bounds.start), lane.end);
    const to = from > bounds.end ? from : lane.position;
    if (lane.queue.length === 0) this.#settle(lane);
    return { from, to };
  }

  remaining(): bigint {
    let total = 0n;
    for (const lane of this.#lanes.values()) {
      const next = lane.queue[lane.head]?.offset ?? lane.position;
      if (lane.end > next) total += lane.end - next;
    }
    return total;
  }

  isComplete(): boolean {
    return this.#starving.size === 0 && this.#heads.size === 0;
  }

  /** Where each lane's reading stands. */
  positions(): ReadonlyMap<LaneId, bigint> {
    return new Map([...this.#lanes.values()].map((lane) => [lane.id, lane.position]));
  }

  extendTo(ends: ReadonlyMap<LaneId, bigint>): void {
    for (const [id, end] of ends) {
      const lane = this.#lanes.get(id);
      if (lane === undefined || end <= lane.end) continue;
      const wasEmpty = lane.queue.length === 0;
      // The next answer tells anew what an open transaction holds back.
      Object.assign(lane, { end, isFirstAnswer: true, emptyAnswers: 0 });
      if (wasEmpty) this.#settle(lane);
    }
  }

  noteEnds(): void {
    // Reads up to the end as it was at the opening.
  }
}

function createLane(range: Range): Lane {
  return {
    id: range.lane,
    position: range.start,
    end: range.end,
    queue: [],
    head: 0,
    queuedBytes: 0,
    emptyAnswers: 0,
    isFirstAnswer: true,
    seenTo: null,
  };
}

function isEarlier(left: Lane, right: Lane): boolean {
  const leftHead = left.queue[left.head] as RawRecord;
  const rightHead = right.queue[right.head] as RawRecord;
  if (leftHead.timestamp !== rightHead.timestamp) return leftHead.timestamp < rightHead.timestamp;
  return left.id < right.id;
}
