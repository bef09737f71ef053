import type { ByPartition, GroupQuestion } from '../engine.ts';
import { groupNotFound } from '../group-not-found.ts';
import type { KafkaJsClient } from './client.ts';

export async function listGroups(client: KafkaJsClient): Promise<ReadonlyArray<string>> {
  const admin = await client.admin();
  const { groups } = await admin.listGroups();
  return groups.map((group) => group.groupId).sort();
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
