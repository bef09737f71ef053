import type { TopicGroup } from '../engine.ts';
import type { Cluster } from './cluster.ts';
import type { AnswerOf } from './library.ts';
import { fetchOffsets, type CommittedOffsets } from './offset-fetch.ts';

type Topic = { readonly topic: string; readonly partitions: ReadonlyArray<number> };
type Listed = AnswerOf<'listGroups'>['groups'][number];

/** Asked in one request from this version of OffsetFetch on (Kafka 3.0). */
const MANY_GROUPS = 8;
const OFFSET_FETCH = 9;
/** Groups asked at once where each needs a request of its own. */
const AT_ONCE = 8;

/** Each broker lists the groups it coordinates, and tells their offsets: nobody has to be asked who that is. */
export async function topicGroups(
  cluster: Cluster,
  topic: Topic,
  signal?: AbortSignal,
): Promise<ReadonlyArray<TopicGroup>> {
  if (cluster.brokerIds.length === 0) await cluster.metadata([], signal);
  const found = await Promise.all(cluster.brokerIds.map((broker) => groupsOf(cluster, broker, topic, signal)));
  return found.flat().sort((a, b) => (a.group < b.group ? -1 : 1));
}

async function groupsOf(cluster: Cluster, broker: number, topic: Topic, signal?: AbortSignal): Promise<TopicGroup[]> {
  const { groups } = await cluster.askBroker(broker, { name: 'listGroups', args: [[], []] }, signal);
  if (groups.length === 0) return [];
  const peer = await cluster.wire.shared(cluster.addressOf(broker));
  const newest = peer.apis.get(OFFSET_FETCH)?.max ?? 0;
  const names = groups.map(({ groupId }) => groupId);
  const answers =
    newest >= MANY_GROUPS
      ? await offsetsOf(cluster, { broker, names, topic }, signal)
      : await oneByOne(cluster, { broker, names, topic }, signal);
  const byGroup = new Map(answers.map((answer) => [answer.groupId, answer]));
  return groups.flatMap((group) => toTopicGroup(group, byGroup.get(group.groupId)));
}

type Question = { readonly broker: number; readonly names: ReadonlyArray<string>; readonly topic: Topic };

function offsetsOf(
  cluster: Cluster,
  { broker, names, topic: { topic, partitions } }: Question,
  signal?: AbortSignal,
): Promise<ReadonlyArray<CommittedOffsets>> {
  const topics = [{ name: topic, partitionIndexes: [...partitions] }];
  return fetchOffsets(cluster, { broker, groups: names, topics }, signal);
}

async function oneByOne(
  cluster: Cluster,
  question: Question,
  signal?: AbortSignal,
): Promise<ReadonlyArray<CommittedOffsets>> {
  const left = [...question.names];
  const found: CommittedOffsets[] = [];
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined && signal?.aborted !== true; next = left.shift()) {
      found.push(...(await offsetsOf(cluster, { ...question, names: [next] }, signal)));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return found;
}

/** None where the group has committed nothing of the topic; with offsets null where we are not let to know. */
function toTopicGroup(listed: Listed, answer: CommittedOffsets | undefined): TopicGroup[] {
  const about = { group: listed.groupId, state: said(listed.groupState), protocol: said(listed.groupType) };
  if (answer === undefined || (answer.errorCode ?? 0) !== 0) return [{ ...about, committed: null }];
  const partitions = (answer.topics ?? []).flatMap((topic) => topic.partitions);
  // −1: the group has committed nothing for this partition.
  const known = partitions.filter(({ errorCode, committedOffset }) => errorCode === 0 && committedOffset >= 0n);
  if (known.length > 0) {
    const committed = new Map(known.map(({ partitionIndex, committedOffset }) => [partitionIndex, committedOffset]));
    return [{ ...about, committed }];
  }
  return partitions.some(({ errorCode }) => errorCode !== 0) ? [{ ...about, committed: null }] : [];
}

/** Older versions of the request have no such field, and a broker may leave it empty. */
function said(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}
