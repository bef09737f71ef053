import { partialAnswer, type Cluster } from './cluster.ts';
import type { AnswerOf } from './library.ts';

/** What a broker tells of one group's committed offsets. */
export type CommittedOffsets = AnswerOf<'offsetFetch'>['groups'][number];

export type OffsetQuestion = {
  readonly broker: number;
  /** More than one only where the broker speaks version 8 (Kafka 3.0). */
  readonly groups: ReadonlyArray<string>;
  readonly topics: ReadonlyArray<{ readonly name: string; readonly partitionIndexes: number[] }>;
};

/** Asks a broker for committed offsets; what it refuses is in the answer. */
export async function fetchOffsets(
  cluster: Cluster,
  { broker, groups, topics }: OffsetQuestion,
  signal?: AbortSignal,
): Promise<ReadonlyArray<CommittedOffsets>> {
  const asked = groups.map((groupId) => ({ groupId, memberId: null, memberEpoch: -1, topics: [...topics] }));
  const answer = await cluster
    .askBroker(broker, { name: 'offsetFetch', args: [asked, false] }, signal)
    .catch((error: unknown) => partialAnswer<'offsetFetch'>(error));
  const { groups: many = [] } = answer as Partial<typeof answer>;
  // Versions before 8 answer for one group, without its name.
  return many.length > 0 ? many : [{ ...(answer as unknown as CommittedOffsets), groupId: groups[0] ?? '' }];
}
