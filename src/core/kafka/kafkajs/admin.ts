import type { Admin, ITopicMetadata } from 'kafkajs';
import { AppError } from '../../../shared/errors.ts';
import { classify } from '../classify.ts';
import type { ByPartition, ClusterInfo, NewTopic, OffsetPoint, RecordToSend, TopicInfo } from '../engine.ts';
import type { KafkaJsClient } from './client.ts';

type Compression = 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd';

/** kafkajs asks for offsets topic by topic; so many at a time. */
const TOPICS_AT_ONCE = 16;

export async function describeCluster(client: KafkaJsClient, kafkaVersion: string): Promise<ClusterInfo> {
  const admin = await client.admin();
  const { brokers, controller, clusterId } = await admin.describeCluster();
  return {
    kafkaClusterId: clusterId,
    controllerId: controller === null || controller < 0 ? null : controller,
    brokers: brokers
      .map((broker) => ({ id: broker.nodeId, host: broker.host, port: broker.port, rack: null }))
      .sort((a, b) => a.id - b.id),
    kafkaVersion,
  };
}

export async function describeTopics(
  client: KafkaJsClient,
  names: ReadonlyArray<string> | 'all',
): Promise<ReadonlyArray<TopicInfo>> {
  // An empty list means "all" to kafkajs.
  if (names.length === 0) return [];
  const admin = await client.admin();
  const asked = names === 'all' ? undefined : { topics: [...names] };
  const { topics } = await admin.fetchTopicMetadata(asked).catch((error: unknown) => {
    // kafkajs does not say which of several topics it was.
    const [topic] = names;
    throw classify(error, names.length === 1 && topic !== undefined ? { topic } : {});
  });
  return topics.map(topicInfo).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** kafkajs drops Kafka's own "internal" mark, so the name has to tell. */
function topicInfo(topic: ITopicMetadata): TopicInfo {
  return {
    name: topic.name,
    internal: topic.name.startsWith('__'),
    partitions: topic.partitions
      .map((partition) => ({
        partition: partition.partitionId,
        leader: partition.leader >= 0 ? partition.leader : null,
        replicas: partition.replicas,
        inSync: partition.isr,
      }))
      .sort((a, b) => a.partition - b.partition),
  };
}

export async function listOffsets(
  client: KafkaJsClient,
  wanted: ReadonlyMap<string, ReadonlyArray<number>>,
  point: OffsetPoint,
  signal?: AbortSignal,
): Promise<ByPartition<bigint>> {
  const found = new Map<string, Map<number, bigint>>();
  const admin = await client.offsetsAdmin();
  let failed = await askTopics(admin, { wanted, point, found }, signal);
  if ([...failed.values()].some((error) => error.code === 'TOPIC_NOT_FOUND')) {
    // One topic that is gone makes kafkajs fail for all it knows; asked anew, only that one fails.
    await client.renewOffsetsAdmin(admin);
    const again = new Map([...wanted].filter(([topic]) => failed.has(topic)));
    failed = await askTopics(await client.offsetsAdmin(), { wanted: again, point, found }, signal);
  }
  const [first] = failed.values();
  if (first !== undefined && found.size === 0) throw first;
  return found;
}

type Asked = {
  readonly wanted: ReadonlyMap<string, ReadonlyArray<number>>;
  readonly point: OffsetPoint;
  readonly found: Map<string, Map<number, bigint>>;
};

/** Asks topic by topic; returns those that failed, and why. */
async function askTopics(admin: Admin, asked: Asked, signal?: AbortSignal): Promise<Map<string, AppError>> {
  const failed = new Map<string, AppError>();
  const topics = [...asked.wanted];
  const work = async (): Promise<void> => {
    for (let next = topics.shift(); next !== undefined && signal?.aborted !== true; next = topics.shift()) {
      const [topic, partitions] = next;
      try {
        const offsets = await offsetsOf(admin, topic, asked.point);
        asked.found.set(topic, new Map([...offsets].filter(([partition]) => partitions.includes(partition))));
      } catch (error) {
        failed.set(topic, classify(error, { topic }));
      }
    }
  };
  await Promise.all(Array.from({ length: TOPICS_AT_ONCE }, work));
  return failed;
}

async function offsetsOf(admin: Admin, topic: string, point: OffsetPoint): Promise<Map<number, bigint>> {
  if (point.at === 'time') {
    const found = await admin.fetchTopicOffsetsByTimestamp(topic, Math.trunc(point.timestampMs));
    return new Map(found.map(({ partition, offset }) => [partition, BigInt(offset)]));
  }
  const found = await admin.fetchTopicOffsets(topic);
  const { at } = point;
  return new Map(found.map(({ partition, low, high }) => [partition, BigInt(at === 'start' ? low : high)]));
}

export async function topicConfig(
  client: KafkaJsClient,
  names: ReadonlyArray<string>,
  key: string,
): Promise<ReadonlyMap<string, string>> {
  if (names.length === 0) return new Map();
  const admin = await client.admin();
  const resources = names.map((name) => ({ type: client.library.ConfigResourceTypes.TOPIC, name, configNames: [key] }));
  const answer = await admin.describeConfigs({ resources, includeSynonyms: false });
  const values = new Map<string, string>();
  for (const resource of answer.resources) {
    const value = resource.configEntries.find((entry) => entry.configName === key)?.configValue;
    if (typeof value === 'string') values.set(resource.resourceName, value);
  }
  return values;
}

export async function createTopics(
  client: KafkaJsClient,
  topics: ReadonlyArray<NewTopic>,
  timeout: number,
): Promise<void> {
  const admin = await client.admin();
  const created = await admin.createTopics({
    topics: topics.map((topic) => ({
      topic: topic.name,
      numPartitions: topic.partitions,
      replicationFactor: topic.replicas,
      configEntries: Object.entries(topic.configs ?? {}).map(([name, value]) => ({ name, value })),
    })),
    timeout,
    // It would ask for metadata until leaders are there, and fail on a cluster where we may create but not describe.
    waitForLeaders: false,
  });
  const [first] = topics;
  // kafkajs says false where all of them exist already.
  if (!created && first !== undefined) throw classify({ apiCode: 36 }, { topic: first.name });
}

export async function deleteTopics(
  client: KafkaJsClient,
  names: ReadonlyArray<string>,
  timeout: number,
): Promise<void> {
  const admin = await client.admin();
  await admin.deleteTopics({ topics: [...names], timeout });
}

export async function produce(
  client: KafkaJsClient,
  records: ReadonlyArray<RecordToSend>,
  compression: Compression,
  timeout: number,
): Promise<void> {
  const byTopic = new Map<string, RecordToSend[]>();
  for (const record of records) {
    const list = byTopic.get(record.topic);
    if (list === undefined) byTopic.set(record.topic, [record]);
    else list.push(record);
  }
  const producer = await client.producerFor([...byTopic.keys()]);
  await producer.sendBatch({
    acks: -1,
    timeout,
    compression: compressionNumber(compression),
    topicMessages: [...byTopic].map(([topic, list]) => ({
      topic,
      messages: list.map((record) => ({
        key: record.key,
        value: record.value,
        ...(record.partition === undefined ? {} : { partition: record.partition }),
        ...(record.timestampMs === undefined ? {} : { timestamp: String(record.timestampMs) }),
        ...(record.headers === undefined ? {} : { headers: headersOf(record.headers) }),
      })),
    })),
  });
}

function compressionNumber(compression: Compression): 0 | 1 | 2 | 3 | 4 {
  const numbers = { none: 0, gzip: 1, snappy: 2, lz4: 3, zstd: 4 } as const;
  return numbers[compression];
}

/** kafkajs holds headers as an object: those of one name go together, so their order among others may change. */
function headersOf(headers: NonNullable<RecordToSend['headers']>): Record<string, Buffer[]> {
  const byName = new Map<string, Buffer[]>();
  for (const [name, value] of headers) {
    if (value === null) {
      throw new AppError('UNSUPPORTED', `The Compatible client cannot write the header "${name}" without a value.`, {
        hint: 'Give it an empty value, or choose the standard client for this cluster.',
      });
    }
    const values = byName.get(name);
    if (values === undefined) byName.set(name, [value]);
    else values.push(value);
  }
  return Object.fromEntries(byName);
}

export function sizesUnsupported(): AppError {
  return new AppError('UNSUPPORTED', 'The Compatible client cannot ask for sizes on disk.', {
    hint: 'Choose the standard client for this cluster to see them.',
  });
}
