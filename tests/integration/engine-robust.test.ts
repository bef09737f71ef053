import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { randomBytes } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { listTopics, type KafkaEngine } from '../../src/core/kafka/index.ts';
import { Secret } from '../../src/shared/values/secret.ts';
import { kafka, ownBrokers, secured } from '../support/brokers.ts';
import { ENGINES, engineFor, newTopic, plain, readAll, until } from '../support/engines.ts';

const LIST = { includeInternal: false, clock: Date.now };
/** Where the library announces each request it sends. */
const REQUESTS = 'tracing:plt:kafka:connections:api:start';

/** Kafka's numbers of the requests that the standard client sends while `work` runs. */
async function requestsOf(work: () => Promise<unknown>): Promise<number[]> {
  const keys: number[] = [];
  const note = (message: unknown): void => {
    keys.push((message as { apiKey: number }).apiKey);
  };
  subscribe(REQUESTS, note);
  try {
    await work();
  } finally {
    unsubscribe(REQUESTS, note);
  }
  return keys.sort((a, b) => a - b);
}

describe('the number of requests', () => {
  test('to list topics does not depend on how many there are', async () => {
    const { bootstrapServers } = await kafka();
    const engine = engineFor('platformatic', bootstrapServers);
    await newTopic(engine);
    await listTopics(engine, LIST);
    const few = await requestsOf(() => listTopics(engine, LIST));
    const prefix = randomBytes(4).toString('hex');
    const names = Array.from({ length: 100 }, (_, index) => `many-${prefix}-${String(index)}`);
    await engine.createTopics(names.map((name) => ({ name, partitions: 3, replicas: 1 })));
    await until(async () => {
      const list = await listTopics(engine, LIST);
      const mine = list.topics.filter((topic) => topic.name.startsWith(`many-${prefix}`));
      return mine.length === 100 && mine.every((topic) => topic.records === '0' && topic.partitions === 3);
    });
    const many = await requestsOf(() => listTopics(engine, LIST));
    await engine.deleteTopics(names);
    await engine.close();
    expect(many).toEqual(few);
    // Metadata twice (topics; brokers for sizes), offsets twice, settings, log folders.
    expect(many).toEqual([2, 2, 3, 3, 32, 35]);
  });

  test('to read all partitions of a topic is one a call', async () => {
    const { bootstrapServers } = await kafka();
    const engine = engineFor('platformatic', bootstrapServers);
    const topic = await newTopic(engine, { partitions: 8 });
    await engine.produce(
      Array.from({ length: 80 }, (_, i) => ({ topic, partition: i % 8, key: null, value: randomBytes(9) })),
    );
    const reader = await engine.openReader(topic);
    const fetch = () =>
      reader.fetch({
        topic,
        positions: new Map(Array.from({ length: 8 }, (_, partition) => [partition, 0n])),
        isolation: 'read-committed',
        maxBytesPerPartition: 65_536,
        maxWaitMs: 50,
        signal: new AbortController().signal,
      });
    await fetch();
    expect(await requestsOf(fetch)).toEqual([1]);
    expect((await fetch()).reduce((sum, part) => sum + part.records.length, 0)).toBe(80);
    await reader.close();
    await engine.close();
  });
});

describe('a broker that goes away and comes back', () => {
  const brokers = ownBrokers();
  afterAll(() => brokers.stop());

  test.each(ENGINES)('is read on by the %s engine without gap or double', async (kind) => {
    const own = await brokers.breakable(`restart-${kind}`, { 'group.initial.rebalance.delay.ms': '0' });
    const engine = engineFor(kind, own.broker.bootstrapServers);
    const topic = await newTopic(engine);
    await engine.produce(Array.from({ length: 50 }, (_, i) => ({ topic, key: null, value: Buffer.from(String(i)) })));
    const reader = await engine.openReader(topic);
    const seen: number[] = [];
    let position = 0n;
    let wasRetryable = true;
    const step = async (): Promise<void> => {
      const fetched = await reader.fetch({
        topic,
        positions: new Map([[0, position]]),
        isolation: 'read-committed',
        maxBytesPerPartition: 65_536,
        maxWaitMs: 100,
        signal: new AbortController().signal,
      });
      for (const part of fetched) {
        seen.push(...part.records.map((record) => Number(record.offset)));
        position = part.nextOffset;
      }
    };
    await until(async () => (await step(), seen.length === 50));
    await own.kill();
    await step().catch((error: unknown) => {
      wasRetryable = (error as { retryable: boolean }).retryable;
    });
    expect(wasRetryable).toBe(true);
    await own.start();
    const writer = engineFor('platformatic', own.broker.bootstrapServers);
    const more = Array.from({ length: 50 }, (_, i) => ({ topic, key: null, value: Buffer.from(String(50 + i)) }));
    await until(async () => (await writer.produce(more), true));
    await until(async () => (await step(), seen.length >= 100));
    await reader.close();
    await Promise.all([engine.close(), writer.close()]);
    expect(seen).toEqual(Array.from({ length: 100 }, (_, index) => index));
    await own.stop();
  });

  test('a compacted topic is read the same by both engines, gaps and all', async () => {
    const own = await brokers.breakable('compaction', {
      'log.cleaner.backoff.ms': '200',
      'group.initial.rebalance.delay.ms': '0',
    });
    const engines = ENGINES.map((kind) => engineFor(kind, own.broker.bootstrapServers));
    const [engine] = engines as [KafkaEngine, KafkaEngine];
    const configs = { 'cleanup.policy': 'compact', 'segment.ms': '100', 'min.cleanable.dirty.ratio': '0.01' };
    const topic = await newTopic(engine, { configs });
    const round = (name: string) =>
      Array.from({ length: 200 }, (_, i) => ({
        topic,
        key: Buffer.from(`k${String(i % 20)}`),
        value: i < 190 ? Buffer.from(`${name}-${String(i)}`) : null,
      }));
    for (const name of ['a', 'b', 'c']) await engine.produce(round(name), { compression: 'lz4' });
    await until(async () => {
      // A record more rolls the segment, so that the one before can be cleaned.
      await engine.produce([{ topic, key: Buffer.from('roll'), value: Buffer.from('roll') }]);
      return (await readAll(engine, topic)).length < 300;
    }, 60_000);
    const [mine, theirs] = await Promise.all(engines.map((each) => readAll(each, topic)));
    const keys = new Set(mine?.map((record) => record.key?.toString()));
    const common = (records: typeof mine) => records?.filter((record) => record.offset < 600n).map(plain);
    expect(common(mine)).toEqual(common(theirs));
    expect(keys.size).toBe(21);
    const { topics } = await listTopics(engine, LIST);
    expect(topics.find((row) => row.name === topic)).toMatchObject({
      recordsAreUpperBound: true,
      cleanupPolicy: 'compact',
    });
    await Promise.all(engines.map((each) => each.close()));
    await own.stop();
  });
});

describe.each(ENGINES)('with few rights the %s engine', (kind) => {
  test('lists what may be seen and says what may not', async () => {
    const broker = await secured();
    const { username, password } = broker.alice;
    const engine = engineFor(kind, broker.listeners.saslPlaintext, {
      sasl: { mechanism: 'PLAIN', username, password: new Secret(password) },
    });
    const list = await listTopics(engine, LIST);
    expect(list.topics.map((topic) => [topic.name, topic.records])).toEqual([['open-orders', '0']]);
    expect(list.missing.some((sentence) => sentence.startsWith('sizes: '))).toBe(true);
    expect(list.missing.some((sentence) => sentence.startsWith('clean-up policies: '))).toBe(true);
    await expect(engine.createTopics([{ name: 'mine', partitions: 1, replicas: 1 }])).rejects.toMatchObject({
      code: 'ACCESS_DENIED',
    });
    const send = engine.produce([{ topic: 'open-orders', key: null, value: Buffer.from('x') }]);
    await expect(send).rejects.toMatchObject({ code: 'ACCESS_DENIED' });
    await engine.close();
  });
});
