import { describe, expect, it } from 'vitest';
import type { Cluster } from './cluster.ts';
import { topicGroups } from './topic-groups.ts';

type Question = { readonly name: string; readonly args: ReadonlyArray<unknown> };
type Asked = ReadonlyArray<{ readonly groupId: string }>;

const OFFSETS: Readonly<Record<string, ReadonlyArray<bigint>>> = { a: [5n, -1n], b: [-1n, -1n], c: [0n, 7n] };
const partitionsOf = (group: string) =>
  (OFFSETS[group] ?? []).map((committedOffset, partitionIndex) => ({ partitionIndex, committedOffset, errorCode: 0 }));
const topicsOf = (group: string) => [{ name: 't', partitions: partitionsOf(group) }];

/** A broker that speaks OffsetFetch up to this version, and what it was asked. */
function clusterOf(newest: number, denied: ReadonlyArray<string> = []) {
  const asked: string[] = [];
  const listed = Object.keys(OFFSETS).map((groupId) => ({
    groupId,
    protocolType: 'consumer',
    ...(newest < 8 ? {} : { groupState: 'Stable', groupType: groupId === 'c' ? 'consumer' : 'classic' }),
  }));
  const cluster = {
    brokerIds: [1],
    addressOf: () => ({ host: 'h', port: 1 }),
    wire: { shared: () => Promise.resolve({ apis: new Map([[9, { min: 1, max: newest }]]) }) },
    askBroker: (_broker: number, { name, args }: Question) => {
      asked.push(name);
      if (name === 'listGroups') return Promise.resolve({ groups: listed });
      const groups = args[0] as Asked;
      if (newest < 8) return Promise.resolve({ groups: [], errorCode: 0, topics: topicsOf(groups[0]?.groupId ?? '') });
      const answers = groups.map(({ groupId }) =>
        denied.includes(groupId)
          ? { groupId, errorCode: 30, topics: [] }
          : { groupId, errorCode: 0, topics: topicsOf(groupId) },
      );
      // As the library does: an error anywhere rejects, with the whole answer on the error.
      if (denied.length > 0)
        return Promise.reject(Object.assign(new Error('denied'), { response: { groups: answers } }));
      return Promise.resolve({ groups: answers });
    },
  };
  return { cluster: cluster as unknown as Cluster, asked };
}

const QUESTION = { topic: 't', partitions: [0, 1] };

describe('the groups of a topic, asked of the brokers', () => {
  it('come with two requests a broker', async () => {
    const { cluster, asked } = clusterOf(9);
    const groups = await topicGroups(cluster, QUESTION);
    expect(asked).toEqual(['listGroups', 'offsetFetch']);
    expect(groups).toEqual([
      { group: 'a', state: 'Stable', protocol: 'classic', committed: new Map([[0, 5n]]) },
      {
        group: 'c',
        state: 'Stable',
        protocol: 'consumer',
        committed: new Map([
          [0, 0n],
          [1, 7n],
        ]),
      },
    ]);
  });
  it('come group by group from a broker that answers for one at a time, and has no states', async () => {
    const { cluster, asked } = clusterOf(7);
    const groups = await topicGroups(cluster, QUESTION);
    expect(asked.filter((name) => name === 'offsetFetch')).toHaveLength(3);
    expect(groups).toEqual([
      { group: 'a', state: null, protocol: null, committed: new Map([[0, 5n]]) },
      {
        group: 'c',
        state: null,
        protocol: null,
        committed: new Map([
          [0, 0n],
          [1, 7n],
        ]),
      },
    ]);
  });
  it('stay in the list where their offsets may not be read', async () => {
    const { cluster } = clusterOf(9, ['b']);
    const groups = await topicGroups(cluster, QUESTION);
    expect(groups.map(({ group, committed }) => [group, committed === null])).toEqual([
      ['a', false],
      ['b', true],
      ['c', false],
    ]);
  });
});
