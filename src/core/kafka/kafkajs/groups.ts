import { classify } from '../classify.ts';
import type { ByPartition, GroupQuestion, TopicGroup } from '../engine.ts';
import { groupNotFound } from '../group-not-found.ts';
import type { KafkaJsClient } from './client.ts';

/** Groups asked at once: kafkajs asks for one group at a time. */
const AT_ONCE = 8;

/** States are not told: kafkajs asks for them in a way that calls groups of the new protocol dead. */
export async function topicGroups(
  client: KafkaJsClient,
  { topic, partitions }: { readonly topic: string; readonly partitions: ReadonlyArray<number> },
  signal?: AbortSignal,
): Promise<ReadonlyArray<TopicGroup>> {
  const admin = await client.admin();
  const left = (await admin.listGroups()).groups.map(({ groupId }) => groupId);
  const found: TopicGroup[] = [];
  const work = async (): Promise<void> => {
    for (let group = left.shift(); group !== undefined && signal?.aborted !== true; group = left.shift()) {
      const committed = await committedOffsets(client, { group, partitions: new Map([[topic, partitions]]) }).then(
        (offsets) => offsets.get(topic) ?? null,
        (error: unknown) => (classify(error).code === 'GROUP_NOT_FOUND' ? undefined : null),
      );
      if (committed !== undefined) found.push({ group, state: null, protocol: null, committed });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return found.sort((a, b) => (a.group < b.group ? -1 : 1));
}

/** Committed offsets of the wanted partitions; GROUP_NOT_FOUND where the group has none of them. */
export async function committedOffsets(
  client: KafkaJsClient,
  { group, partitions }: GroupQuestion,
): Promise<ByPartition<bigint>> {
  const admin = await client.admin();
  const answer = await admin.fetchOffsets({ groupId: group, topics: [...partitions.keys()] });
  const found = new Map<string, Map<number, bigint>>();
  for (const { topic, partitions: offsets } of answer) {
    const wanted = new Set(partitions.get(topic));
    // −1: the group has committed nothing for this partition.
    const committed = offsets.filter((entry) => wanted.has(entry.partition) && BigInt(entry.offset) >= 0n);
    if (committed.length === 0) continue;
    found.set(topic, new Map(committed.map((entry) => [entry.partition, BigInt(entry.offset)])));
  }
  if (found.size === 0) throw groupNotFound(group);
  return found;
}
