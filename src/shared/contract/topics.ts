import { z } from 'zod';
import { ClusterId, Offset, PartitionId, procedure, TimestampMs, TopicName } from './meta.ts';

export const TopicRow = z.object({
  name: z.string(),
  internal: z.boolean(),
  partitions: z.int(),
  replicas: z.int(),
  underReplicated: z.int(),
  /** Sum of end − start offsets as text; null where offsets could not be read. */
  records: z.string().nullable(),
  /** True where `records` is an upper bound: compaction and transaction markers leave gaps in offsets. */
  recordsAreUpperBound: z.boolean(),
  /** Bytes on disk over all replicas; null where the brokers or our rights do not tell. */
  sizeBytes: z.number().nullable(),
  cleanupPolicy: z.string().nullable(),
});
export type TopicRow = z.infer<typeof TopicRow>;

export const TopicList = z.object({
  topics: z.array(TopicRow),
  /** Internal topics that were left out because they were not asked for. */
  hiddenInternal: z.int(),
  asOf: TimestampMs,
  /** Why a column is empty, in words ("sizes: the Compatible client cannot ask for them"). */
  missing: z.array(z.string()),
});
export type TopicList = z.infer<typeof TopicList>;

export const PartitionRow = z.object({
  partition: PartitionId,
  leader: z.int().nullable(),
  replicas: z.array(z.int()),
  inSync: z.array(z.int()),
  startOffset: Offset.nullable(),
  endOffset: Offset.nullable(),
});
export type PartitionRow = z.infer<typeof PartitionRow>;

export const topicsContract = {
  list: procedure('topics.read', 'read')
    .input(z.strictObject({ clusterId: ClusterId, includeInternal: z.boolean() }))
    .output(TopicList),
  partitions: procedure('topics.read', 'read')
    .input(z.strictObject({ clusterId: ClusterId, topic: TopicName }))
    .output(z.object({ partitions: z.array(PartitionRow), asOf: TimestampMs })),
};
