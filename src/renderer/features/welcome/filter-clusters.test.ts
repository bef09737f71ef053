import { expect, test } from 'vitest';
import type { ClusterSummary } from '../../../shared/contract/clusters.ts';
import { filterClusters } from './filter-clusters.ts';

function cluster(name: string, bootstrapServers: string): ClusterSummary {
  return {
    id: name,
    name,
    bootstrapServers,
    color: '#000000',
    mode: 'normal',
    engine: 'platformatic',
    protocol: 'PLAINTEXT',
    lastOpenedAt: null,
    isLocalKafka: false,
    missingSecrets: [],
    hasRegistry: false,
    neverStore: false,
  };
}
const clusters = [cluster('Payments EU', 'a.example.com:9092'), cluster('Payments US', 'b.example.com:9093')];
const names = (filter: string): string[] => filterClusters(clusters, filter).map(({ name }) => name);

test('no filter keeps all, in order', () => {
  expect(names('  ')).toEqual(['Payments EU', 'Payments US']);
});

test('every word must be in the name or the address, in any case and order', () => {
  expect(names('us PAY')).toEqual(['Payments US']);
  expect(names('a.example')).toEqual(['Payments EU']);
  expect(names('payments mars')).toEqual([]);
});
