import { rmSync } from 'node:fs';
import { Admin, Producer } from '@platformatic/kafka';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { createEngine, type FetchRequest, type KafkaEngine, type TopicReader } from '../../src/core/kafka/index.ts';
import { decodeBatches } from '../../src/core/kafka/record-batches.ts';
import { loadDecompress, type Decompress } from '../../src/core/kafka/compression.ts';
import { wrapWithCache, type SearchCache } from '../../src/core/search-cache/index.ts';
import { allBytes, filesBelow, newFolder, openCache } from '../../src/core/search-cache/testing.ts';
import { kafka, type PlainBroker } from '../support/brokers.ts';
import { newTopic, settingsFor, until } from '../support/engines.ts';

/** On a real broker: the second reading of a range is not fetched again, and never tells anything but the log's content. */

const LIMITS = { minSegmentBytes: 0 };
let broker: PlainBroker;
let engine: KafkaEngine;
let admin: Admin;
let decompress: Decompress;
let folder: string;
let cache: SearchCache;

beforeAll(async () => {
  broker = await kafka();
  engine = createEngine(settingsFor('platformatic', broker.bootstrapServers));
  admin = new Admin({ clientId: 'test', bootstrapBrokers: [broker.bootstrapServers] });
  decompress = await loadDecompress();
});
afterAll(async () => {
  await Promise.all([engine.close(), admin.close()]);
});
beforeEach(() => {
  folder = newFolder();
  cache = openCache(folder, { limits: LIMITS });
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Reads a topic to its end; `fetched` counts what came from the broker. */
async function read(
  topic: string,
  options: { through?: SearchCache | null; isolation?: FetchRequest['isolation']; from?: bigint } = {},
): Promise<{ values: string[]; fetched: number; calls: number }> {
  const through = options.through === undefined ? cache : options.through;
  const inner = await engine.openReader(topic);
  let fetched = 0;
  let calls = 0;
  const counting: TopicReader = {
    fetch: (request) => inner.fetch(request),
    fetchBatches: async (request) => {
      const answers = (await inner.fetchBatches?.(request)) ?? [];
      calls += 1;
      for (const { batches } of answers) fetched += batches.length;
      return answers;
    },
    close: () => inner.close(),
  };
  const reader = through === null ? counting : wrapWithCache(engine, through)(topic, counting);
  const [info] = await engine.describeTopics([topic]);
  const all = info?.partitions.map(({ partition }) => partition) ?? [];
  const wanted = new Map([[topic, all]]);
  const starts = (await engine.offsets(wanted, { at: 'start' })).get(topic) ?? new Map<number, bigint>();
  const ends = (await engine.offsets(wanted, { at: 'end' })).get(topic) ?? new Map<number, bigint>();
  const positions = new Map([...starts].map(([p, start]) => [p, options.from ?? start]));
  const values: string[] = [];
  const isolation = options.isolation ?? 'read-committed';
  for (;;) {
    for (const [partition, position] of positions) {
      if (position >= (ends.get(partition) ?? 0n)) positions.delete(partition);
    }
    if (positions.size === 0) break;
    const signal = AbortSignal.timeout(20_000);
    const request = { topic, positions: new Map(positions), isolation, maxBytesPerPartition: 64 * 1024, maxWaitMs: 50 };
    for (const part of (await reader.fetchBatches?.({ ...request, signal })) ?? []) {
      const { partition, batches, aborted, nextOffset } = part;
      const asked = positions.get(partition) ?? 0n;
      const { records } = decodeBatches(batches, { partition, fromOffset: asked, aborted, decompress });
      for (const { offset, value } of records) values.push(`${partition}:${offset} ${String(value).slice(0, 30)}`);
      positions.set(partition, nextOffset);
      if (nextOffset >= part.endOffset) positions.delete(partition);
    }
  }
  await reader.close();
  await through?.flush();
  return { values: values.sort(), fetched, calls };
}

async function fill(topic: string, count: number, codec: 'none' | 'lz4' | 'zstd' = 'none', mark = 'v'): Promise<void> {
  for (let from = 0; from < count; from += 500) {
    const records = Array.from({ length: Math.min(500, count - from) }, (_, index) => ({
      topic,
      key: Buffer.from(`k${from + index}`),
      value: Buffer.from(`${mark}${from + index} canary-7c1f ${'x'.repeat(150)}`),
    }));
    await engine.produce(records, { compression: codec });
  }
}

it.each(['none', 'lz4', 'zstd'] as const)('a second reading fetches next to nothing (%s)', async (codec) => {
  const topic = await newTopic(engine, { partitions: 3 });
  await fill(topic, 6000, codec);
  const direct = await read(topic, { through: null });
  const first = await read(topic);
  const second = await read(topic);
  const later = await read(topic, { through: openCache(folder, { limits: LIMITS }) });
  expect(direct.values).toHaveLength(6000);
  for (const each of [first, second, later]) expect(each.values).toEqual(direct.values);
  expect(first.fetched).toBe(direct.fetched);
  // Only the batches that vouch for the rest: the first and the last of each partition.
  expect(second.calls).toBeLessThanOrEqual(2);
  expect(second.fetched).toBeLessThan(direct.fetched / 2);
  expect(later.fetched).toBe(second.fetched);
  expect(allBytes(folder).includes('canary-7c1f')).toBe(false);
  expect(filesBelow(folder).some((path) => path.includes(topic))).toBe(false);
});

it('what was produced since is read from Kafka, the rest is not', async () => {
  const topic = await newTopic(engine);
  await fill(topic, 4000);
  await read(topic);
  await fill(topic, 1000, 'none', 'new');
  const direct = await read(topic, { through: null });
  const second = await read(topic);
  expect(second.values).toEqual(direct.values);
  expect(second.fetched).toBeLessThan(direct.fetched / 2);
  expect((await read(topic)).fetched).toBeLessThan(second.fetched);
});

it('a topic made anew shows nothing of the old one', async () => {
  const topic = await newTopic(engine);
  await fill(topic, 2000);
  await read(topic);
  await engine.deleteTopics([topic]);
  await until(async () => (await engine.describeTopics('all')).every((each) => each.name !== topic));
  await newTopic(engine, { name: topic });
  await fill(topic, 2500, 'none', 'again');
  const direct = await read(topic, { through: null });
  expect((await read(topic)).values).toEqual(direct.values);
  expect(direct.values.every((value) => value.includes('again'))).toBe(true);
});

it('records that were deleted are not shown from the cache', async () => {
  const topic = await newTopic(engine);
  await fill(topic, 3000);
  await read(topic);
  await admin.deleteRecords({ topics: [{ name: topic, partitions: [{ partition: 0, offset: 1234n }] }] });
  const direct = await read(topic, { through: null });
  const second = await read(topic);
  expect(direct.values).toHaveLength(3000 - 1234);
  expect(second.values).toEqual(direct.values);
  expect(second.fetched).toBeLessThan(direct.fetched * 0.6); // The first and the last of four batches.
  await expect(read(topic, { from: 100n })).rejects.toMatchObject({ code: 'OFFSET_OUT_OF_RANGE' });
  await admin.deleteRecords({ topics: [{ name: topic, partitions: [{ partition: 0, offset: 3000n }] }] });
  await fill(topic, 10, 'none', 'last');
  expect((await read(topic)).values).toEqual((await read(topic, { through: null })).values);
});

it('a compacted topic is not kept', async () => {
  const topic = await newTopic(engine, { configs: { 'cleanup.policy': 'compact' } });
  await fill(topic, 1000);
  await read(topic);
  expect(filesBelow(folder)).toEqual([]);
});

it('aborted records stay hidden in what the cache gives, and are there when read uncommitted', async () => {
  const topic = await newTopic(engine);
  const producers = ['cache-one', 'cache-two'].map(
    (transactionalId) =>
      new Producer({
        clientId: 'test',
        bootstrapBrokers: [broker.bootstrapServers],
        transactionalId: `${transactionalId}-${topic}`,
        idempotent: true,
      }),
  );
  for (let round = 0; round < 30; round += 1) {
    const producer = producers[round % 2]!;
    const transaction = await producer.beginTransaction();
    const value = (index: number) =>
      Buffer.from(`${round % 3 === 0 ? 'aborted' : 'kept'}-${round}-${index} ${'y'.repeat(400)}`);
    const messages = Array.from({ length: 40 }, (_, index) => ({ topic, partition: 0, value: value(index) }));
    await transaction.send({ messages });
    if (round % 3 === 0) await transaction.abort();
    else await transaction.commit();
  }
  await Promise.all(producers.map((producer) => producer.close()));
  const direct = await read(topic, { through: null });
  expect(direct.values).toHaveLength(800);
  await read(topic);
  for (const from of [0n, 5n, 41n, 45n, 83n, 200n, 700n]) {
    const expected = (await read(topic, { through: null, from })).values;
    expect((await read(topic, { from })).values, `from ${from}`).toEqual(expected);
  }
  const again = await read(topic);
  expect(again.values.some((value) => value.includes('aborted'))).toBe(false);
  expect(again.fetched).toBeLessThan(direct.fetched / 2);
  const uncommitted = await read(topic, { isolation: 'read-uncommitted' });
  expect(uncommitted.values).toHaveLength(1200);
  expect((await read(topic, { isolation: 'read-uncommitted' })).values).toEqual(uncommitted.values);
  expect((await read(topic)).values).toEqual(direct.values);
});
