import { abortable } from '../abort.ts';
import type { ClusterInfo, ConnectionSettings, EngineHooks, KafkaEngine } from '../engine.ts';
import { FirstContact } from '../first-contact.ts';
import { lazily } from '../lazily.ts';
import { probeKafkaVersion } from '../probe.ts';
import {
  createTopics,
  deleteTopics,
  describeCluster,
  describeTopics,
  listOffsets,
  produce,
  sizesUnsupported,
  topicConfig,
} from './admin.ts';
import { committedOffsets, topicGroups } from './groups.ts';
import { KafkaJsClient } from './client.ts';
import { loadKafkaJs } from './library.ts';
import { GroupReader } from './reader.ts';

const PROBE_MS = 2_000;
const JOINS_A_GROUP =
  'The Compatible client reads as a throw-away consumer group, which takes up to 3 seconds to join and needs the right to use groups.';

/** The kafkajs engine, the "Compatible client". The library is loaded by the first call, not here. */
export function createKafkaJsEngine(settings: ConnectionSettings, hooks: EngineHooks = {}): KafkaEngine {
  const client = lazily(async () => new KafkaJsClient(await loadKafkaJs(), settings, hooks));
  const contact = new FirstContact(settings);
  const { requestTimeoutMs } = settings;
  const run = <T>(work: (client: KafkaJsClient) => Promise<T>, signal?: AbortSignal): Promise<T> =>
    contact.run(async () => abortable(work(await client.get()), signal), signal);
  return {
    kind: 'kafkajs',
    capabilities: () =>
      Promise.resolve({
        grouplessRead: JOINS_A_GROUP,
        logSizes: sizesUnsupported().message,
        codecs: ['none', 'gzip', 'snappy', 'lz4', 'zstd'],
      }),
    describeCluster: (signal) => run((open) => describeWithVersion(open, settings), signal),
    describeTopics: (names, signal) => run((open) => describeTopics(open, names), signal),
    offsets: (partitions, point, signal) => run((open) => listOffsets(open, partitions, point, signal), signal),
    topicSizes: () => Promise.reject(sizesUnsupported()),
    topicConfig: (names, key, signal) => run((open) => topicConfig(open, names, key), signal),
    openReader: (topic) => run((open) => Promise.resolve(new GroupReader(open, topic))),
    topicGroups: (topic, partitions, signal) => run((open) => topicGroups(open, { topic, partitions }, signal), signal),
    committedOffsets: (question, signal) => run((open) => committedOffsets(open, question), signal),
    // kafkajs speaks Metadata from before topics had ids.
    topicId: () => Promise.resolve(null),
    createTopics: (topics) => run((open) => createTopics(open, topics, requestTimeoutMs)),
    deleteTopics: (names) => run((open) => deleteTopics(open, names, requestTimeoutMs)),
    produce: (records, options) =>
      run((open) => produce(open, records, options?.compression ?? 'none', requestTimeoutMs)),
    async close() {
      await (await client.peek())?.close();
    },
  };
}

/** kafkajs keeps the broker's API versions to itself, so they are asked for beside it. */
async function describeWithVersion(client: KafkaJsClient, settings: ConnectionSettings): Promise<ClusterInfo> {
  const known = await describeCluster(client, 'unknown');
  const [broker] = known.brokers;
  if (broker === undefined) return known;
  const kafkaVersion = await probeKafkaVersion(broker, settings.tls, PROBE_MS);
  return { ...known, kafkaVersion: kafkaVersion ?? 'unknown' };
}
