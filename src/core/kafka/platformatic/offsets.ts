import { classify } from '../classify.ts';
import type { ByPartition, OffsetPoint } from '../engine.ts';
import { partialAnswer, type Cluster } from './cluster.ts';

type Partitions = ReadonlyMap<string, ReadonlyArray<number>>;
type Found = Map<string, Map<number, bigint>>;
/** topic → partition → Kafka's error number, of those that gave no offset. */
type Missed = Map<string, Map<number, number>>;

const TIMESTAMP_OF = { end: -1n, start: -2n } as const;
const NO_LEADER = 5;
/** The replica id that stands for an ordinary client, and the isolation whose end is the high watermark. */
const CONSUMER = -1;
const READ_UNCOMMITTED = 0;
/** Errors that mean "you asked the wrong broker": ask where the leader is and try once more. */
const STALE = new Set([3, 5, 6, 74, 75, 76, 100]);

/** Offsets at one point: one ListOffsets request per leader, however many topics and partitions. */
export async function listOffsets(
  cluster: Cluster,
  wanted: Partitions,
  point: OffsetPoint,
  signal?: AbortSignal,
): Promise<ByPartition<bigint>> {
  const timestamp = point.at === 'time' ? BigInt(Math.trunc(point.timestampMs)) : TIMESTAMP_OF[point.at];
  const unknown = [...wanted.keys()].filter((topic) => cluster.placeOf(topic) === undefined);
  if (unknown.length > 0) await cluster.locate(unknown, signal);
  const found: Found = new Map();
  let missed = await askLeaders(cluster, { wanted, timestamp }, found, signal);
  const stale = selectStale(missed);
  if (stale.size > 0) {
    await cluster.metadata([...stale.keys()], signal);
    missed = await askLeaders(cluster, { wanted: stale, timestamp }, found, signal);
  }
  if (found.size === 0) throwFirst(missed);
  if (point.at === 'time') await fillWithEnd(cluster, wanted, found, signal);
  return found;
}

/** After the last record there is no offset for a time (−1): the port promises the end there. */
async function fillWithEnd(cluster: Cluster, wanted: Partitions, found: Found, signal?: AbortSignal): Promise<void> {
  const open = new Map<string, number[]>();
  for (const [topic, partitions] of wanted) {
    const past = partitions.filter((partition) => found.get(topic)?.get(partition) === -1n);
    if (past.length > 0) open.set(topic, past);
  }
  if (open.size === 0) return;
  const ends = await listOffsets(cluster, open, { at: 'end' }, signal);
  for (const [topic, partitions] of open) {
    for (const partition of partitions) {
      const end = ends.get(topic)?.get(partition);
      if (end === undefined) found.get(topic)?.delete(partition);
      else found.get(topic)?.set(partition, end);
    }
  }
}

async function askLeaders(
  cluster: Cluster,
  { wanted, timestamp }: { readonly wanted: Partitions; readonly timestamp: bigint },
  found: Found,
  signal?: AbortSignal,
): Promise<Missed> {
  const missed: Missed = new Map();
  const byLeader = groupByLeader(cluster, wanted, missed);
  await Promise.all(
    [...byLeader].map(async ([leader, topics]) => {
      const asked = [...topics].map(([name, partitions]) => ({
        name,
        partitions: partitions.map((partitionIndex) => ({ partitionIndex, currentLeaderEpoch: -1, timestamp })),
      }));
      const answer = await cluster
        .askBroker(leader, { name: 'listOffsets', args: [CONSUMER, READ_UNCOMMITTED, asked] }, signal)
        .catch((error: unknown) => partialAnswer<'listOffsets'>(error));
      for (const topic of answer.topics) {
        for (const partition of topic.partitions) {
          if (partition.errorCode === 0) put(found, topic.name, partition.partitionIndex, partition.offset);
          else put(missed, topic.name, partition.partitionIndex, partition.errorCode);
        }
      }
    }),
  );
  return missed;
}

function groupByLeader(cluster: Cluster, wanted: Partitions, missed: Missed): Map<number, Map<string, number[]>> {
  const byLeader = new Map<number, Map<string, number[]>>();
  for (const [topic, partitions] of wanted) {
    for (const partition of partitions) {
      const leader = cluster.placeOf(topic)?.leaders.get(partition);
      if (leader === undefined) {
        put(missed, topic, partition, NO_LEADER);
        continue;
      }
      const topics = byLeader.get(leader) ?? new Map<string, number[]>();
      byLeader.set(leader, topics);
      const list = topics.get(topic);
      if (list === undefined) topics.set(topic, [partition]);
      else list.push(partition);
    }
  }
  return byLeader;
}

function selectStale(missed: Missed): Map<string, number[]> {
  const stale = new Map<string, number[]>();
  for (const [topic, partitions] of missed) {
    const again = [...partitions].filter(([, code]) => STALE.has(code)).map(([partition]) => partition);
    if (again.length > 0) stale.set(topic, again);
  }
  return stale;
}

function throwFirst(missed: Missed): void {
  for (const [topic, partitions] of missed) {
    for (const [partition, code] of partitions) throw classify({ apiCode: code }, { topic, partition });
  }
}

function put<T>(into: Map<string, Map<number, T>>, topic: string, partition: number, value: T): void {
  const partitions = into.get(topic);
  if (partitions === undefined) into.set(topic, new Map([[partition, value]]));
  else partitions.set(partition, value);
}
