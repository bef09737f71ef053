import { expect, it } from 'vitest';
import type { ClusterSummary } from '../../../shared/contract/clusters.ts';
import { clustersMeant } from './link-target.ts';

const CLUSTERS = [
  { id: '1', name: 'prod' },
  { id: '2', name: 'Prod' },
  { id: '3', name: 'Stage' },
  { id: '4', name: 'prod' },
  { id: 'Stage', name: 'other' },
] as unknown as ReadonlyArray<ClusterSummary>;

it.each([
  ['prod', ['1', '4']],
  ['Prod', ['2']],
  ['PROD', ['1', '2', '4']],
  ['stage', ['3']],
  ['3', ['3']],
  ['Stage', ['Stage']],
  ['pro', []],
  ['__proto__', []],
])('%s means %j', (cluster, ids) => {
  const link = { cluster, topic: null, partition: null, offset: null };
  expect(clustersMeant(link, CLUSTERS).map(({ id }) => id)).toEqual(ids);
});
