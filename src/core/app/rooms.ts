import path from 'node:path';
import { PRODUCT } from '../../shared/product.ts';
import type { Account } from '../account/index.ts';
import type { ExportsService } from '../exports/index.ts';
import { createEngine, type ConnectionSettings, type KafkaEngine } from '../kafka/index.ts';
import { createLocalKafka, type LocalKafka } from '../local-kafka/index.ts';
import { createLog, createMasker, type Log, type Masker } from '../logging/index.ts';
import { openSettings, type Settings } from '../settings/index.ts';
import type { Support } from '../support/index.ts';
import type { Telemetry } from '../telemetry/index.ts';
import { createUpdates, readUpdateSource, type Updates } from '../updates/index.ts';
import { openAccount } from './account.ts';
import { openExports } from './exports.ts';
import { openNetwork, type OpenNetwork } from './network.ts';
import type { AppPorts } from './ports.ts';
import { openReading, type Reading } from './reading.ts';
import { openSupport, openTelemetry } from './reports.ts';

/** Every room, open. */
export type Rooms = Reading & {
  readonly ports: AppPorts;
  readonly log: Log;
  readonly masker: Masker;
  readonly settings: Settings;
  readonly opened: OpenNetwork;
  readonly exports: ExportsService;
  readonly localKafka: LocalKafka;
  readonly telemetry: Telemetry;
  readonly support: Support;
  readonly account: Account;
  readonly updates: Updates;
};

export async function openRooms(ports: AppPorts): Promise<Rooms> {
  const masker = ports.masker ?? createMasker();
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
  const reading = openReading({ ports, settings, opened, log });
  const parts = { ports, settings, network, masker, log };
  const account = openAccount(parts);
  settings.secretKeeper.onChange(() => void account.unlocked());
  return {
    ...reading,
    ...{ ports, log, masker, settings, opened, account },
    telemetry: openTelemetry(parts),
    support: openSupport(parts),
    exports: openExports(ports, reading, log),
    localKafka: createLocalKafka({
      folder: path.join(ports.configFolder, 'local-kafka'),
      clusters: settings.clusters,
      createEngine: (of) => engineToTry(opened, of),
      fetch: network.fetch,
      env: ports.env,
      clock: ports.clock,
      log: log.child('local-kafka'),
    }),
    updates: createUpdates({
      version: ports.version,
      source: readUpdateSource({ address: PRODUCT.updateUrl, publicKey: PRODUCT.updateKey }, ports.env),
      engine: ports.updates ?? null,
      store: settings.updates,
      fetch: (url, request) => network.fetch(url, { ...request, purpose: 'updates', isProtected: true }),
      clock: ports.clock,
      log: log.child('updates'),
    }),
  };
}

/** An engine of no stored cluster: one that is being tested, or the local Kafka while it starts. */
export function engineToTry(opened: OpenNetwork, settings: ConnectionSettings): KafkaEngine {
  for (const { host, port } of settings.bootstrapServers) {
    opened.network.expect({ host, port, purpose: 'Kafka', why: 'a connection you tested' });
  }
  return createEngine(settings, { onAdvertised: opened.advertised(null) });
}

/** Every room is closed even where another fails to; failures are logged, for nobody is left to tell. */
export async function closeRooms(rooms: Rooms): Promise<void> {
  const { records, registries, results, exports, connections, localKafka, searchCaches, settings, account, log } =
    rooms;
  rooms.updates.close();
  // Before the sessions they read from.
  const closed: PromiseSettledResult<unknown>[] = await Promise.allSettled([exports.close(), results.close()]);
  registries.closeAll();
  closed.push(...(await Promise.allSettled([records.close(), connections.closeAll(), localKafka.close()])));
  closed.push(...(await Promise.allSettled([rooms.telemetry.close(), rooms.support.close(), account.close()])));
  closed.push(...(await Promise.allSettled([settings.close(), searchCaches.close()])));
  rooms.opened.close();
  for (const result of closed) {
    if (result.status === 'rejected') log.error('app.close', { error: result.reason as unknown });
  }
  log.info('app.stop');
  await log.close();
}
