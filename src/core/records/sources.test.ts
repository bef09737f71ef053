import { describe, expect, it } from 'vitest';
import type { RawRecord } from '../kafka/index.ts';
import { BackwardSource } from './backward-source.ts';
import { drain, fakeRecord, fetchFrom, NOT_TOLD, randomLog, rangesOf, seeded, type FakeLog } from './fake-log.ts';
import { ForwardSource } from './forward-source.ts';
import { TailSource } from './tail-source.ts';

const SEED = Number(process.env['TEST_SEED'] ?? 20_261_121);
/** More with LONG_TESTS. */
const ROUNDS = process.env['LONG_TESTS'] === undefined ? 100 : 400;
const LIMITS = { fetchBytes: 4096, isolation: 'read-committed' } as const;

/** Compares what matters of records, in a form that reads well when it differs. */
function places(records: ReadonlyArray<RawRecord>): string[] {
  return records.map((record) => `${record.timestamp}@${record.partition}:${record.offset}`);
}

/** The reference: at each step the best head of all partitions, on whole arrays. */
function mergeHeads(lists: RawRecord[][], isBetter: (left: RawRecord, right: RawRecord) => boolean): RawRecord[] {
  const out: RawRecord[] = [];
  for (;;) {
    let best: RawRecord[] | null = null;
    for (const list of lists) {
      if (list.length > 0 && (best === null || isBetter(list[0]!, best[0]!))) best = list;
    }
    if (best === null) return out;
    out.push(best.shift()!);
  }
}

function logs(shape: { isMonotonic: boolean; maxSize?: number }, check: (log: FakeLog, random: () => number) => void) {
  for (let round = 0; round < ROUNDS; round += 1) {
    const random = seeded(SEED + round);
    const log = randomLog(random, { maxRecords: 120, maxSize: 200, ...shape });
    try {
      check(log, random);
    } catch (error) {
      throw new Error(`TEST_SEED=${SEED + round}: ${String(error)}`, { cause: error });
    }
  }
}

describe('reading newest first', () => {
  it('gives the same as sorting the whole topic by time, where time grows inside a partition', () => {
    logs({ isMonotonic: true }, (log, random) => {
      const sorted = [...log.values()]
        .flatMap((partition) => partition.records)
        .sort((left, right) =>
          left.timestamp !== right.timestamp
            ? Number(right.timestamp - left.timestamp)
            : left.partition - right.partition || Number(right.offset - left.offset),
        );
      const source = new BackwardSource(rangesOf(log), 20, LIMITS);
      expect(places(drain(source, log, random, 20))).toEqual(places(sorted.slice(0, 20)));
      expect(places(drain(source, log, random))).toEqual(places(sorted.slice(20)));
    });
  });

  it('keeps the order of offsets where time jumps back, and merges by the heads', () => {
    logs({ isMonotonic: false }, (log, random) => {
      const lists = [...log.values()].map((partition) => [...partition.records].reverse());
      const expected = mergeHeads(lists, (left, right) => left.timestamp > right.timestamp);
      const source = new BackwardSource(rangesOf(log), 7, LIMITS);
      expect(places(drain(source, log, random))).toEqual(places(expected));
      expect(source.remaining()).toBe(0n);
    });
  });

  it('narrows its window where records are large, and still loses none', () => {
    logs({ isMonotonic: true, maxSize: 20_000 }, (log, random) => {
      const source = new BackwardSource(rangesOf(log), 100, LIMITS);
      const total = [...log.values()].reduce((sum, partition) => sum + partition.records.length, 0);
      expect(new Set(places(drain(source, log, random))).size).toBe(total);
    });
  });

  it('asks for nothing while nobody waits', () => {
    const source = new BackwardSource([{ lane: 0, start: 0n, end: 10n }], 5, LIMITS);
    expect(source.wants(false).size).toBe(0);
    expect([...source.wants(true)]).toEqual([[0, { offset: 5n, until: 10n }]]);
  });

  it('goes back from the last stable offset where an open transaction holds the end', () => {
    const records = [fakeRecord(0, 0n, 1n), fakeRecord(0, 1n, 2n)];
    const source = new BackwardSource([{ lane: 0, start: 0n, end: 1000n }], 5, LIMITS);
    const asked = source.wants(true);
    source.accept(asked, [
      {
        lane: 0,
        records: [],
        nextOffset: [...asked.values()][0]!.offset,
        endOffset: 2n,
        bytes: 0,
        read: 0,
        ...NOT_TOLD,
      },
    ]);
    source.accept(source.wants(true), [
      { lane: 0, records, nextOffset: 2n, endOffset: 2n, bytes: 9, read: 0, ...NOT_TOLD },
    ]);
    expect([source.next()?.record.offset, source.next()?.record.offset, source.next()]).toEqual([1n, 0n, null]);
    expect(source.isComplete()).toBe(true);
  });

  it('ends at the new start, and says what is gone, where retention moved it', () => {
    const source = new BackwardSource([{ lane: 0, start: 0n, end: 1000n }], 5, LIMITS);
    source.wants(true);
    expect(source.relocate(0, { start: 998n, end: 1000n })).toEqual({ from: 0n, to: 998n });
    expect([...source.wants(true).values()]).toEqual([{ offset: 998n, until: 1000n }]);
  });
});

describe('reading oldest first', () => {
  it('gives every record once: no gap, no double, heads merged by time', () => {
    logs({ isMonotonic: false }, (log, random) => {
      const lists = [...log.values()].map((partition) => [...partition.records]);
      const expected = mergeHeads(lists, (left, right) => left.timestamp < right.timestamp);
      const source = new ForwardSource(rangesOf(log), LIMITS);
      expect(places(drain(source, log, random))).toEqual(places(expected));
      expect(source.remaining()).toBe(0n);
    });
  });

  it('starts and ends where it is told, whatever a fetch brings', () => {
    logs({ isMonotonic: true }, (log, random) => {
      const ranges = rangesOf(log).map((range) => {
        const start = range.start + BigInt(Math.floor(random() * Number(range.end - range.start + 1n)));
        return { ...range, start, end: start + BigInt(Math.floor(random() * Number(range.end - start + 1n))) };
      });
      const inRange = ranges.flatMap((range) =>
        log.get(range.lane)!.records.filter((record) => record.offset >= range.start && record.offset < range.end),
      );
      const read = drain(new ForwardSource(ranges, LIMITS), log, random);
      expect(places(read).sort()).toEqual(places(inRange).sort());
    });
  });

  it('keeps no more than one and a half fetches of a partition ahead', () => {
    const source = new ForwardSource([{ lane: 0, start: 0n, end: 1000n }], LIMITS);
    const records = Array.from({ length: 10 }, (_, index) => fakeRecord(0, BigInt(index), 0n, 400));
    source.accept(source.wants(true), [
      { lane: 0, records, nextOffset: 10n, endOffset: 1000n, bytes: 4000, read: 0, ...NOT_TOLD },
    ]);
    expect(source.wants(true).size).toBe(0);
  });

  it('does not take an empty answer for a gap while others still bring records', () => {
    const source = new ForwardSource(
      [
        { lane: 0, start: 0n, end: 500n },
        { lane: 1, start: 0n, end: 1n },
      ],
      { ...LIMITS, fetchBytes: 1_000_000 },
    );
    for (let offset = 0n; offset < 50n; offset += 1n) {
      source.accept(new Map([...source.wants(true)]), [
        {
          lane: 0,
          records: [fakeRecord(0, offset, 0n)],
          nextOffset: offset + 1n,
          endOffset: 500n,
          bytes: 1,
          read: 0,
          ...NOT_TOLD,
        },
        { lane: 1, records: [], nextOffset: 0n, endOffset: 1n, bytes: 0, read: 0, ...NOT_TOLD },
      ]);
    }
    expect(source.next()).toBeNull();
    expect(source.isComplete()).toBe(false);
  });
});

describe('the live tail', () => {
  const lane = (position: bigint, count: number) => ({
    lane: 0,
    records: Array.from({ length: count }, (_, index) => fakeRecord(0, position + BigInt(index), 5n)),
    nextOffset: position + BigInt(count),
    endOffset: position + BigInt(count) + 3n,
    bytes: 10,
    read: count,
    ...NOT_TOLD,
  });

  it('hands out in the order of arrival and knows how far it is behind', () => {
    const source = new TailSource(new Map([[0, 10n]]), LIMITS);
    expect(source.remaining()).toBe(0n);
    source.accept(source.wants(true), [lane(10n, 2)]);
    expect(source.remaining()).toBe(5n);
    expect([source.next()?.record.offset, source.next()?.record.offset, source.next()]).toEqual([10n, 11n, null]);
    expect(source.remaining()).toBe(3n);
    source.noteEnds(new Map([[0, 100n]]));
    expect(source.remaining()).toBe(88n);
  });

  it('reads nothing for a page that does not pull', () => {
    const source = new TailSource(new Map([[0, 10n]]), LIMITS);
    expect(source.wants(false).size).toBe(0);
    expect(source.wants(true).size).toBe(1);
  });

  it('begins at the last stable offset, so that an open transaction is seen when it commits', () => {
    const source = new TailSource(new Map([[0, 10n]]), LIMITS);
    source.accept(source.wants(true), [
      { lane: 0, records: [], nextOffset: 10n, endOffset: 4n, bytes: 0, read: 0, ...NOT_TOLD },
    ]);
    expect([...source.wants(true)]).toEqual([[0, { offset: 4n, until: null }]]);
  });

  it('gives every record once over random fetches', () => {
    logs({ isMonotonic: true }, (log, random) => {
      const source = new TailSource(new Map([...log].map(([partition, { start }]) => [partition, start])), LIMITS);
      const read: RawRecord[] = [];
      for (let round = 0; round < 400; round += 1) {
        const asked = source.wants(true);
        if (asked.size > 0) source.accept(asked, fetchFrom(log, asked, random));
        for (let next = source.next(); next !== null; next = source.next()) read.push(next.record);
      }
      const all = [...log.values()].flatMap((partition) => partition.records);
      expect(places(read).sort()).toEqual(places(all).sort());
    });
  });
});
