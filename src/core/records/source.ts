import type { RawRecord } from '../kafka/index.ts';

/**
 * One partition of one topic in a reading. Sources know lanes by number only; the plan knows what each one is.
 */
export type LaneId = number;

/** What one lane gave in one answer: all its records, or those that matched. */
export type FetchedLane = {
  readonly lane: LaneId;
  /** In offset order. */
  readonly records: ReadonlyArray<RawRecord>;
  /** Where to go on: after the last offset covered, also when every record in it was dropped. */
  readonly nextOffset: bigint;
  /** End of what may be read: high watermark, or last stable offset when read-committed. */
  readonly endOffset: bigint;
  /** Bytes of record batches received, as compressed. */
  readonly bytes: number;
  /** Records looked at, those that did not match included. */
  readonly read: number;
  /** Of those looked at: records whose key or value could not be decoded in the chosen form. */
  readonly undecodable: number;
  /** What the user must know of it ("a batch of partition 3 was refused"), one sentence each. */
  readonly notes: ReadonlyArray<string>;
  /** Timestamps of all that was looked at, as the headers of the batches tell them; null where nothing was. */
  readonly times: TimeSpan | null;
};

export type TimeSpan = { readonly oldest: bigint; readonly newest: bigint };

/** From where a lane is to be read, and up to where it is worth reading ahead; null: no end is known. */
export type Wanted = { readonly offset: bigint; readonly until: bigint | null };

/** A record and the lane it came from. */
export type Sourced = { readonly lane: LaneId; readonly record: RawRecord };

/**
 * The order of reading, without any IO: a source says what to fetch, takes in what was fetched, and hands out records
 * in the order they are shown. The session moves bytes between it and the engine.
 */
export type RecordSource = {
  /** The next record in order; null while the order is not yet known or nothing is there. */
  next(): Sourced | null;
  /** Positions to fetch now; empty where nothing is to be read. `demand`: somebody waits for rows. */
  wants(demand: boolean): ReadonlyMap<LaneId, Wanted>;
  accept(asked: ReadonlyMap<LaneId, Wanted>, fetched: ReadonlyArray<FetchedLane>): void;
  /**
   * The log of a lane no longer holds the position asked for: takes the log's new bounds in and returns how many
   * offsets will never be read, and where it goes on.
   */
  relocate(lane: LaneId, bounds: LogBounds): Relocation;
  /** Offsets not handed out yet. For a live tail: up to the last end seen. */
  remaining(): bigint;
  /** True when no record will ever follow those handed out. */
  isComplete(): boolean;
  /** Told the ends of the log while nobody pulls; only a live tail cares. */
  noteEnds(ends: ReadonlyMap<LaneId, bigint>): void;
  /** Reads on up to these ends, where they are further than those so far; only reading oldest first can. */
  extendTo(ends: ReadonlyMap<LaneId, bigint>): void;
};

export type LogBounds = { readonly start: bigint; readonly end: bigint };
export type Relocation = { readonly from: bigint; readonly to: bigint };

/** Where a lane is read: from `start` (included) to `end` (not included). */
export type Range = { readonly lane: LaneId; readonly start: bigint; readonly end: bigint };

/** What a source may keep of one partition ahead of the puller. */
export type SourceLimits = {
  /** Bytes of one fetch of one partition. */
  readonly fetchBytes: number;
  /** Only some of the records looked at are handed out: what is read ahead is not what is kept. */
  readonly isSearch?: boolean;
  /** Where records behind an open transaction must not be waited for. */
  readonly isolation: 'read-committed' | 'read-uncommitted';
};

/** Bytes a record holds in memory, with a flat charge for its objects. */
export function recordBytes(record: RawRecord): number {
  let bytes = 200 + (record.key?.length ?? 0) + (record.value?.length ?? 0);
  for (const [name, value] of record.headers) bytes += 60 + name.length + (value?.length ?? 0);
  return bytes;
}

/**
 * Empty answers in a row after which the rest of a partition counts as a gap. Compaction may leave offsets below the
 * end with no batch at all; a reader that waits for them never ends.
 */
export function isGap(emptyAnswers: number, fetched: FetchedLane | undefined, end: bigint): boolean {
  const endIsTold = fetched !== undefined && fetched.endOffset >= end;
  return emptyAnswers >= (endIsTold ? 3 : 30);
}

export function byLane(fetched: ReadonlyArray<FetchedLane>): ReadonlyMap<LaneId, FetchedLane> {
  return new Map(fetched.map((part) => [part.lane, part]));
}

export function minimum(left: bigint, right: bigint): bigint {
  return left < right ? left : right;
}

export function maximum(left: bigint, right: bigint): bigint {
  return left > right ? left : right;
}
