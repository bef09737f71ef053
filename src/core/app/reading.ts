import { Worker } from 'node:worker_threads';
import {
  createConnections,
  createEngine,
  readMaterialFile,
  type ClusterConnections,
  type RegistryToTest,
} from '../kafka/index.ts';
import type { Log } from '../logging/index.ts';
import type { Network } from '../network/index.ts';
import { createRecords, type RecordsService, type WorkerFiles } from '../records/index.ts';
import { createRegistries, resolveRegistry, type Registries } from '../registry/index.ts';
import { createResults, type ResultsService } from '../results/index.ts';
import { createSearchCaches, type SearchCaches } from '../search-cache/index.ts';
import type { Settings } from '../settings/index.ts';
import type { OpenNetwork } from './network.ts';
import type { AppPorts } from './ports.ts';

type Parts = {
  readonly ports: AppPorts;
  readonly settings: Settings;
  readonly opened: OpenNetwork;
  readonly log: Log;
};

/** The rooms a record goes through: connections, schemas, cache, sessions, tables. */
export type Reading = {
  readonly connections: ClusterConnections;
  readonly registries: Registries;
  readonly searchCaches: SearchCaches;
  readonly records: RecordsService;
  readonly results: ResultsService;
};

export function openReading({ ports, settings, opened, log }: Parts): Reading {
  const connections = createConnections({
    clusters: settings.clusters,
    createEngine: (of, clusterId) => createEngine(of, { onAdvertised: opened.advertised(clusterId) }),
    readFile: readMaterialFile,
    clock: ports.clock,
  });
  const registries = openRegistries(settings, opened.network, ports.clock);
  const searchCaches = createSearchCaches({
    folder: ports.configFolder,
    secrets: settings.productSecrets,
    store: settings.searchCache,
    clusters: () => settings.clusters.list(),
    notices: settings.notices,
    clock: ports.clock,
    onChange: () => records.renewCaches(),
  });
  settings.secretKeeper.onChange(() => {
    searchCaches.keyChanged().catch((error: unknown) => log.warn('search-cache.key', { error }));
  });
  const records: RecordsService = createRecords({
    createWorker: () => createRecordsWorker(ports),
    settingsOf: connections.settingsOf,
    schemasOf: registries.schemasOf,
    cacheOf: searchCaches.settingsOf,
    onCacheOff: searchCaches.noteOff,
    connectionsOf: opened.connectionsOf,
    onSessionEnd: (sessionId) => {
      results.release(sessionId).catch((error: unknown) => log.warn('results.release', { error }));
    },
    log: log.child('records'),
  });
  const results: ResultsService = createResults({
    createProcess: ports.createResultsProcess,
    dump: (sessionId, from) => records.dump(sessionId, { ...from, readOn: false }),
    log: log.child('results'),
  });
  return { connections, registries, searchCaches, records, results };
}

function createRecordsWorker({ workerFile }: AppPorts): Worker {
  const files: WorkerFiles = { scan: workerFile('scan-worker'), javascript: workerFile('javascript-filter-worker') };
  return new Worker(workerFile('records-worker'), { workerData: files });
}

/** The registry of each cluster, by its profile as it is when first asked. */
function openRegistries({ clusters }: Settings, network: Network, clock: () => number): Registries {
  return createRegistries({
    network,
    clock,
    settingsOf: async (clusterId) => {
      const profile = clusters.get(clusterId);
      if (profile === null) return null;
      const secrets = await clusters.secretsOf(clusterId);
      return resolveWith(clock)({ profile: profile.registry, secrets, secretNames: profile.secrets });
    },
  });
}

/** The settings of a registry, as a profile or a draft of one has them. */
export function resolveWith(clock: () => number) {
  return (draft: RegistryToTest) => resolveRegistry({ ...draft, readFile: readMaterialFile, clock });
}
