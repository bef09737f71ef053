/**
 * Puts the rooms together from the ports a host gives. The one place that knows all rooms; holds no rule of its own.
 */
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { AppError } from '../shared/errors.ts';
import { PRODUCT } from '../shared/product.ts';
import { filtersProcedures } from './filters/index.ts';
import { createExports, exportsProcedures, type ExportsService, type RowPage } from './exports/index.ts';
import { createImplementer, type Implementer } from './guard/index.ts';
import {
  clustersProcedures,
  createConnections,
  createEngine,
  readMaterialFile,
  topicsProcedures,
  type ClusterConnections,
  type ConnectionSettings,
  type KafkaEngine,
  type RegistryToTest,
} from './kafka/index.ts';
import { createLocalKafka, localKafkaProcedures, type LocalKafka } from './local-kafka/index.ts';
import { createSearchCaches, searchCacheProcedures, type SearchCaches } from './search-cache/index.ts';
import { createLog, createMasker, type Log, type Masker } from './logging/index.ts';
import { networkProcedures, type Network } from './network/index.ts';
import { openNetwork, registryAddresses, type OpenNetwork } from './open-network.ts';
import {
  createRecords,
  groupsProcedures,
  recordsProcedures,
  type RecordsService,
  type WorkerFiles,
} from './records/index.ts';
import { createRegistries, resolveRegistry, type Registries } from './registry/index.ts';
import { createResults, resultsProcedures, type ResultsProcess, type ResultsService } from './results/index.ts';
import { openSettings, settingsProcedures, type SecretBox, type Settings } from './settings/index.ts';

/** Folders of the bundles that run as threads. */
export type WorkerName = 'records-worker' | 'scan-worker' | 'javascript-filter-worker';

/** What a host brings. */
export type AppPorts = {
  readonly host: 'desktop' | 'console';
  readonly version: string;
  readonly configFolder: string;
  readonly logFolder: string;
  readonly secretBox: SecretBox;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly newId: () => string;
  /** Path of a thread's entry (src/workers); only the host knows where it is built to. */
  readonly workerFile: (name: WorkerName) => string;
  /** Starts a process of src/workers/results.ts: how depends on the host. */
  readonly createResultsProcess: () => ResultsProcess;
  readonly env: NodeJS.ProcessEnv;
  /** The user's folder: what `~/` means. */
  readonly home: string;
  /** The system's dialog to pick a file: its path, null where cancelled. Absent where the host has no such dialog. */
  readonly chooseFile?: (title: string) => Promise<string | null>;
  /** The same for a file to be written. */
  readonly chooseSaveFile?: (title: string, defaultPath: string) => Promise<string | null>;
  /** How the system reaches a URL, as a PAC file would answer: "PROXY host:port; DIRECT". Absent: the environment says. */
  readonly resolveProxy?: (url: string) => Promise<string>;
};

type Rooms = {
  readonly ports: AppPorts;
  readonly log: Log;
  readonly masker: Masker;
  readonly settings: Settings;
  readonly connections: ClusterConnections;
  readonly registries: Registries;
  readonly records: RecordsService;
  readonly results: ResultsService;
  readonly exports: ExportsService;
  readonly localKafka: LocalKafka;
  readonly searchCaches: SearchCaches;
  readonly opened: OpenNetwork;
};

export type App = {
  readonly router: ReturnType<typeof createRouter>;
  /** Ends sessions, connections and the local Kafka, writes what is still to be written. */
  close(): Promise<void>;
};

export async function createApp(ports: AppPorts): Promise<App> {
  const masker = createMasker();
  const log = createLog({ folder: ports.logFolder, level: 'info', clock: ports.clock, masker });
  log.info('app.start', { host: ports.host, version: ports.version, configFolder: ports.configFolder });
  const settings = await openSettings({
    folder: ports.configFolder,
    secretBox: ports.secretBox,
    clock: ports.clock,
    newId: ports.newId,
    onSecret: masker.learn,
  });
  const opened = openNetwork(ports, settings, log.child('network'));
  const { network } = opened;
  const connections = createConnections({
    clusters: settings.clusters,
    createEngine: (of, clusterId) => createEngine(of, { onAdvertised: opened.advertised(clusterId) }),
    readFile: readMaterialFile,
    clock: ports.clock,
  });
  const registries = openRegistries(settings, network, ports.clock);
  const searchCaches = createSearchCaches({
    folder: ports.configFolder,
    secrets: settings.productSecrets,
    store: settings.searchCache,
    clusters: () => settings.clusters.list(),
    notices: settings.notices,
    clock: ports.clock,
    onChange: () => records.renewCaches(),
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
  const exports = openExports(ports, records, log);
  const localKafka = createLocalKafka({
    folder: path.join(ports.configFolder, 'local-kafka'),
    clusters: settings.clusters,
    createEngine: (of) => engineOf(opened, of, 'the local Kafka'),
    fetch: network.fetch,
    env: ports.env,
    clock: ports.clock,
    log: log.child('local-kafka'),
  });
  const core = { settings, connections, registries, records, results, exports, localKafka, searchCaches, opened };
  const rooms: Rooms = { ports, log, masker, ...core };
  return { router: createRouter(rooms), close: () => closeRooms(rooms) };
}

/** An engine of no stored cluster: one that is being tested, or the local Kafka while it starts. */
function engineOf(opened: OpenNetwork, settings: ConnectionSettings, why: string): KafkaEngine {
  for (const { host, port } of settings.bootstrapServers) {
    opened.network.expect({ host, port, purpose: 'Kafka', why });
  }
  return createEngine(settings, { onAdvertised: opened.advertised(null) });
}

/** Rows of a selection are asked for in pieces of so many: a record may be large. */
const IDS_AT_ONCE = 100;

function openExports(ports: AppPorts, records: RecordsService, log: Log): ExportsService {
  async function* rowsOfIds(
    sessionId: string,
    ids: ReadonlyArray<number>,
    signal: AbortSignal,
  ): AsyncGenerator<RowPage> {
    for (let at = 0; at < ids.length; at += IDS_AT_ONCE) {
      yield await records.dumpOf(sessionId, ids.slice(at, at + IDS_AT_ONCE), signal);
    }
  }
  return createExports({
    createProcess: ports.createResultsProcess,
    rows: { all: (sessionId, signal) => records.dump(sessionId, { first: 0, readOn: true, signal }), ids: rowsOfIds },
    paths: { home: ports.home, forbidden: [ports.configFolder] },
    newId: ports.newId,
    clock: ports.clock,
    log: log.child('exports'),
  });
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

function resolveWith(clock: () => number) {
  return (draft: RegistryToTest) => resolveRegistry({ ...draft, readFile: readMaterialFile, clock });
}

function createRouter(rooms: Rooms) {
  const { ports, settings, connections, registries, records, results, exports, localKafka, searchCaches } = rooms;
  const { log, masker } = rooms;
  const os = createImplementer({
    // Licence and roles answer "yes" until there are accounts: this is the one place to fill.
    licence: { allows: () => true },
    roles: { allows: () => true },
    modeOf: (clusterId) => settings.clusters.get(clusterId)?.mode ?? null,
    mask: masker.text,
    onBug: (procedure, error) => log.error('procedure.bug', { procedure, error }),
  });
  return os.router({
    app: {
      info: infoProcedure(os, rooms),
      chooseFile: chooseFileProcedure(os, ports),
      chooseSaveFile: chooseSaveFileProcedure(os, ports),
      ...settingsProcedures(os, settings),
    },
    clusters: clustersProcedures(os, {
      clusters: settings.clusters,
      connections,
      createEngine: (of) => engineOf(rooms.opened, of, 'a connection you tested'),
      readFile: readMaterialFile,
      warmReader: (clusterId) => {
        records.warm(clusterId).catch((error: unknown) => log.warn('reader.warm', { clusterId, error }));
      },
      closeSessions: async (clusterId) => {
        registries.close(clusterId);
        await records.closeCluster(clusterId);
      },
      testRegistry: async (draft, signal) => {
        const registry = await resolveWith(ports.clock)(draft);
        for (const address of registryAddresses(draft.profile.urls, 'a registry you tested')) {
          rooms.opened.network.expect(address);
        }
        return registry === null ? null : registries.test(registry, signal);
      },
      onChanged: searchCaches.reconsider,
      clock: ports.clock,
      stopwatch: () => performance.now(),
    }),
    topics: topicsProcedures(os, { connections, clock: ports.clock }),
    records: recordsProcedures(os, records),
    results: resultsProcedures(os, results),
    exports: exportsProcedures(os, exports),
    groups: groupsProcedures(os, records),
    filters: filtersProcedures(os),
    localKafka: localKafkaProcedures(os, localKafka),
    searchCache: searchCacheProcedures(os, searchCaches),
    network: networkProcedures(os, rooms.opened.control),
  });
}

function infoProcedure(os: Implementer, { ports, settings }: Rooms) {
  return os.app.info.handler(() => ({
    name: PRODUCT.name,
    version: ports.version,
    host: ports.host,
    configFolder: ports.configFolder,
    logFile: path.join(ports.logFolder, PRODUCT.logFile),
    supportEmail: PRODUCT.supportEmail,
    canChooseFiles: ports.chooseFile !== undefined,
    secretStore: { kind: ports.secretBox.kind, sentence: ports.secretBox.sentence },
    notices: [...settings.notices.list()],
  }));
}

function chooseFileProcedure(os: Implementer, { chooseFile }: AppPorts) {
  return os.app.chooseFile.handler(async ({ input }) => {
    if (chooseFile === undefined) throw noDialog();
    return { path: await chooseFile(input.title) };
  });
}

function chooseSaveFileProcedure(os: Implementer, { chooseSaveFile }: AppPorts) {
  return os.app.chooseSaveFile.handler(async ({ input }) => {
    if (chooseSaveFile === undefined) throw noDialog();
    return { path: await chooseSaveFile(input.title, input.defaultPath) };
  });
}

function noDialog(): AppError {
  return new AppError('UNSUPPORTED', 'A browser cannot tell where a file lies on this computer.', {
    hint: 'Type or paste the path of the file.',
  });
}

/** Every room is closed even where another fails to; failures are logged, for nobody is left to tell. */
async function closeRooms(rooms: Rooms): Promise<void> {
  const { records, registries, results, exports, connections, localKafka, searchCaches, settings, log } = rooms;
  // Before the sessions they read from.
  const closed: PromiseSettledResult<unknown>[] = await Promise.allSettled([exports.close(), results.close()]);
  registries.closeAll();
  closed.push(...(await Promise.allSettled([records.close(), connections.closeAll(), localKafka.close()])));
  closed.push(...(await Promise.allSettled([settings.close(), searchCaches.close()])));
  rooms.opened.close();
  for (const result of closed) {
    if (result.status === 'rejected') log.error('app.close', { error: result.reason as unknown });
  }
  log.info('app.stop');
  await log.close();
}
