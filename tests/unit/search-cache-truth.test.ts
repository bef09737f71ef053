import { rmSync } from 'node:fs';
import { expect, it } from 'vitest';
import { decodeBatches } from '../../src/core/kafka/record-batches.ts';
import { cachedReader, type SearchCache } from '../../src/core/search-cache/index.ts';
import {
  FakeTopic,
  newFolder,
  openCache,
  readAll,
  TOPIC,
  type FakePartition,
  type ReadOptions,
} from '../../src/core/search-cache/testing.ts';

/**
 * A log that is written, cut off, trimmed, made anew; transactions that end this way and that; caches that are closed,
 * opened again and share a folder: whatever happens, a reading through the cache gives what a reading without it gives.
 */

/** Lives of a log; many with LONG_TESTS. */
const ROUNDS = process.env['LONG_TESTS'] === undefined ? 2 : 40;

type Random = () => number;

function seeded(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** `partition:offset value` of all that is to be seen. */
async function seen(reader: Parameters<typeof readAll>[0], starts: ReadonlyMap<number, bigint>, options: ReadOptions) {
  const read = await readAll(reader, starts, options);
  const lines: string[] = [];
  for (const [partition, stretches] of read) {
    for (const { batches, aborted, asked } of stretches) {
      const { records } = decodeBatches(batches, { partition, fromOffset: asked, aborted, decompress: (_, b) => b });
      for (const { offset, value } of records) lines.push(`${partition}:${offset} ${String(value).slice(0, 12)}`);
    }
  }
  return lines;
}

/** What one has and the other has not, as often as it has it. */
function difference(direct: ReadonlyArray<string>, through: ReadonlyArray<string>): string[] {
  const counts = new Map<string, number>();
  for (const line of direct) counts.set(line, (counts.get(line) ?? 0) + 1);
  for (const line of through) counts.set(line, (counts.get(line) ?? 0) - 1);
  return [...counts].flatMap(([line, count]) => (count === 0 ? [] : [`${count > 0 ? 'missing' : 'too much'} ${line}`]));
}

let serial = 0;
function append(log: FakePartition, random: Random): void {
  const count = 1 + Math.floor(random() * 40);
  for (let index = 0; index < count; index += 1) {
    const content = `v${(serial += 1)}`;
    const shape = { records: 1 + Math.floor(random() * 5), bytes: 100 + Math.floor(random() * 3000), content };
    const dice = random();
    const producerId = BigInt(1 + Math.floor(random() * 3));
    if (dice < 0.5) log.append(shape);
    else if (dice < 0.8) log.append({ ...shape, kind: 'transactional', producerId });
    else if (log.open.has(producerId)) log.append({ kind: random() < 0.5 ? 'abort' : 'commit', producerId });
  }
}

/** Ends every transaction, so that a read-committed reading can come to the end of the log. */
function settle(log: FakePartition, random: Random): void {
  for (const producerId of [...log.open.keys()]) {
    log.append({ kind: random() < 0.5 ? 'abort' : 'commit', producerId });
  }
}

function startsOf(topic: FakeTopic, random: Random): Map<number, bigint> {
  return new Map(
    [...topic.partitions].map(([partition, { start, end }]) => {
      const span = Number(end - start);
      return [partition, random() < 0.4 ? start : start + BigInt(Math.floor(random() * (span + 1)))];
    }),
  );
}

async function life(seed: number, hasTopicIds: boolean): Promise<{ fromCache: number }> {
  const random = seeded(seed);
  const folder = newFolder();
  let topic = new FakeTopic(1 + Math.floor(random() * 3));
  let generation = 1;
  let caches: SearchCache[] = [openCache(folder), openCache(folder)];
  let fromCache = 0;
  for (let step = 0; step < 40; step += 1) {
    for (const log of topic.partitions.values()) {
      if (random() < 0.5) append(log, random);
      if (random() < 0.06) log.truncate(log.start + BigInt(Math.floor(random() * Number(log.end - log.start + 1n))));
      if (random() < 0.1) log.epoch += 1;
      if (random() < 0.08)
        log.deleteBefore(log.start + BigInt(Math.floor(random() * Number(log.end - log.start + 1n))));
    }
    if (random() < 0.05) {
      topic = new FakeTopic(topic.partitions.size);
      generation += 1;
      for (const log of topic.partitions.values()) append(log, random);
    }
    if (random() < 0.15) caches = [openCache(folder), openCache(folder)];
    if (random() < 0.6) for (const log of topic.partitions.values()) settle(log, random);
    const cache = caches[Math.floor(random() * 2)]!;
    const options: ReadOptions = {
      isolation: random() < 0.7 ? 'read-committed' : 'read-uncommitted',
      maxBytesPerPartition: 500 + Math.floor(random() * 20_000),
    };
    const starts = startsOf(topic, random);
    const before = topic.bytesSent;
    const direct = await seen(topic.reader(), starts, options);
    const sent = topic.bytesSent;
    const topicId = hasTopicIds ? `id-${generation}` : null;
    const reader = cachedReader(topic.reader(), cache.topic({ ...TOPIC, topicId }));
    const through = await seen(reader, starts, options);
    expect(difference(direct, through), `seed ${seed}, step ${step}, ${JSON.stringify(options)}`).toEqual([]);
    if (topic.bytesSent - sent < (sent - before) / 2) fromCache += 1;
    await reader.close();
    if (random() < 0.8) await cache.flush();
  }
  for (const cache of caches) await cache.flush();
  rmSync(folder, { recursive: true });
  return { fromCache };
}

it.each([true, false])(
  'gives what the log holds, whatever happens to the log (topic ids: %s)',
  async (hasTopicIds) => {
    const first = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
    let fromCache = 0;
    for (let seed = first; seed < first + ROUNDS; seed += 1) fromCache += (await life(seed, hasTopicIds)).fromCache;
    // Otherwise the comparison compares nothing.
    expect(fromCache, `seeds from ${first}`).toBeGreaterThan(ROUNDS * 2);
  },
  120_000,
);
