import type { ClusterOverview, ClusterTest } from '../../shared/contract/clusters.ts';
import type { Implementer } from '../guard/index.ts';
import {
  secretNamesAfter,
  secretsAfter,
  splitDraft,
  type ClusterSecrets,
  type ClusterStore,
  type ProfileFields,
  type SecretName,
} from '../settings/index.ts';
import type { ClusterConnections } from './connections.ts';
import type { ConnectionSettings, KafkaEngine } from './engine.ts';
import { parseClientConfig } from './parse-client-config.ts';
import { resolveConnection } from './resolve-connection.ts';
import { testOutcome } from './test-outcome.ts';

export type ClustersDeps = {
  readonly clusters: ClusterStore;
  readonly connections: ClusterConnections;
  readonly createEngine: (settings: ConnectionSettings) => KafkaEngine;
  readonly readFile: (path: string) => Promise<Uint8Array>;
  /** Gets the cluster's reader ready, so that the first topic opened need not wait for it. Never fails. */
  readonly warmReader: (clusterId: string) => void;
  /** Ends the cluster's reading sessions, which have connections of their own. */
  readonly closeSessions: (clusterId: string) => Promise<void>;
  /** Asks the registry of a draft; null where the draft names none. */
  readonly testRegistry: (draft: RegistryToTest, signal?: AbortSignal) => Promise<ClusterTest['registry']>;
  /** After a cluster was changed or removed. */
  readonly onChanged?: (clusterId: string) => Promise<void>;
  /** After a cluster was connected to. */
  readonly onOpened?: (clusterId: string, overview: ClusterOverview) => void;
  readonly clock: () => number;
  /** Milliseconds from any start, finer than the clock: `performance.now`. */
  readonly stopwatch: () => number;
};

export type RegistryToTest = {
  readonly profile: ProfileFields['registry'];
  readonly secrets: ClusterSecrets;
  readonly secretNames: ReadonlyArray<SecretName>;
};

export function clustersProcedures(os: Implementer, deps: ClustersDeps) {
  const { clusters, connections } = deps;

  async function disconnect(clusterId: string): Promise<void> {
    await Promise.all([connections.close(clusterId), deps.closeSessions(clusterId)]);
  }

  return {
    list: os.clusters.list.handler(() => clusters.list()),
    draft: os.clusters.draft.handler(({ input }) => clusters.draft(input.clusterId)),
    create: os.clusters.create.handler(({ input }) => clusters.create(input.draft)),
    update: os.clusters.update.handler(async ({ input }) => {
      const summary = await clusters.update(input.clusterId, input.draft);
      await disconnect(input.clusterId); // What is opened next uses the new settings.
      await deps.onChanged?.(input.clusterId);
      return summary;
    }),
    duplicate: os.clusters.duplicate.handler(({ input }) => clusters.duplicate(input.clusterId)),
    remove: os.clusters.remove.handler(async ({ input }) => {
      await disconnect(input.clusterId);
      await clusters.remove(input.clusterId);
      await deps.onChanged?.(input.clusterId);
    }),
    test: os.clusters.test.handler(({ input, signal }) => testDraft(deps, input, signal)),
    parseConfig: os.clusters.parseConfig.handler(({ input }) => parseClientConfig(input.text)),
    open: os.clusters.open.handler(async ({ input, signal }) => {
      const isOpen = connections.isOpen(input.clusterId);
      const engine = await connections.get(input.clusterId);
      if (!isOpen) await engine.describeCluster(signal); // Connects, so that the overview measures a request only.
      const overview = await overviewOf(deps, engine, signal);
      if (!isOpen) deps.onOpened?.(input.clusterId, overview);
      deps.warmReader(input.clusterId);
      await clusters.markOpened(input.clusterId);
      return overview;
    }),
    overview: os.clusters.overview.handler(async ({ input, signal }) =>
      overviewOf(deps, await connections.get(input.clusterId), signal),
    ),
    close: os.clusters.close.handler(({ input }) => disconnect(input.clusterId)),
  };
}

type TestInput = Parameters<Parameters<Implementer['clusters']['test']['handler']>[0]>[0]['input'];

/** Connects with the draft, to the cluster and its registry at the same time, and says which of them failed. */
async function testDraft(deps: ClustersDeps, input: TestInput, signal?: AbortSignal): Promise<ClusterTest> {
  const { clusters } = deps;
  const { fields, secrets: inputs } = splitDraft(input.draft);
  const stored = input.clusterId === undefined ? null : clusters.get(input.clusterId);
  const storedSecrets = stored === null ? {} : await clusters.secretsOf(stored.id);
  const secrets = secretsAfter(inputs, storedSecrets);
  const secretNames = secretNamesAfter(inputs, stored?.secrets ?? []);
  const [kafka, registry] = await Promise.allSettled([
    testKafka(deps, { fields, secrets, secretNames }, signal),
    deps.testRegistry({ profile: fields.registry, secrets, secretNames }, signal),
  ]);
  return testOutcome(kafka, registry);
}

type ToTest = {
  readonly fields: ProfileFields;
  readonly secrets: ClusterSecrets;
  readonly secretNames: ReadonlyArray<SecretName>;
};

/** On an engine of its own that is closed whatever comes. */
async function testKafka(deps: ClustersDeps, draft: ToTest, signal?: AbortSignal): Promise<ClusterOverview> {
  const { readFile, clock } = deps;
  const { fields: profile, secrets, secretNames } = draft;
  const settings = await resolveConnection({ profile, secrets, secretNames, readFile, clock });
  const engine = deps.createEngine(settings);
  try {
    await engine.describeCluster(signal);
    return await overviewOf(deps, engine, signal);
  } finally {
    await engine.close();
  }
}

/** One request, timed. */
async function overviewOf(deps: ClustersDeps, engine: KafkaEngine, signal?: AbortSignal): Promise<ClusterOverview> {
  const start = deps.stopwatch();
  const info = await engine.describeCluster(signal);
  const latencyMs = Math.round((deps.stopwatch() - start) * 10) / 10;
  const brokers = info.brokers.map((broker) => ({ ...broker, isController: broker.id === info.controllerId }));
  return {
    kafkaClusterId: info.kafkaClusterId,
    brokers: brokers.toSorted((a, b) => a.id - b.id),
    kafkaVersion: info.kafkaVersion,
    latencyMs,
    asOf: deps.clock(),
  };
}
