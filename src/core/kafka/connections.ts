import type { ConnectionSettings, KafkaEngine } from './engine.ts';
import { AppError } from '../../shared/errors.ts';
import { resolveConnection, type ConnectionProfile, type ConnectionSecrets } from './resolve-connection.ts';

/** Open engines of the main side, one per cluster, kept until closed. */
export type ClusterConnections = {
  /** The open engine, or a new one with the profile as it is now. */
  get(clusterId: string): Promise<KafkaEngine>;
  /** The profile resolved afresh, so that a renewed certificate file is picked up. */
  settingsOf(clusterId: string): Promise<ConnectionSettings>;
  isOpen(clusterId: string): boolean;
  close(clusterId: string): Promise<void>;
  closeAll(): Promise<void>;
};

export type ConnectionsOptions = {
  readonly clusters: {
    get(id: string): (ConnectionProfile & { readonly secrets: ReadonlyArray<string> }) | null;
    secretsOf(id: string): Promise<ConnectionSecrets>;
  };
  readonly createEngine: (settings: ConnectionSettings, clusterId: string) => KafkaEngine;
  readonly readFile: (path: string) => Promise<Uint8Array>;
  readonly clock: () => number;
};

export function createConnections(options: ConnectionsOptions): ClusterConnections {
  const { clusters, createEngine, readFile, clock } = options;
  const engines = new Map<string, Promise<KafkaEngine>>();

  async function settingsOf(clusterId: string): Promise<ConnectionSettings> {
    const profile = clusters.get(clusterId);
    if (profile === null) {
      throw new AppError('CLUSTER_NOT_FOUND', 'This cluster is not in the list any more.', { context: { clusterId } });
    }
    const secrets = await clusters.secretsOf(clusterId);
    return resolveConnection({ profile, secrets, secretNames: profile.secrets, readFile, clock });
  }

  function open(clusterId: string): Promise<KafkaEngine> {
    const engine = settingsOf(clusterId).then((settings) => createEngine(settings, clusterId));
    engines.set(clusterId, engine);
    // A failure is not remembered: the next call tries again. The caller gets the error from the promise itself.
    engine.catch(() => {
      if (engines.get(clusterId) === engine) engines.delete(clusterId);
    });
    return engine;
  }

  async function close(clusterId: string): Promise<void> {
    const engine = engines.get(clusterId);
    engines.delete(clusterId);
    // One that never opened has nothing to close; whoever asked for it was told why.
    const opened = await engine?.catch(() => undefined);
    await opened?.close();
  }

  return {
    get: (clusterId) => engines.get(clusterId) ?? open(clusterId),
    settingsOf,
    isOpen: (clusterId) => engines.has(clusterId),
    close,
    closeAll: async () => {
      await Promise.all([...engines.keys()].map(close));
    },
  };
}
