import type { FetchedPartition, RawRecord } from '../kafka/index.ts';

/**
 * The order of reading, without any IO: a source says what to fetch, takes in what was fetched, and hands out records
 * in the order they are shown. The session moves bytes between it and the engine.
 */
export type RecordSource = {
  /** The next record in order; null while the order is not yet known or nothing is there. */
  next(): RawRecord | null;
  /** Positions to fetch now; empty where nothing is to be read. `demand`: somebody waits for rows. */
  wants(demand: boolean): ReadonlyMap<number, bigint>;
  accept(asked: ReadonlyMap<number, bigint>, fetched: ReadonlyArray<FetchedPartition>): void;
  /**
   * The log of a partition no longer holds the position asked for: takes the log's new bounds in and returns how many
   * offsets will never be read, and where it goes on.
   */
  relocate(partition: number, bounds: LogBounds): Relocation;
  /** Offsets not handed out yet. For a live tail: up to the last end seen. */
  remaining(): bigint;
  /** True when no record will ever follow those handed out. */
  isComplete(): boolean;
  /** Told the ends of the log while nobody pulls; only a live tail cares. */
  noteEnds(ends: ReadonlyMap<number, bigint>): void;
};

export type LogBounds = { readonly start: bigint; readonly end: bigint };
export type Relocation = { readonly from: bigint; readonly to: bigint };

/** Where a partition is read: from `start` (included) to `end` (not included). */
export type Range = { readonly partition: number; readonly start: bigint; readonly end: bigint };

/** What a source may keep of one partition ahead of the puller. */
export type SourceLimits = {
  /** Bytes of one fetch of one partition. */
  readonly fetchBytes: number;
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
export function isGap(emptyAnswers: number, fetched: FetchedPartition | undefined, end: bigint): boolean {
  const endIsTold = fetched !== undefined && fetched.endOffset >= end;
  return emptyAnswers >= (endIsTold ? 3 : 30);
}

export function byPartition(fetched: ReadonlyArray<FetchedPartition>): ReadonlyMap<number, FetchedPartition> {
  return new Map(fetched.map((part) => [part.partition, part]));
}

export function minimum(left: bigint, right: bigint): bigint {
  return left < right ? left : right;
}

export function maximum(left: bigint, right: bigint): bigint {
  return left > right ? left : right;
}
