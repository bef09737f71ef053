import type { RawRecord } from '../kafka/index.ts';
import type { FetchedLane, LaneId, Range, RecordSource, Wanted } from './source.ts';

/** Test support: a topic in memory, for orders and gaps that a real broker makes only after hours. */
export type FakePartition = {
  readonly start: bigint;
  readonly end: bigint;
  readonly records: ReadonlyArray<RawRecord>;
  /** True where the offsets after the last record are covered by a batch (a marker), false where nothing is there. */
  readonly isTailCovered: boolean;
};
export type FakeLog = ReadonlyMap<number, FakePartition>;

/** A small generator with a printed seed, so that a failure can be had again (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function fakeRecord(partition: number, offset: bigint, timestamp: bigint, size = 10): RawRecord {
  const value = Buffer.alloc(size);
  return { partition, offset, timestamp, timestampType: 'create', key: null, value, headers: [] };
}

export type LogShape = { readonly isMonotonic: boolean; readonly maxRecords: number; readonly maxSize: number };

/** Empty partitions, gaps before, between and after records, starts above zero, equal and jumping timestamps. */
export function randomLog(random: () => number, shape: LogShape): FakeLog {
  const log = new Map<number, FakePartition>();
  const partitions = 1 + Math.floor(random() * 6);
  for (let partition = 0; partition < partitions; partition += 1) {
    const start = BigInt(Math.floor(random() * 50));
    const count = random() < 0.3 ? 0 : Math.floor(random() * shape.maxRecords);
    const gaps = random();
    let offset = start;
    let time = Math.floor(random() * 100);
    const records: RawRecord[] = [];
    for (let index = 0; index < count; index += 1) {
      if (random() < gaps * 0.5) offset += BigInt(Math.floor(random() * (random() < 0.1 ? 5000 : 6)));
      time += Math.floor(random() * 3) - (shape.isMonotonic ? 0 : 1);
      records.push(fakeRecord(partition, offset, BigInt(time), Math.floor(random() * shape.maxSize)));
      offset += 1n;
    }
    const tail = random() < 0.3 ? BigInt(Math.floor(random() * 40)) : 0n;
    log.set(partition, { start, end: offset + tail, records, isTailCovered: random() < 0.5 });
  }
  return log;
}

export function rangesOf(log: FakeLog): Range[] {
  return [...log].map(([lane, { start, end }]) => ({ lane, start, end }));
}

/** One fetch as a broker answers it: some records from each position, at least one, now and then a partition less. */
export function fetchFrom(log: FakeLog, positions: ReadonlyMap<LaneId, Wanted>, random: () => number): FetchedLane[] {
  const parts: FetchedLane[] = [];
  for (const [lane, { offset: position }] of positions) {
    // The answer was full before this partition's turn.
    if (parts.length > 0 && random() < 0.1) continue;
    const { records, end, isTailCovered } = log.get(lane) as FakePartition;
    const from = records.findIndex((record) => record.offset >= position);
    const some = from < 0 ? [] : records.slice(from, from + 1 + Math.floor(random() * 30));
    const isLast = from < 0 || from + some.length === records.length;
    const last = some.at(-1);
    const afterLast = last === undefined ? position : last.offset + 1n;
    const nextOffset = isLast && isTailCovered ? end : afterLast;
    parts.push({ lane, records: some, nextOffset, endOffset: end, bytes: 100, read: some.length, ...NOT_TOLD });
  }
  return parts;
}

/** Hands out everything a source has, in its order; fails when it neither reads nor ends. */
export function drain(source: RecordSource, log: FakeLog, random: () => number, limit = Infinity): RawRecord[] {
  const out: RawRecord[] = [];
  for (let rounds = 0; rounds < 100_000; rounds += 1) {
    for (let sourced = source.next(); sourced !== null; sourced = source.next()) {
      out.push(sourced.record);
      if (out.length >= limit) return out;
    }
    if (source.isComplete()) return out;
    const asked = source.wants(true);
    if (asked.size === 0) throw new Error('The source wants nothing and has nothing, and is not complete.');
    source.accept(asked, fetchFrom(log, asked, random));
  }
  throw new Error('The source does not come to an end.');
}

/** The parts of an answer that a source does not look at. */
export const NOT_TOLD = { undecodable: 0, notes: [], times: null } as const;
