/** Adding, editing and removing clusters. May touch app/, ui/, state/ and shared. */
export { ClusterForm } from './cluster-form.tsx';
export { RemoveCluster } from './remove-cluster.tsx';
export { ExportClusters } from './transfer/export-clusters.tsx';
export { ImportClusters } from './transfer/import-clusters.tsx';
