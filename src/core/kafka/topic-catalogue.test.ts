import { expect, test } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import type { KafkaEngine, TopicInfo } from './engine.ts';
import { listPartitions, listTopics } from './topic-catalogue.ts';

function topic(name: string, partitions = 1, inSync = [1, 2]): TopicInfo {
  const one = { leader: 1, replicas: [1, 2], inSync };
  return {
    name,
    internal: name.startsWith('__'),
    partitions: Array.from({ length: partitions }, (_, partition) => ({ partition, ...one })),
  };
}

const unused = (): Promise<never> => Promise.reject(new Error('not asked for'));

/** An engine that answers from plain values; each can be replaced. */
function engineWith(topics: ReadonlyArray<TopicInfo>, more: Partial<KafkaEngine> = {}): KafkaEngine {
  return {
    kind: 'platformatic',
    capabilities: unused,
    describeCluster: unused,
    describeTopics: () => Promise.resolve(topics),
    offsets: (wanted, point) =>
      Promise.resolve(
        new Map(
          [...wanted].map(([name, partitions]) => [
            name,
            new Map(partitions.map((partition) => [partition, point.at === 'start' ? 10n : 30n + BigInt(partition)])),
          ]),
        ),
      ),
    topicSizes: () => Promise.resolve(new Map(topics.map((each) => [each.name, 500]))),
    topicConfig: (names) =>
      Promise.resolve(new Map(names.map((name) => [name, name.includes('compact') ? 'compact' : 'delete']))),
    openReader: unused,
    topicGroups: unused,
    committedOffsets: unused,
    topicId: unused,
    createTopics: unused,
    deleteTopics: unused,
    produce: unused,
    close: unused,
    ...more,
  };
}

const OPTIONS = { includeInternal: false, clock: () => 1234 };
const denied = (): Promise<never> => Promise.reject(new AppError('ACCESS_DENIED', 'You may not.'));

test('lists topics with counts, sizes and policies', async () => {
  const list = await listTopics(engineWith([topic('orders', 2)]), OPTIONS);
  expect(list).toEqual({
    topics: [
      {
        name: 'orders',
        internal: false,
        partitions: 2,
        replicas: 2,
        underReplicated: 0,
        records: '41',
        recordsAreUpperBound: false,
        sizeBytes: 500,
        cleanupPolicy: 'delete',
      },
    ],
    hiddenInternal: 0,
    asOf: 1234,
    missing: [],
  });
});

test('says that the count of a compacted topic is an upper bound', async () => {
  const { topics } = await listTopics(engineWith([topic('compacted'), topic('plain')]), OPTIONS);
  expect(topics.map((row) => row.recordsAreUpperBound)).toEqual([true, false]);
});

test('hides internal topics, counts them, and asks nothing about them', async () => {
  const asked: string[] = [];
  const engine = engineWith([topic('__consumer_offsets'), topic('orders')]);
  const watched: KafkaEngine = {
    ...engine,
    offsets: (wanted, point) => {
      asked.push(...wanted.keys());
      return engine.offsets(wanted, point);
    },
  };
  const list = await listTopics(watched, OPTIONS);
  expect([list.topics.length, list.hiddenInternal, new Set(asked)]).toEqual([1, 1, new Set(['orders'])]);
  expect((await listTopics(watched, { ...OPTIONS, includeInternal: true })).topics).toHaveLength(2);
});

test('counts partitions whose replicas are behind', async () => {
  const { topics } = await listTopics(engineWith([topic('orders', 3, [1])]), OPTIONS);
  expect(topics[0]?.underReplicated).toBe(3);
});

test('leaves a column empty and says why when we may not ask', async () => {
  const list = await listTopics(engineWith([topic('orders')], { topicSizes: denied, topicConfig: denied }), OPTIONS);
  expect(list.topics[0]).toMatchObject({
    records: '20',
    sizeBytes: null,
    cleanupPolicy: null,
    recordsAreUpperBound: true,
  });
  expect(list.missing).toEqual(['sizes: You may not.', 'clean-up policies: You may not.']);
});

test('gives no count where one partition did not tell', async () => {
  const engine = engineWith([topic('orders', 2), topic('clicks')]);
  const offsets: KafkaEngine['offsets'] = async (wanted, point) => {
    const all = new Map(await engine.offsets(wanted, point));
    all.set('orders', new Map([[0, 5n]]));
    return all;
  };
  const list = await listTopics({ ...engine, offsets }, OPTIONS);
  expect(list.topics.map((row) => row.records)).toEqual([null, '20']);
  expect(list.missing).toEqual(['records of 1 topic: a partition has no leader, or you may not describe it']);
});

test('fails as a whole when the topics cannot be had, and when it is cancelled', async () => {
  await expect(listTopics(engineWith([], { describeTopics: denied }), OPTIONS)).rejects.toMatchObject({
    code: 'ACCESS_DENIED',
  });
  const cancelled = (): Promise<never> => Promise.reject(new AppError('CANCELLED', 'Cancelled.'));
  const engine = engineWith([topic('orders')], { topicSizes: cancelled });
  await expect(listTopics(engine, OPTIONS)).rejects.toMatchObject({ code: 'CANCELLED' });
});

test('lists the partitions of a topic, without offsets where they cannot be had', async () => {
  expect((await listPartitions(engineWith([topic('orders', 2)]), 'orders'))[1]).toEqual({
    partition: 1,
    leader: 1,
    replicas: [1, 2],
    inSync: [1, 2],
    startOffset: '10',
    endOffset: '31',
  });
  const [row] = await listPartitions(engineWith([topic('orders')], { offsets: denied }), 'orders');
  expect(row).toMatchObject({ startOffset: null, endOffset: null });
});
