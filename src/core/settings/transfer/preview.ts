import type { ImportedCluster, ImportPreview } from '../../../shared/contract/transfer.ts';
import { LOCAL_KAFKA_ID } from '../cluster-store.ts';
import { SECRET_TITLES, type ClusterProfile, type SecretName } from '../profile.ts';
import type { ExportedCluster, ExportFile, SecretsOfClusters } from './export-file.ts';

/** What a person should see of an import before it is let in. `meets`: the cluster that one would take the place of. */
export function previewOf(
  importId: string,
  held: { readonly file: ExportFile; readonly secrets: SecretsOfClusters | null },
  meets: (cluster: ExportedCluster) => ClusterProfile | null,
): ImportPreview {
  const { file, secrets } = held;
  return {
    importId,
    exportedAt: Date.parse(file.exportedAt),
    secrets: file.secrets === null ? 'none' : secrets === null ? 'locked' : 'open',
    clusters: file.clusters.map((cluster, index): ImportedCluster => {
      const known = secrets?.get(cluster.id) ?? {};
      const titles = (names: ReadonlyArray<SecretName>) => names.map((name) => SECRET_TITLES[name]);
      return {
        index,
        name: cluster.name,
        color: cluster.color,
        mode: cluster.mode,
        protocol: cluster.protocol,
        bootstrapServers: cluster.bootstrapServers,
        username: cluster.protocol.startsWith('SASL') ? cluster.sasl.username : '',
        registryUrls: cluster.registry.urls,
        paths: pathsOf(cluster),
        secrets: titles(cluster.secrets.filter((name) => known[name] !== undefined)),
        missingSecrets: titles(cluster.secrets.filter((name) => known[name] === undefined)),
        conflict: conflictOf(cluster, meets(cluster)),
      };
    }),
  };
}

function conflictOf(cluster: ExportedCluster, met: ClusterProfile | null): ImportedCluster['conflict'] {
  if (met === null) return { kind: 'none' };
  const kind = met.id === cluster.id ? 'same-id' : 'same-name';
  return { kind, name: met.name, canReplace: met.id !== LOCAL_KAFKA_ID };
}

/** Every file the profile names, whether or not its protocol would read it now. */
function pathsOf({ tls, registry }: ExportedCluster): string[] {
  const sources = [
    tls.ca,
    tls.certificate,
    tls.key,
    tls.truststore,
    tls.keystore,
    registry.tls.ca,
    registry.tls.certificate,
    registry.tls.key,
  ];
  return [...new Set(sources.flatMap((source) => (source.kind === 'file' ? [source.path] : [])))];
}
