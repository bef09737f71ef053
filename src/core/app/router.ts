import { AppError } from '../../shared/errors.ts';
import { PRODUCT } from '../../shared/product.ts';
import { accountProcedures } from '../account/index.ts';
import { exportsProcedures } from '../exports/index.ts';
import { filtersProcedures } from '../filters/index.ts';
import { createImplementer, type Implementer } from '../guard/index.ts';
import { clustersProcedures, groupsProcedures, readMaterialFile, topicsProcedures } from '../kafka/index.ts';
import { linksProcedures } from '../links/index.ts';
import { localKafkaProcedures } from '../local-kafka/index.ts';
import { createLogReader, logProcedures, MAX_LOG_FILES } from '../logging/index.ts';
import { networkProcedures } from '../network/index.ts';
import { recordsProcedures } from '../records/index.ts';
import { resultsProcedures } from '../results/index.ts';
import { searchCacheProcedures } from '../search-cache/index.ts';
import {
  createDisk,
  createTransfer,
  secretStoreProcedures,
  settingsProcedures,
  transferProcedures,
  type Transfer,
} from '../settings/index.ts';
import { supportProcedures } from '../support/index.ts';
import { createPageErrors, telemetryProcedures } from '../telemetry/index.ts';
import { updatesProcedures } from '../updates/index.ts';
import { createCallLog } from './call-log.ts';
import { registryAddresses } from './network.ts';
import type { AppPorts } from './ports.ts';
import { resolveWith } from './reading.ts';
import { engineToTry, type Rooms } from './rooms.ts';

/** The contract, each part by its room, behind the guard. */
export function createRouter(rooms: Rooms) {
  const { ports, settings, connections, records, results, exports, localKafka, searchCaches, log } = rooms;
  const os = guarded(rooms);
  return os.router({
    app: {
      info: infoProcedure(os, rooms),
      chooseFile: chooseFileProcedure(os, ports),
      chooseSaveFile: chooseSaveFileProcedure(os, ports),
      reportPageError: pageErrorProcedure(os, rooms),
      ...settingsProcedures(os, settings),
    },
    clusters: clustersPart(os, rooms),
    topics: topicsProcedures(os, { connections, clock: ports.clock }),
    records: recordsProcedures(os, records),
    results: resultsProcedures(os, results),
    exports: exportsProcedures(os, exports),
    groups: groupsProcedures(os, { connections, clock: ports.clock }),
    filters: filtersProcedures(os),
    localKafka: localKafkaProcedures(os, localKafka),
    searchCache: searchCacheProcedures(os, searchCaches),
    secretStore: secretStoreProcedures(os, settings),
    transfer: transferProcedures(os, openTransfer(rooms)),
    log: logProcedures(os, { log, reader: createLogReader(log.path, MAX_LOG_FILES), openFolder: ports.openFolder }),
    telemetry: telemetryProcedures(os, rooms.telemetry),
    support: supportProcedures(os, rooms.support),
    network: networkProcedures(os, rooms.opened.control),
    account: accountProcedures(os, rooms.account),
    links: linksProcedures(os, { inbox: ports.links ?? null, log }),
    updates: updatesProcedures(os, rooms.updates),
  });
}

function guarded({ ports, settings, account, masker, log, telemetry }: Rooms): Implementer {
  return createImplementer({
    licence: {
      ready: () => account.ready(),
      allows: (feature) => account.refusal(feature) === null,
      refusal: (feature) => account.refusal(feature),
    },
    // One person, one computer: roles come with the team's server.
    roles: { allows: () => true },
    modeOf: (clusterId) => settings.clusters.get(clusterId)?.mode ?? null,
    mask: masker.text,
    onSecret: masker.learn,
    onBug: (procedure, error) => {
      log.error('procedure.bug', { procedure, error });
      telemetry.report(error, procedure);
    },
    onAnswered: createCallLog(log, ports.clock),
  });
}

function clustersPart(os: Implementer, rooms: Rooms) {
  const { ports, settings, connections, registries, records, searchCaches, log } = rooms;
  return clustersProcedures(os, {
    clusters: settings.clusters,
    connections,
    createEngine: (of) => engineToTry(rooms.opened, of),
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
    onOpened: (clusterId, { brokers, kafkaVersion, latencyMs }) =>
      log.info('cluster.open', { clusterId, brokers: brokers.length, kafkaVersion, latencyMs }),
    clock: ports.clock,
    stopwatch: () => performance.now(),
  });
}

function openTransfer({ ports, settings, masker, connections, records, registries }: Rooms): Transfer {
  return createTransfer({
    clusters: settings.clusters,
    disk: createDisk(ports.newId),
    folder: ports.configFolder,
    readFile: readMaterialFile,
    clock: ports.clock,
    newId: ports.newId,
    onSecret: masker.learn,
    disconnect: async (clusterId) => {
      registries.close(clusterId);
      await Promise.all([connections.close(clusterId), records.closeCluster(clusterId)]);
    },
  });
}

function infoProcedure(os: Implementer, { ports, settings, log }: Rooms) {
  return os.app.info.handler(() => ({
    name: PRODUCT.name,
    version: ports.version,
    host: ports.host,
    configFolder: ports.configFolder,
    logFile: log.path,
    supportEmail: PRODUCT.supportEmail,
    canChooseFiles: ports.chooseFile !== undefined,
    canShowFiles: ports.showFile !== undefined,
    secretStore: settings.secretKeeper.status(),
    notices: [...settings.notices.list()],
  }));
}

function pageErrorProcedure(os: Implementer, { ports, log, telemetry }: Rooms) {
  const take = createPageErrors({ log: log.child('page'), report: telemetry.report, clock: ports.clock });
  return os.app.reportPageError.handler(({ input }) => take(input));
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
