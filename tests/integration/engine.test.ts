import { randomBytes } from 'node:crypto';
import { Admin } from '@platformatic/kafka';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KafkaEngine, RecordToSend } from '../../src/core/kafka/index.ts';
import { kafka, old, type PlainBroker } from '../support/brokers.ts';
import { ENGINES, engineFor, newTopic, plain, readAll, until, type Kind } from '../support/engines.ts';

/** The port's specification: the same for both engines, on a new and on an old broker. */
const CASES = [
  { broker: 'Kafka 4.3', start: kafka, version: '4.3 or newer' },
  { broker: 'Kafka 2.8', start: old, version: '2.8' },
].flatMap((broker) => ENGINES.map((kind) => ({ ...broker, kind })));
const CODECS = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;
const text = (value: string): Buffer => Buffer.from(value);

describe.each(CASES)('the $kind engine on $broker', ({ kind, start, version }) => {
  let broker: PlainBroker;
  let engine: KafkaEngine;
  let witness: KafkaEngine;
  const other: Kind = kind === 'platformatic' ? 'kafkajs' : 'platformatic';

  beforeAll(async () => {
    broker = await start();
    engine = engineFor(kind, broker.bootstrapServers);
    witness = engineFor(other, broker.bootstrapServers);
  });
  afterAll(async () => {
    await engine.close();
    await witness.close();
  });

  test('describes the cluster', async () => {
    const cluster = await engine.describeCluster();
    expect(cluster.brokers).toEqual([expect.objectContaining({ host: broker.host, port: broker.port })]);
    expect(cluster.kafkaVersion).toBe(version);
    expect(cluster.controllerId).toBe(cluster.brokers[0]?.id);
    if (broker.clusterId !== null) expect(cluster.kafkaClusterId).toBe(broker.clusterId);
  });

  test('creates, describes, configures and deletes a topic', async () => {
    const topic = await newTopic(engine, { partitions: 3, configs: { 'cleanup.policy': 'compact' } });
    const [info] = await engine.describeTopics([topic]);
    expect(info).toMatchObject({ name: topic, internal: false });
    expect(info?.partitions.map((partition) => partition.partition)).toEqual([0, 1, 2]);
    expect(info?.partitions.every((partition) => partition.replicas.length === 1)).toBe(true);
    expect((await engine.describeTopics('all')).map((each) => each.name)).toContain(topic);
    expect(await engine.topicConfig([topic], 'cleanup.policy')).toEqual(new Map([[topic, 'compact']]));
    await expect(engine.createTopics([{ name: topic, partitions: 1, replicas: 1 }])).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringContaining('already exists') as string,
    });
    await engine.deleteTopics([topic]);
    await until(async () => !(await engine.describeTopics('all')).some((each) => each.name === topic));
    await expect(engine.describeTopics([topic])).rejects.toMatchObject({ code: 'TOPIC_NOT_FOUND' });
  });

  test('says that a topic does not exist, by its name', async () => {
    await expect(engine.describeTopics(['no-such-topic'])).rejects.toMatchObject({
      code: 'TOPIC_NOT_FOUND',
      message: 'Topic "no-such-topic" does not exist.',
    });
    const nowhere = new Map([['no-such-topic', [0]]]);
    await expect(engine.offsets(nowhere, { at: 'end' })).rejects.toMatchObject({ code: 'TOPIC_NOT_FOUND' });
  });

  test('refuses a bad topic with the reason the broker gives', async () => {
    const wrong = engine.createTopics([{ name: 'has spaces', partitions: 1, replicas: 1 }]);
    await expect(wrong).rejects.toMatchObject({ code: 'BAD_INPUT' });
    const many = engine.createTopics([{ name: 'too-many-replicas', partitions: 1, replicas: 9 }]);
    await expect(many).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });

  test.each(CODECS)('what it writes with codec %s both engines read back byte for byte', async (compression) => {
    const topic = await newTopic(engine, { partitions: 2 });
    const sent: RecordToSend[] = Array.from({ length: 60 }, (_, index) => ({
      topic,
      partition: index % 2,
      key: index % 5 === 0 ? null : randomBytes(index),
      value: index % 7 === 0 ? null : randomBytes(index * 40),
      timestampMs: 1_700_000_000_000 + index,
      headers: [
        ['trace', randomBytes(8)],
        ['trace', text('second of that name')],
        ['ünïcode', text('✓')],
        ['empty', Buffer.alloc(0)],
      ],
    }));
    await engine.produce(sent, { compression });
    const mine = (await readAll(engine, topic)).map(plain);
    const theirs = (await readAll(witness, topic)).map(plain);
    const expected = [0, 1].flatMap((partition) =>
      sent
        .filter((record) => record.partition === partition)
        .map((record, offset) =>
          plain({
            partition,
            offset: BigInt(offset),
            timestamp: BigInt(record.timestampMs ?? 0),
            timestampType: 'create',
            key: record.key,
            value: record.value,
            headers: (record.headers ?? []).map(([name, value]) => [text(name), value] as const),
          }),
        ),
    );
    expect(mine).toEqual(expected);
    expect(theirs).toEqual(expected);
  });

  test('chooses partitions by key as the other engine does', async () => {
    const topics = [await newTopic(engine, { partitions: 5 }), await newTopic(engine, { partitions: 5 })];
    const keys = Array.from({ length: 50 }, () => randomBytes(12));
    const places = await Promise.all(
      [engine, witness].map(async (each, index) => {
        const topic = topics[index]!;
        await each.produce(keys.map((key) => ({ topic, key, value: text('v') })));
        const records = await readAll(each, topic);
        return new Map(records.map((record) => [record.key?.toString('hex'), record.partition]));
      }),
    );
    expect(places[0]).toEqual(places[1]);
    expect(places[0]?.size).toBe(50);
  });

  test('finds offsets at the start, the end and by time', async () => {
    const topic = await newTopic(engine, { partitions: 2 });
    const at = (index: number): number => 1_700_000_000_000 + index * 1000;
    await engine.produce(
      Array.from({ length: 10 }, (_, index) => ({
        topic,
        partition: 0,
        key: null,
        value: text(String(index)),
        timestampMs: at(index),
      })),
    );
    const wanted = new Map([[topic, [0, 1]]]);
    const offsets = async (point: Parameters<KafkaEngine['offsets']>[1]) =>
      Object.fromEntries((await engine.offsets(wanted, point)).get(topic) ?? []);
    expect(await offsets({ at: 'start' })).toEqual({ 0: 0n, 1: 0n });
    expect(await offsets({ at: 'end' })).toEqual({ 0: 10n, 1: 0n });
    expect(await offsets({ at: 'time', timestampMs: at(4) - 1 })).toEqual({ 0: 4n, 1: 0n });
    expect(await offsets({ at: 'time', timestampMs: at(99) })).toEqual({ 0: 10n, 1: 0n });
  });

  test('starts in the middle of a batch and never gives an earlier record', async () => {
    const topic = await newTopic(engine);
    const values = Array.from({ length: 100 }, (_, index) => ({ topic, key: null, value: text(String(index)) }));
    await engine.produce(values, { compression: 'gzip' });
    const records = await readAll(engine, topic, { from: new Map([[0, 57n]]) });
    expect(records.map((record) => Number(record.offset))).toEqual(Array.from({ length: 43 }, (_, i) => i + 57));
  });

  test('reads a record that is larger than the asked size', async () => {
    const topic = await newTopic(engine);
    const value = randomBytes(700_000);
    await engine.produce([
      { topic, key: null, value },
      { topic, key: null, value: text('after') },
    ]);
    const records = await readAll(engine, topic, { maxBytesPerPartition: 1024 });
    expect(records.map((record) => record.value?.length)).toEqual([700_000, 5]);
    expect(records[0]?.value?.equals(value)).toBe(true);
  });

  test('hides aborted transactions and control records, and gets past them', async () => {
    const topic = await newTopic(engine, { partitions: 1 });
    await writeTransactions(broker.bootstrapServers, topic);
    const committed = await readAll(engine, topic);
    expect(committed.map((record) => record.value?.toString())).toEqual(['plain', 'kept 0', 'kept 1', 'last']);
    const all = await readAll(engine, topic, { isolation: 'read-uncommitted' });
    expect(all.map((record) => record.value?.toString())).toEqual([
      'plain',
      'aborted 0',
      'aborted 1',
      'kept 0',
      'kept 1',
      'aborted 0',
      'last',
      'aborted 0',
    ]);
  });

  test('says which offset is out of range', async () => {
    const topic = await newTopic(engine);
    const reader = await engine.openReader(topic);
    const request = { topic, isolation: 'read-committed', maxBytesPerPartition: 1024, maxWaitMs: 50 } as const;
    const positions = new Map([[0, 12_345n]]);
    const fetching = reader.fetch({ ...request, positions, signal: new AbortController().signal });
    await expect(fetching).rejects.toMatchObject({ code: 'OFFSET_OUT_OF_RANGE', context: { topic, partition: 0 } });
    await reader.close();
  });

  test('stops at once when cancelled', async () => {
    const topic = await newTopic(engine);
    const reader = await engine.openReader(topic);
    const abort = new AbortController();
    const request = { topic, isolation: 'read-committed', maxBytesPerPartition: 1024, maxWaitMs: 10_000 } as const;
    // The first fetch of kafkajs joins its group; what is timed is the waiting.
    await reader.fetch({ ...request, maxWaitMs: 10, positions: new Map([[0, 0n]]), signal: abort.signal });
    const fetching = reader.fetch({ ...request, positions: new Map([[0, 0n]]), signal: abort.signal });
    const started = performance.now();
    abort.abort();
    await expect(fetching).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(performance.now() - started).toBeLessThan(1_000);
    await reader.close();
    await expect(engine.describeTopics('all', abort.signal)).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  test('says that the topic is gone when it is deleted while being read', async () => {
    const topic = await newTopic(engine);
    await engine.produce([{ topic, key: null, value: text('x') }]);
    const reader = await engine.openReader(topic);
    const request = { topic, isolation: 'read-committed', maxBytesPerPartition: 1024, maxWaitMs: 100 } as const;
    const fetch = (position: bigint) =>
      reader.fetch({ ...request, positions: new Map([[0, position]]), signal: new AbortController().signal });
    await until(async () => (await fetch(0n)).some((part) => part.records.length === 1));
    await witness.deleteTopics([topic]);
    let failure: unknown;
    await until(async () => {
      failure = await fetch(1n).then(
        () => undefined,
        (error: unknown) => error,
      );
      return failure !== undefined;
    });
    expect(failure).toMatchObject({ code: 'TOPIC_NOT_FOUND' });
    await reader.close();
  });

  test('leaves no consumer group behind', async () => {
    const groups = async () => {
      const admin = adminOf(broker.bootstrapServers);
      await admin.connect();
      const { groups: all } = await admin.listGroups();
      await admin.disconnect();
      return all.map((group) => group.groupId).filter((group) => group.startsWith('conduktor'));
    };
    const topic = await newTopic(engine);
    await engine.produce([{ topic, key: null, value: text('x') }]);
    const before = await groups();
    await readAll(engine, topic);
    // Those that other files made meanwhile go; one that was left behind would stay.
    await expect
      .poll(async () => (await groups()).filter((group) => !before.includes(group)), { timeout: 20_000 })
      .toEqual([]);
  });

  test('tells which groups have committed offsets of a topic, and where they stand', async () => {
    const topic = await newTopic(engine, { partitions: 3 });
    const [one, two, none] = [1, 2, 3].map((each) => `${topic}-${kind}-${each}`) as [string, string, string];
    const elsewhere = await newTopic(engine);
    const admin = new Admin({ clientId: 'test', bootstrapBrokers: [broker.bootstrapServers] });
    const commit = (groupId: string, name: string, partitions: ReadonlyArray<number>) =>
      admin.alterConsumerGroupOffsets({
        groupId,
        topics: [{ name, partitionOffsets: partitions.map((partition) => ({ partition, offset: 0n })) }],
      });
    await commit(one, topic, [0, 1, 2]);
    await commit(two, topic, [1]);
    await commit(none, elsewhere, [0]);
    await admin.close();
    const groups = await engine.topicGroups(topic, [0, 1, 2]);
    const mine = groups.filter(({ group }) => group.startsWith(topic));
    expect(mine.map(({ group, committed }) => [group, [...(committed ?? [])].sort()])).toEqual([
      [
        one,
        [
          [0, 0n],
          [1, 0n],
          [2, 0n],
        ],
      ],
      [two, [[1, 0n]]],
    ]);
    expect(mine.every(({ state }) => state === (kind === 'kafkajs' ? null : 'Empty'))).toBe(true);
  });

  test('tells sizes on disk, or says in words that it cannot', async () => {
    const { logSizes } = await engine.capabilities();
    if (logSizes !== true) {
      await expect(engine.topicSizes()).rejects.toMatchObject({ code: 'UNSUPPORTED', message: logSizes });
      return;
    }
    const topic = await newTopic(engine);
    await engine.produce([{ topic, key: null, value: randomBytes(50_000) }]);
    const size = (await engine.topicSizes()).get(topic) ?? 0;
    expect(size).toBeGreaterThan(50_000);
    expect(size).toBeLessThan(60_000);
  });

  test('the standard engine tells sizes on disk, the Compatible client does not', async () => {
    expect((await engine.capabilities()).logSizes === true).toBe(kind === 'platformatic');
  });
});

function adminOf(bootstrapServers: string) {
  return new Kafka({ clientId: 'test', brokers: [bootstrapServers], logLevel: logLevel.NOTHING }).admin();
}

/** plain · aborted ×2 · kept ×2 (committed) · aborted ×1 · last · aborted ×1, each transaction with its marker. */
async function writeTransactions(bootstrapServers: string, topic: string): Promise<void> {
  const client = new Kafka({ clientId: 'test', brokers: [bootstrapServers], logLevel: logLevel.NOTHING });
  const transactionalId = `tx-${topic}`;
  const producer = client.producer({ transactionalId, idempotent: true, maxInFlightRequests: 1 });
  const simple = client.producer();
  await Promise.all([producer.connect(), simple.connect()]);
  const inTransaction = async (end: 'commit' | 'abort', values: string[]): Promise<void> => {
    const transaction = await producer.transaction();
    for (const value of values) await transaction.send({ topic, messages: [{ value }] });
    await transaction[end]();
  };
  await simple.send({ topic, messages: [{ value: 'plain' }] });
  await inTransaction('abort', ['aborted 0', 'aborted 1']);
  await inTransaction('commit', ['kept 0', 'kept 1']);
  await inTransaction('abort', ['aborted 0']);
  await simple.send({ topic, messages: [{ value: 'last' }] });
  await inTransaction('abort', ['aborted 0']);
  await Promise.all([producer.disconnect(), simple.disconnect()]);
}
