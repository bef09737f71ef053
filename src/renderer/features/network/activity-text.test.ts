import { expect, it } from 'vitest';
import type { NetworkTarget } from '../../../shared/contract/network.ts';
import { activityText, filterTargets, totalsOf } from './activity-text.ts';

const KAFKA: NetworkTarget = {
  host: 'kafka.example',
  port: 9092,
  via: null,
  addresses: ['10.0.0.1'],
  purposes: ['Kafka'],
  listedAs: 'bootstrap server of orders',
  connections: 2,
  open: 1,
  failed: 0,
  requests: 0,
  sent: 100,
  received: 2048,
  firstAt: 0,
  lastAt: 60_000,
};
const FOREIGN: NetworkTarget = { ...KAFKA, host: '::1', port: 9, purposes: ['unknown'], listedAs: null, addresses: [] };

it('finds by any column, all words at once', () => {
  const found = (text: string) => filterTargets([KAFKA, FOREIGN], text).map(({ port }) => port);
  expect(found('')).toEqual([9092, 9]);
  expect(found('ORDERS kafka')).toEqual([9092]);
  expect(found('10.0.0.1')).toEqual([9092]);
  expect(found('not on your list')).toEqual([9]);
  expect(found('[::1]:9')).toEqual([9]);
  expect(found('orders unknown')).toEqual([]);
});

it('adds up', () => {
  expect(totalsOf([KAFKA, FOREIGN])).toEqual({ targets: 2, foreign: 1, open: 2, sent: 200, received: 4096 });
});

it('is copied as lines of columns, and says loudly who is on no list', () => {
  const [head, first, second] = activityText([KAFKA, { ...FOREIGN, via: 'p:1' }], 'utc').split('\n');
  expect(head?.split('\t')).toHaveLength(9);
  expect(first).toBe(
    'kafka.example:9092\tKafka\tbootstrap server of orders\t2\t0\t100 B\t2.00 KiB\t1970-01-01 00:00:00.000Z\t1970-01-01 00:01:00.000Z',
  );
  expect(second).toContain('[::1]:9 via p:1\tunknown\tNOT ON YOUR LIST\t');
});
