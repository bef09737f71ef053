import { abortable } from '../abort.ts';
import { loadDecompress } from '../compression.ts';
import type { ClusterInfo, ConnectionSettings, EngineHooks, KafkaEngine, TopicInfo } from '../engine.ts';
import { FirstContact } from '../first-contact.ts';
import { guessKafkaVersion } from '../kafka-version.ts';
import { lazily } from '../lazily.ts';
import { committedOffsets } from './groups.ts';
import { topicGroups } from './topic-groups.ts';
import { createTopics, deleteTopics, topicConfig, topicSizes } from './admin.ts';
import { Cluster, throwTopicError, topicInfo } from './cluster.ts';
import { loadLibrary } from './library.ts';
import { listOffsets } from './offsets.ts';
import { produce } from './produce.ts';
import { FetchReader } from './reader.ts';
import { Wire } from './wire.ts';

/** The `@platformatic/kafka` engine. The library is loaded by the first call, not here. */
export function createPlatformaticEngine(settings: ConnectionSettings, hooks: EngineHooks = {}): KafkaEngine {
  const connected = lazily(async () => new Cluster(new Wire(await loadLibrary(), settings), settings, hooks));
  const contact = new FirstContact(settings);
  const { requestTimeoutMs } = settings;
  const run = <T>(work: (cluster: Cluster) => Promise<T>, signal?: AbortSignal): Promise<T> =>
    contact.run(async () => abortable(work(await connected.get()), signal), signal);
  return {
    kind: 'platformatic',
    capabilities: () =>
      Promise.resolve({ grouplessRead: true, logSizes: true, codecs: ['none', 'gzip', 'snappy', 'lz4', 'zstd'] }),
    describeCluster: (signal) => run((cluster) => describeCluster(cluster, signal), signal),
    describeTopics: (names, signal) => run((cluster) => describeTopics(cluster, names, signal), signal),
    offsets: (partitions, point, signal) => run((cluster) => listOffsets(cluster, partitions, point, signal), signal),
    topicSizes: (signal) => run((cluster) => topicSizes(cluster, signal), signal),
    topicConfig: (names, key, signal) => run((cluster) => topicConfig(cluster, names, key, signal), signal),
    openReader: (topic) => run(async (cluster) => new FetchReader(cluster, topic, await loadDecompress())),
    topicGroups: (topic, partitions, signal) =>
      run((cluster) => topicGroups(cluster, { topic, partitions }, signal), signal),
    committedOffsets: (question, signal) => run((cluster) => committedOffsets(cluster, question, signal), signal),
    topicId: (topic, signal) => run((cluster) => topicId(cluster, topic, signal), signal),
    createTopics: (topics) => run((cluster) => createTopics(cluster, topics, requestTimeoutMs)),
    deleteTopics: (names) => run((cluster) => deleteTopics(cluster, names, requestTimeoutMs)),
    produce: (records, options) =>
      run((cluster) => produce(cluster, records, options?.compression ?? 'none', requestTimeoutMs)),
    async close() {
      await (await connected.peek())?.wire.close();
    },
  };
}

async function describeCluster(cluster: Cluster, signal?: AbortSignal): Promise<ClusterInfo> {
  const answer = await cluster.metadata([], signal);
  const peer = await cluster.anyPeer();
  return {
    kafkaClusterId: answer.clusterId ?? null,
    controllerId: answer.controllerId >= 0 ? answer.controllerId : null,
    brokers: answer.brokers
      .map((broker) => ({ id: broker.nodeId, host: broker.host, port: broker.port, rack: broker.rack ?? null }))
      .sort((a, b) => a.id - b.id),
    kafkaVersion: guessKafkaVersion(new Map([...peer.apis].map(([api, range]) => [api, range.max]))),
  };
}

/** What brokers before 2.8 say instead of an id. */
const NO_TOPIC_ID = '00000000-0000-0000-0000-000000000000';

async function topicId(cluster: Cluster, topic: string, signal?: AbortSignal): Promise<string | null> {
  await cluster.locate([topic], signal);
  const id = cluster.placeOf(topic)?.id;
  return id === undefined || id === NO_TOPIC_ID ? null : id;
}

async function describeTopics(
  cluster: Cluster,
  names: ReadonlyArray<string> | 'all',
  signal?: AbortSignal,
): Promise<ReadonlyArray<TopicInfo>> {
  const answer = await cluster.metadata(names, signal);
  if (names !== 'all') for (const topic of answer.topics) throwTopicError(topic.errorCode, topic.name ?? '');
  return answer.topics
    .filter((topic) => typeof topic.name === 'string' && topic.errorCode === 0)
    .map(topicInfo)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
