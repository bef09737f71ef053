import { describe, expect, it } from 'vitest';
import type { TopicRow } from '../../../shared/contract/topics.ts';
import { compareCounts } from '../../ui/compare.ts';
import { nameOrder } from './compare-names.ts';
import { filterTopics } from './filter-topics.ts';
import { topicLine } from './topic-line.ts';

function topic(name: string): TopicRow {
  return {
    name,
    internal: false,
    partitions: 3,
    replicas: 1,
    underReplicated: 0,
    records: '9007199254740993',
    recordsAreUpperBound: false,
    sizeBytes: null,
    cleanupPolicy: 'delete',
  };
}

describe('the topic list', () => {
  it('finds names by every word of the filter, in any order and case', () => {
    const found = filterTopics([topic('team.Orders.v1'), topic('team.payments'), topic('orders-team')], 'TEAM ord');
    expect(found.map((each) => each.name)).toEqual(['team.Orders.v1', 'orders-team']);
  });
  it('returns the same list where the filter is blank', () => {
    const topics = [topic('a')];
    expect(filterTopics(topics, '  ')).toBe(topics);
  });
  it('orders names as people count', () => {
    expect([topic('t-10'), topic('t-2'), topic('T-1')].sort(nameOrder()).map((each) => each.name)).toEqual([
      'T-1',
      't-2',
      't-10',
    ]);
  });
  it('orders counts that numbers cannot hold', () => {
    expect(['9007199254740993', null, '9007199254740992', '5'].sort(compareCounts)).toEqual([
      null,
      '5',
      '9007199254740992',
      '9007199254740993',
    ]);
  });
  it('copies a row for a spreadsheet, unknown cells empty', () => {
    expect(topicLine(topic('a'))).toBe('a\t3\t1\t9007199254740993\t\tdelete');
  });
});
