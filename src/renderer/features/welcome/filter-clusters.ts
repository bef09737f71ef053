import type { ClusterSummary } from '../../../shared/contract/clusters.ts';

/** Clusters whose name or address holds every word of the filter, in the order they came. */
export function filterClusters(clusters: ReadonlyArray<ClusterSummary>, filter: string): ReadonlyArray<ClusterSummary> {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return clusters;
  return clusters.filter((cluster) => {
    const text = `${cluster.name} ${cluster.bootstrapServers} ${cluster.mode}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
