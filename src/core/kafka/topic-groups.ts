import type { GroupList, GroupRow } from '../../shared/contract/groups.ts';
import type { KafkaEngine, TopicGroup } from './engine.ts';

/**
 * The groups that have read a topic, with how far they are behind its end. The number of requests depends on the number of
 * brokers, not of groups or partitions.
 */
export async function listTopicGroups(
  engine: KafkaEngine,
  topic: string,
  { clock, signal }: { readonly clock: () => number; readonly signal?: AbortSignal | undefined },
): Promise<GroupList> {
  const [info] = await engine.describeTopics([topic], signal);
  const partitions = info?.partitions.map(({ partition }) => partition) ?? [];
  const [groups, ends] = await Promise.all([
    engine.topicGroups(topic, partitions, signal),
    engine.offsets(new Map([[topic, partitions]]), { at: 'end' }, signal),
  ]);
  const rows = groups.map((group) => toRow(group, ends.get(topic) ?? new Map<number, bigint>()));
  return { groups: rows, partitions: partitions.length, asOf: clock() };
}

function toRow({ group, state, protocol, committed }: TopicGroup, ends: ReadonlyMap<number, bigint>): GroupRow {
  const positions = [...(committed ?? [])];
  const [only] = positions;
  const position = positions.length === 1 && only !== undefined ? only[1].toString() : null;
  return {
    group,
    state,
    protocol,
    committedPartitions: committed === null ? null : positions.length,
    position,
    lag: committed === null ? null : lagOf(positions, ends),
  };
}

/** Null unless the end of every partition it stands in is known: a sum that leaves some out would be a lie. */
function lagOf(positions: ReadonlyArray<readonly [number, bigint]>, ends: ReadonlyMap<number, bigint>): string | null {
  let sum = 0n;
  for (const [partition, position] of positions) {
    const end = ends.get(partition);
    if (end === undefined) return null;
    // The two were asked at the same time: a group that has overtaken the end as we know it is behind by none.
    if (end > position) sum += end - position;
  }
  return sum.toString();
}
