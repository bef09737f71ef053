/**
 * The topics list of 1,000 topics × 3 partitions with offsets, sizes and clean-up policy: through the contract against
 * the same requests made with the library's own admin client and thrown away, in turns in one run. Prints a JSON line a figure.
 */
import { Admin } from '@platformatic/kafka';
import { createRouterClient } from '@orpc/server';
import { createImplementer } from '../../src/core/guard/index.ts';
import { createEngine, topicsProcedures, type KafkaEngine } from '../../src/core/kafka/index.ts';
import { createTestBrokers } from '../support/brokers-host.ts';
import { median, print } from './lib/figures.ts';
import { plainSettings } from '../integration/records-harness.ts';

const TOPICS = 1000;
const PARTITIONS = 3;
const WARM_UP = 5;
const ROUNDS = 25;
/** Kafka's resource type of a topic in DescribeConfigs. */
const TOPIC_RESOURCE = 2;

async function fill(engine: KafkaEngine): Promise<void> {
  const names = Array.from({ length: TOPICS }, (_, index) => `bench-topic-${String(index).padStart(4, '0')}`);
  for (let from = 0; from < TOPICS; from += 100) {
    await engine.createTopics(
      names.slice(from, from + 100).map((name) => ({ name, partitions: PARTITIONS, replicas: 1 })),
    );
  }
  // A broker tells of new topics only once it leads them: wait until every offset is there.
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const topics = await engine.describeTopics('all');
    const wanted = new Map(topics.map((topic) => [topic.name, topic.partitions.map((one) => one.partition)]));
    const ends = await engine.offsets(wanted, { at: 'end' });
    if ([...ends.values()].reduce((sum, one) => sum + one.size, 0) >= TOPICS * PARTITIONS) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('The topics did not all come up.');
}

async function bare(admin: Admin): Promise<void> {
  const names = await admin.listTopics();
  const metadata = await admin.metadata({ topics: names, forceUpdate: true });
  const topics = [...metadata.topics].map(([name, topic]) => ({ name, count: Object.keys(topic.partitions).length }));
  const at = (timestamp: bigint) =>
    admin.listOffsets({
      topics: topics.map(({ name, count }) => ({
        name,
        partitions: Array.from({ length: count }, (_, partitionIndex) => ({ partitionIndex, timestamp })),
      })),
    });
  await Promise.all([
    at(-2n),
    at(-1n),
    admin.describeLogDirs({
      topics: topics.map(({ name, count }) => ({
        name,
        partitions: Array.from({ length: count }, (_, index) => index),
      })),
    }),
    admin.describeConfigs({
      resources: names.map((resourceName) => ({
        resourceType: TOPIC_RESOURCE,
        resourceName,
        configurationKeys: ['cleanup.policy'],
      })),
    }),
  ]);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

const brokers = createTestBrokers();
const broker = await brokers.kafka();
const engine = createEngine(plainSettings(broker));
const admin = new Admin({ clientId: 'bench', bootstrapBrokers: [`${broker.host}:${String(broker.port)}`] });
try {
  await fill(engine);
  const os = createImplementer({
    licence: { allows: () => true },
    roles: { allows: () => true },
    modeOf: () => null,
    mask: (text) => text,
    onBug: (_path, error) => process.stderr.write(`${String(error)}\n`),
  });
  const procedures = topicsProcedures(os, { connections: { get: () => Promise.resolve(engine) }, clock: Date.now });
  const client = createRouterClient(procedures, { context: { caller: { kind: 'desktop' } } });
  const list = async () => {
    const { topics } = await client.list({ clusterId: 'bench', includeInternal: false });
    const counted = topics.filter((topic) => topic.records !== null && topic.sizeBytes !== null).length;
    if (counted < TOPICS) throw new Error(`Only ${String(counted)} topics were complete.`);
  };
  const times: { contract: number[]; bare: number[] } = { contract: [], bare: [] };
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    const contract = await timed(list);
    const requests = await timed(() => bare(admin));
    if (round < 0) continue;
    times.contract.push(contract);
    times.bare.push(requests);
  }
  const [ours, theirs] = [median(times.contract), median(times.bare)];
  print('1,000 topics through the contract', ours, 'ms', null);
  print('1,000 topics against the bare requests', ours / theirs, '×', { most: 1.5 });
} finally {
  await Promise.all([engine.close(), admin.close()]);
  await brokers.stop();
}
