import type { Secret } from '../../shared/values/secret.ts';
import type { EngineKind, SaslMechanism } from '../../shared/contract/clusters.ts';

/**
 * The engine port: what the product asks of a Kafka client library. Two engines stand behind it and pass the same
 * specification (tests/integration/engine.test.ts). Every method rejects with an AppError only (see classify.ts), obeys
 * its AbortSignal, and ends within the settings' time limits.
 */

export type HostPort = { readonly host: string; readonly port: number };

/** Resolved TLS material: PEM texts, whatever form the user gave it in. */
export type TlsSettings = {
  /** PEM certificates to trust; empty means the system's own list. */
  readonly ca: ReadonlyArray<string>;
  readonly certificate?: string;
  readonly key?: Secret;
  readonly keyPassphrase?: Secret;
  /** Expected name in the broker's certificate; the host itself where absent. */
  readonly serverName?: string;
};

export type SaslSettings = {
  readonly mechanism: SaslMechanism;
  readonly username: string;
  readonly password: Secret;
};

/** All that is needed to reach a cluster. Built by `resolveConnection` from a profile. */
export type ConnectionSettings = {
  readonly engine: EngineKind;
  readonly clientId: string;
  readonly bootstrapServers: ReadonlyArray<HostPort>;
  readonly tls?: TlsSettings;
  readonly sasl?: SaslSettings;
  readonly connectTimeoutMs: number;
  readonly requestTimeoutMs: number;
};

/** What an engine can do on this broker; a reason in words where it cannot. `true` means it can. */
export type EngineCapabilities = {
  /** Reads without joining a consumer group. */
  readonly grouplessRead: true | string;
  /** Sizes of logs on disk. */
  readonly logSizes: true | string;
  /** Compression codecs this engine can read. */
  readonly codecs: ReadonlyArray<'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd'>;
};

export type BrokerInfo = {
  readonly id: number;
  readonly host: string;
  readonly port: number;
  readonly rack: string | null;
};

export type ClusterInfo = {
  readonly kafkaClusterId: string | null;
  readonly controllerId: number | null;
  readonly brokers: ReadonlyArray<BrokerInfo>;
  /** E.g. "4.3 or newer", "2.8"; from the API versions the broker offers. */
  readonly kafkaVersion: string;
};

export type PartitionInfo = {
  readonly partition: number;
  /** Broker id, or null while there is no leader. */
  readonly leader: number | null;
  readonly replicas: ReadonlyArray<number>;
  readonly inSync: ReadonlyArray<number>;
};

export type TopicInfo = {
  readonly name: string;
  readonly internal: boolean;
  readonly partitions: ReadonlyArray<PartitionInfo>;
};

/** topic → partition → value. */
export type ByPartition<T> = ReadonlyMap<string, ReadonlyMap<number, T>>;

export type OffsetPoint =
  | { readonly at: 'start' }
  | { readonly at: 'end' }
  /** First record at or after this time; the end where there is none. */
  | { readonly at: 'time'; readonly timestampMs: number };

export type GroupQuestion = {
  readonly group: string;
  readonly partitions: ReadonlyMap<string, ReadonlyArray<number>>;
};

/** A consumer group as one topic sees it. */
export type TopicGroup = {
  readonly group: string;
  /** As the broker calls it ("Stable", "Empty"); null where it does not say. Never asked of DescribeGroups, for which groups of the new protocol are dead. */
  readonly state: string | null;
  /** The protocol: "classic", "consumer"; null where the broker does not say. */
  readonly protocol: string | null;
  /** partition → committed offset, of partitions that have one; null where we may not know. */
  readonly committed: ReadonlyMap<number, bigint> | null;
};

export type NewTopic = {
  readonly name: string;
  readonly partitions: number;
  readonly replicas: number;
  readonly configs?: Readonly<Record<string, string>>;
};

export type RecordToSend = {
  readonly topic: string;
  /** The engine's default partitioner (murmur2 of the key, as Java) chooses where absent. */
  readonly partition?: number;
  readonly key: Buffer | null;
  /** null is a tombstone. */
  readonly value: Buffer | null;
  readonly headers?: ReadonlyArray<readonly [string, Buffer | null]>;
  readonly timestampMs?: number;
};

/** A record as it lies in the log. Buffers may share memory with the response they came in. */
export type RawRecord = {
  readonly partition: number;
  readonly offset: bigint;
  /** Milliseconds. */
  readonly timestamp: bigint;
  readonly timestampType: 'create' | 'append' | 'unknown';
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: ReadonlyArray<readonly [Buffer, Buffer | null]>;
  /** A control record: the end of a transaction. Only where markers were asked for. */
  readonly marker?: 'commit' | 'abort';
};

/** What one partition gave in one fetch. */
export type FetchedPartition = {
  readonly partition: number;
  /** In offset order; control records, aborted records (read-committed) and offsets before the asked one are gone. */
  readonly records: ReadonlyArray<RawRecord>;
  /** Where to go on: after the last offset covered, also when every record in it was dropped. */
  readonly nextOffset: bigint;
  /** End of what may be read: high watermark, or last stable offset when read-committed. */
  readonly endOffset: bigint;
  /** Bytes of record batches received, as compressed. */
  readonly bytes: number;
  /** Batches that are damaged or could not be unpacked and were stepped over, one sentence each. */
  readonly notes?: ReadonlyArray<string>;
};

/** Whole record batches of one partition as they lie in the log: compressed as they are, nothing looked at but their headers. */
export type FetchedBatches = {
  readonly partition: number;
  /** Version 2 record batches whose checksums are right. The caller's own memory. */
  readonly batches: Buffer;
  /** What hides aborted records when read-committed; empty otherwise. */
  readonly aborted: ReadonlyArray<AbortedTransaction>;
  /** After the last whole batch; the asked offset where there is none. */
  readonly nextOffset: bigint;
  /** As in FetchedPartition. */
  readonly endOffset: bigint;
  readonly logStartOffset: bigint;
  /** Batches in front of and behind these that are damaged and not among them, one sentence each. */
  readonly notes: ReadonlyArray<string>;
};

/** A transaction whose records of `producerId` from `firstOffset` on, up to its abort marker, never happened. */
export type AbortedTransaction = { readonly producerId: bigint; readonly firstOffset: bigint };

export type FetchRequest = {
  readonly topic: string;
  /** partition → offset to read from. */
  readonly positions: ReadonlyMap<number, bigint>;
  readonly isolation: 'read-committed' | 'read-uncommitted';
  /** Transaction markers come as records, too. `fetch` only. */
  readonly markers?: boolean;
  readonly maxBytesPerPartition: number;
  /** How long the broker may hold the request when there is nothing to give. */
  readonly maxWaitMs: number;
  readonly signal: AbortSignal;
};

/**
 * Reads one topic. A groupless engine answers each call with one Fetch request per leader. The kafkajs engine joins a
 * throw-away group on the first call and leaves it on close. A partition with nothing new is absent from the answer or
 * has no records. Fails with OFFSET_OUT_OF_RANGE (context: partition) and TOPIC_NOT_FOUND.
 */
export type TopicReader = {
  fetch(request: FetchRequest): Promise<ReadonlyArray<FetchedPartition>>;
  /** The same without decoding, for searches; null where the library decodes everything itself. */
  readonly fetchBatches: ((request: FetchRequest) => Promise<ReadonlyArray<FetchedBatches>>) | null;
  close(): Promise<void>;
};

/** What an engine tells beside its answers. */
export type EngineHooks = {
  /** A broker the cluster told of; before the first connection to it. */
  readonly onAdvertised?: (address: HostPort) => void;
};

export type KafkaEngine = {
  readonly kind: EngineKind;
  capabilities(): Promise<EngineCapabilities>;
  describeCluster(signal?: AbortSignal): Promise<ClusterInfo>;
  /** All topics our rights let us see, or those named; one request. TOPIC_NOT_FOUND where a named one is absent. */
  describeTopics(names: ReadonlyArray<string> | 'all', signal?: AbortSignal): Promise<ReadonlyArray<TopicInfo>>;
  /**
   * Offsets of every partition asked for: one request per leader, however many topics. A partition that has no leader
   * now, was deleted, or may not be described by us is absent; when that is true of all of them it fails instead.
   */
  offsets(
    partitions: ReadonlyMap<string, ReadonlyArray<number>>,
    point: OffsetPoint,
    signal?: AbortSignal,
  ): Promise<ByPartition<bigint>>;
  /** Bytes on disk per topic over all replicas: one request per broker. UNSUPPORTED where the engine cannot. */
  topicSizes(signal?: AbortSignal): Promise<ReadonlyMap<string, number>>;
  /** One config key of many topics: one request. A topic we may not describe is absent. */
  topicConfig(names: ReadonlyArray<string>, key: string, signal?: AbortSignal): Promise<ReadonlyMap<string, string>>;
  openReader(topic: string): Promise<TopicReader>;
  /**
   * The groups that have committed offsets of this topic, by name: two requests per broker, however many groups. A broker
   * before 3.0, and the kafkajs engine, are asked group by group.
   */
  topicGroups(
    topic: string,
    partitions: ReadonlyArray<number>,
    signal?: AbortSignal,
  ): Promise<ReadonlyArray<TopicGroup>>;
  /** Offsets a group has committed; a partition without one is absent. GROUP_NOT_FOUND where it has none at all. */
  committedOffsets(question: GroupQuestion, signal?: AbortSignal): Promise<ByPartition<bigint>>;
  /** The topic's id, which a topic made anew under the same name does not share; null where the broker has no ids (< 2.8). */
  topicId(topic: string, signal?: AbortSignal): Promise<string | null>;
  createTopics(topics: ReadonlyArray<NewTopic>): Promise<void>;
  deleteTopics(names: ReadonlyArray<string>): Promise<void>;
  /** All records are acknowledged by all in-sync replicas when this resolves (acks=all). */
  produce(
    records: ReadonlyArray<RecordToSend>,
    options?: { readonly compression?: 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd' },
  ): Promise<void>;
  close(): Promise<void>;
};
