import { z } from 'zod';
import { ClusterId, Offset, procedure, TimestampMs, TopicName } from './meta.ts';

/** A consumer group as one topic sees it. */
export const GroupRow = z.object({
  group: z.string(),
  /** As the broker calls it ("Stable", "Empty"); null where it does not say. */
  state: z.string().nullable(),
  /** "classic", "consumer"; null where the broker does not say. */
  protocol: z.string().nullable(),
  /** Partitions of the topic that it has committed an offset of; null where we may not know. */
  committedPartitions: z.int().nullable(),
  /** The offset it has committed, where it is of one partition only. */
  position: Offset.nullable(),
  /** Records between its positions and the ends of those partitions; null where it cannot be said. */
  lag: Offset.nullable(),
});
export type GroupRow = z.infer<typeof GroupRow>;

export const GroupList = z.object({
  groups: z.array(GroupRow),
  /** Of the topic. */
  partitions: z.int(),
  asOf: TimestampMs,
});
export type GroupList = z.infer<typeof GroupList>;

export const groupsContract = {
  /** The groups that have committed offsets of a topic, as far as our rights let us see them, with their lag. */
  list: procedure('groups.read', 'read')
    .input(z.strictObject({ clusterId: ClusterId, topic: TopicName }))
    .output(GroupList),
};
