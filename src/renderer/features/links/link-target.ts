import type { ClusterSummary } from '../../../shared/contract/clusters.ts';
import type { DeepLink } from '../../../shared/deep-link.ts';

/**
 * The clusters a link may mean: by id, else by exact name, else by a name that differs in capitals only (some programs
 * write the first part of an address in small letters). More than one is the user's to choose.
 */
export function clustersMeant(link: DeepLink, clusters: ReadonlyArray<ClusterSummary>): ReadonlyArray<ClusterSummary> {
  const byId = clusters.filter(({ id }) => id === link.cluster);
  if (byId.length > 0) return byId;
  const exact = clusters.filter(({ name }) => name === link.cluster);
  if (exact.length > 0) return exact;
  const small = link.cluster.toLowerCase();
  return clusters.filter(({ name }) => name.toLowerCase() === small);
}
