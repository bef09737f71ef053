import { classify } from '../classify.ts';
import type { ByPartition, GroupQuestion } from '../engine.ts';
import { groupNotFound } from '../group-not-found.ts';
import { partialAnswer, type Cluster } from './cluster.ts';
import { fetchOffsets } from './offset-fetch.ts';

const GROUP_KEY = 0;
/** The coordinator is elsewhere, or not ready yet: worth asking again for where it is. */
const COORDINATOR_MOVED = new Set([14, 15, 16]);
const ATTEMPTS = 8;
const PAUSE_MS = 300;

/** Committed offsets of the wanted partitions; GROUP_NOT_FOUND where the group has none of them. */
export async function committedOffsets(
  cluster: Cluster,
  question: GroupQuestion,
  signal?: AbortSignal,
): Promise<ByPartition<bigint>> {
  for (let attempt = 1; ; attempt++) {
    const [code, offsets] = await askCoordinator(cluster, question, signal);
    if (code === 0) return offsets;
    if (!COORDINATOR_MOVED.has(code) || attempt === ATTEMPTS) throw classify({ apiCode: code }, {});
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    signal?.throwIfAborted();
  }
}

async function askCoordinator(
  cluster: Cluster,
  { group, partitions }: GroupQuestion,
  signal?: AbortSignal,
): Promise<readonly [number, ByPartition<bigint>]> {
  const none = new Map<string, Map<number, bigint>>();
  const found = await cluster
    .askAny('findCoordinator', [GROUP_KEY, [group]], signal)
    .catch((error: unknown) => partialAnswer<'findCoordinator'>(error));
  // Versions before 4 answer for one key, without a list.
  const single = found as unknown as { readonly nodeId?: number; readonly errorCode?: number };
  const coordinator = found.coordinators?.[0] ?? single;
  if (coordinator.errorCode !== undefined && coordinator.errorCode !== 0) return [coordinator.errorCode, none];
  const topics = [...partitions].map(([name, indexes]) => ({ name, partitionIndexes: [...indexes] }));
  const question = { broker: coordinator.nodeId ?? -1, groups: [group], topics };
  const [mine] = await fetchOffsets(cluster, question, signal);
  if (mine?.errorCode !== undefined && mine.errorCode !== 0) return [mine.errorCode, none];
  for (const topic of mine?.topics ?? []) {
    for (const { partitionIndex, committedOffset, errorCode } of topic.partitions) {
      if (errorCode !== 0) return [errorCode, none];
      // −1: the group has committed nothing for this partition.
      if (committedOffset < 0n) continue;
      const offsets = none.get(topic.name) ?? new Map<number, bigint>();
      none.set(topic.name, offsets.set(partitionIndex, committedOffset));
    }
  }
  if (none.size === 0) throw groupNotFound(group);
  return [0, none];
}
