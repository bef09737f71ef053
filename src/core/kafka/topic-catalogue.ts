import type { PartitionRow, TopicList, TopicRow } from '../../shared/contract/topics.ts';
import type { AppError } from '../../shared/errors.ts';
import { classify } from './classify.ts';
import type { ByPartition, KafkaEngine, TopicInfo } from './engine.ts';

export type ListTopicsOptions = {
  readonly includeInternal: boolean;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly signal?: AbortSignal | undefined;
};

type Parts = {
  readonly starts: ByPartition<bigint> | undefined;
  readonly ends: ByPartition<bigint> | undefined;
  readonly sizes: ReadonlyMap<string, number> | undefined;
  readonly policies: ReadonlyMap<string, string> | undefined;
};

/**
 * All topics with their counts, sizes and clean-up policy. The number of requests depends on the number of brokers, not
 * of topics: one for the names, two per leader for offsets, one per broker for sizes, one for the policies. What cannot be had (rights, an
 * engine that cannot ask) leaves its column empty and says so in `missing`.
 */
export async function listTopics(engine: KafkaEngine, options: ListTopicsOptions): Promise<TopicList> {
  const { signal } = options;
  const all = await engine.describeTopics('all', signal);
  const shown = options.includeInternal ? all : all.filter((topic) => !topic.internal);
  const names = shown.map((topic) => topic.name);
  const wanted = partitionsOf(shown);
  const missing: string[] = [];
  const [starts, ends, sizes, policies] = await Promise.all([
    orMissing(engine.offsets(wanted, { at: 'start' }, signal), 'start offsets', missing),
    orMissing(engine.offsets(wanted, { at: 'end' }, signal), 'end offsets', missing),
    orMissing(engine.topicSizes(signal), 'sizes', missing),
    orMissing(engine.topicConfig(names, 'cleanup.policy', signal), 'clean-up policies', missing),
  ]);
  const topics = shown.map((topic) => toRow(topic, { starts, ends, sizes, policies }));
  if (starts !== undefined && ends !== undefined) noteUncounted(topics, missing);
  return { topics, hiddenInternal: all.length - shown.length, asOf: options.clock(), missing };
}

/** The partitions of one topic with their replicas and offsets; offsets that cannot be had are null. */
export async function listPartitions(
  engine: KafkaEngine,
  topic: string,
  signal?: AbortSignal,
): Promise<ReadonlyArray<PartitionRow>> {
  const found = await engine.describeTopics([topic], signal);
  const wanted = partitionsOf(found);
  const [starts, ends] = await Promise.all([
    orMissing(engine.offsets(wanted, { at: 'start' }, signal), 'start offsets', []),
    orMissing(engine.offsets(wanted, { at: 'end' }, signal), 'end offsets', []),
  ]);
  return found.flatMap((info) =>
    info.partitions.map((partition) => ({
      partition: partition.partition,
      leader: partition.leader,
      replicas: [...partition.replicas],
      inSync: [...partition.inSync],
      startOffset: starts?.get(topic)?.get(partition.partition)?.toString() ?? null,
      endOffset: ends?.get(topic)?.get(partition.partition)?.toString() ?? null,
    })),
  );
}

function partitionsOf(topics: ReadonlyArray<TopicInfo>): ReadonlyMap<string, ReadonlyArray<number>> {
  return new Map(topics.map((topic) => [topic.name, topic.partitions.map((partition) => partition.partition)]));
}

async function orMissing<T>(work: Promise<T>, what: string, missing: string[]): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    const known: AppError = classify(error);
    if (known.code === 'CANCELLED') throw known;
    missing.push(`${what}: ${known.message}`);
    return undefined;
  }
}

function toRow(topic: TopicInfo, parts: Parts): TopicRow {
  const policy = parts.policies?.get(topic.name) ?? null;
  const [first] = topic.partitions;
  return {
    name: topic.name,
    internal: topic.internal,
    partitions: topic.partitions.length,
    replicas: first?.replicas.length ?? 0,
    underReplicated: topic.partitions.filter((partition) => partition.inSync.length < partition.replicas.length).length,
    records: countRecords(topic, parts)?.toString() ?? null,
    // Compaction takes records out from between two offsets, so end − start says more than there are. Where the policy
    // is not known it may be the same.
    recordsAreUpperBound: policy === null || policy.includes('compact'),
    sizeBytes: parts.sizes?.get(topic.name) ?? null,
    cleanupPolicy: policy,
  };
}

/** Null unless every partition told both its ends: a sum that leaves some out would be a lie. */
function countRecords(topic: TopicInfo, { starts, ends }: Parts): bigint | null {
  let sum = 0n;
  for (const { partition } of topic.partitions) {
    const start = starts?.get(topic.name)?.get(partition);
    const end = ends?.get(topic.name)?.get(partition);
    if (start === undefined || end === undefined) return null;
    // The two were asked one after the other; a start that has overtaken the end counts as none.
    if (end > start) sum += end - start;
  }
  return sum;
}

function noteUncounted(topics: ReadonlyArray<TopicRow>, missing: string[]): void {
  const uncounted = topics.filter((topic) => topic.records === null).length;
  if (uncounted === 0) return;
  const which = uncounted === 1 ? '1 topic' : `${String(uncounted)} topics`;
  missing.push(`records of ${which}: a partition has no leader, or you may not describe it`);
}
