import {
  byLane,
  maximum,
  minimum,
  recordBytes,
  type FetchedLane,
  type LaneId,
  type LogBounds,
  type RecordSource,
  type Relocation,
  type Sourced,
  type SourceLimits,
  type Wanted,
} from './source.ts';

type Lane = {
  readonly id: LaneId;
  position: bigint;
  /** End of the log as last seen. */
  end: bigint;
  queued: number;
  /** Offset after the last record handed out. */
  handed: bigint;
  isFirstAnswer: boolean;
};

/** The live tail: records in the order they arrive here, inside a partition by offset. Never completes. */
export class TailSource implements RecordSource {
  readonly #lanes: ReadonlyMap<number, Lane>;
  readonly #limits: SourceLimits;
  #queue: Sourced[] = [];
  #head = 0;
  #queuedBytes = 0;

  constructor(ends: ReadonlyMap<LaneId, bigint>, limits: SourceLimits) {
    this.#limits = limits;
    this.#lanes = new Map(
      [...ends].map(([id, end]) => [id, { id, position: end, end, queued: 0, handed: end, isFirstAnswer: true }]),
    );
  }

  next(): Sourced | null {
    const sourced = this.#queue[this.#head];
    if (sourced === undefined) return null;
    this.#head += 1;
    this.#queuedBytes -= recordBytes(sourced.record);
    if (this.#head === this.#queue.length) {
      this.#queue = [];
      this.#head = 0;
    }
    const lane = this.#lanes.get(sourced.lane) as Lane;
    lane.queued -= 1;
    lane.handed = lane.queued === 0 ? lane.position : sourced.record.offset + 1n;
    return sourced;
  }

  /** A paused page costs the broker nothing: only a waiting puller makes the tail read. */
  wants(demand: boolean): ReadonlyMap<LaneId, Wanted> {
    if (!demand || this.#queuedBytes > this.#limits.fetchBytes / 2) return new Map();
    return new Map([...this.#lanes.values()].map((lane) => [lane.id, { offset: lane.position, until: null }]));
  }

  accept(asked: ReadonlyMap<LaneId, Wanted>, fetched: ReadonlyArray<FetchedLane>): void {
    const parts = byLane(fetched);
    for (const [id, { offset }] of asked) {
      const lane = this.#lanes.get(id);
      const part = parts.get(id);
      if (part === undefined || lane === undefined || lane.position !== offset) continue;
      this.#take(lane, part);
    }
  }

  #take(lane: Lane, part: FetchedLane): void {
    if (lane.isFirstAnswer) {
      lane.isFirstAnswer = false;
      // As a read-committed consumer at "latest": what an open transaction still holds back is yet to come.
      const starts =
        this.#limits.isolation === 'read-committed' ? minimum(lane.position, part.endOffset) : lane.position;
      if (starts < lane.position) {
        Object.assign(lane, { position: starts, handed: starts });
        return;
      }
    }
    for (const record of part.records) {
      if (record.offset < lane.position) continue;
      this.#queue.push({ lane: lane.id, record });
      this.#queuedBytes += recordBytes(record);
      lane.queued += 1;
    }
    lane.position = maximum(lane.position, part.nextOffset);
    lane.end = maximum(lane.position, part.endOffset);
    if (lane.queued === 0) lane.handed = lane.position;
  }

  relocate(id: LaneId, bounds: LogBounds): Relocation {
    const lane = this.#lanes.get(id);
    if (lane === undefined) return { from: 0n, to: 0n };
    const from = lane.position;
    lane.position = minimum(maximum(from, bounds.start), bounds.end);
    lane.end = bounds.end;
    if (lane.queued === 0) lane.handed = lane.position;
    return { from, to: lane.position };
  }

  remaining(): bigint {
    let total = 0n;
    for (const lane of this.#lanes.values()) if (lane.end > lane.handed) total += lane.end - lane.handed;
    return total;
  }

  isComplete(): boolean {
    return false;
  }

  extendTo(): void {
    // It never ends.
  }

  noteEnds(ends: ReadonlyMap<LaneId, bigint>): void {
    for (const [id, end] of ends) {
      const lane = this.#lanes.get(id);
      if (lane !== undefined && end > lane.end) lane.end = end;
    }
  }
}
