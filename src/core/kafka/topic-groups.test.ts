import { describe, expect, it } from 'vitest';
import type { KafkaEngine, TopicGroup } from './engine.ts';
import { listTopicGroups } from './topic-groups.ts';

function engineWith(groups: ReadonlyArray<TopicGroup>, ends: ReadonlyArray<readonly [number, bigint]>) {
  const asked: string[] = [];
  const engine = {
    describeTopics: () => {
      asked.push('topics');
      const partitions = [0, 1, 2].map((partition) => ({ partition, leader: 1, replicas: [1], inSync: [1] }));
      return Promise.resolve([{ name: 't', internal: false, partitions }]);
    },
    topicGroups: () => {
      asked.push('groups');
      return Promise.resolve(groups);
    },
    offsets: () => {
      asked.push('offsets');
      return Promise.resolve(new Map([['t', new Map(ends)]]));
    },
  };
  return { engine: engine as unknown as KafkaEngine, asked };
}

const ENDS = [
  [0, 100n],
  [1, 9007199254740993n],
  [2, 5n],
] as const;
const group = (name: string, committed: TopicGroup['committed'], protocol = 'classic'): TopicGroup => ({
  group: name,
  state: 'Stable',
  protocol,
  committed,
});
const rowsOf = async (groups: ReadonlyArray<TopicGroup>, ends: ReadonlyArray<readonly [number, bigint]> = ENDS) =>
  (await listTopicGroups(engineWith(groups, ends).engine, 't', { clock: () => 7 })).groups;

describe('the groups of a topic', () => {
  it('are behind by what lies between their positions and the ends, exactly', async () => {
    const [row] = await rowsOf([
      group(
        'g',
        new Map([
          [0, 40n],
          [1, 1n],
        ]),
      ),
    ]);
    expect(row).toEqual({
      group: 'g',
      state: 'Stable',
      protocol: 'classic',
      committedPartitions: 2,
      position: null,
      lag: '9007199254741052',
    });
  });
  it('tell the position where it is of one partition, and are never behind by less than nothing', async () => {
    const [row] = await rowsOf([group('g', new Map([[2, 9n]]))]);
    expect([row?.position, row?.lag]).toEqual(['9', '0']);
  });
  it('have no lag where the end of a partition is not known, or their offsets are not', async () => {
    const rows = await rowsOf(
      [
        group(
          'g',
          new Map([
            [0, 1n],
            [2, 1n],
          ]),
        ),
        group('hidden', null),
      ],
      [[0, 100n]],
    );
    expect(rows.map(({ lag, committedPartitions }) => [lag, committedPartitions])).toEqual([
      [null, 2],
      [null, null],
    ]);
  });
  it('keep the state the broker lists them with, whatever their protocol', async () => {
    const [row] = await rowsOf([group('new', new Map([[0, 1n]]), 'consumer')]);
    expect([row?.state, row?.protocol]).toEqual(['Stable', 'consumer']);
  });
  it('cost three questions, however many they are', async () => {
    const many = Array.from({ length: 200 }, (_, index) => group(`g${index}`, new Map([[0, BigInt(index)]])));
    const { engine, asked } = engineWith(many, ENDS);
    const list = await listTopicGroups(engine, 't', { clock: () => 7 });
    expect([list.groups.length, list.partitions, list.asOf, asked]).toEqual([
      200,
      3,
      7,
      ['topics', 'groups', 'offsets'],
    ]);
  });
});
