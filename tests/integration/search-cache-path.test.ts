import { rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createEngine, type KafkaEngine } from '../../src/core/kafka/index.ts';
import { createRecords, type RecordsService, type WorkerFiles } from '../../src/core/records/index.ts';
import { createSearchCaches, type SearchCaches } from '../../src/core/search-cache/index.ts';
import { allBytes, filesBelow, newFolder } from '../../src/core/search-cache/testing.ts';
import { createSessionSecretBox, openSettings, type Settings } from '../../src/core/settings/index.ts';
import { draft } from '../../src/core/settings/testing.ts';
import { ownBrokers, type BreakableBroker } from '../support/brokers.ts';
import { newTopic } from '../support/engines.ts';
import { plainSettings } from './records-harness.ts';

/** The whole way: settings → key → worker → search, with every byte between us and the broker counted on the wire. */

const workerFile = (name: string): string => fileURLToPath(new URL(`../../src/workers/${name}.ts`, import.meta.url));
const FILES: WorkerFiles = { scan: workerFile('scan'), javascript: workerFile('javascript-filter') };

const brokers = ownBrokers();
const folder = newFolder();
let wire: { server: Server; port: number; target: number; received: number };
let broker: BreakableBroker;
let engine: KafkaEngine;
let settings: Settings;
let caches: SearchCaches;
let records: RecordsService;
let clusterId: string;

/** Everybody reaches the broker through this: it says that it lives here. */
async function startWire(): Promise<typeof wire> {
  const counted = { server: createServer(), port: 0, target: 0, received: 0 };
  counted.server.on('connection', (client) => {
    const upstream = connect(counted.target, '127.0.0.1');
    upstream.on('data', (chunk) => (counted.received += chunk.length));
    upstream.pipe(client).pipe(upstream);
    client.on('error', () => upstream.destroy());
    upstream.on('error', () => client.destroy());
  });
  await new Promise<void>((resolve) => counted.server.listen(0, '127.0.0.1', resolve));
  counted.port = (counted.server.address() as AddressInfo).port;
  return counted;
}

beforeAll(async () => {
  wire = await startWire();
  broker = await brokers.breakable('wire', { 'advertised.listeners': `PLAINTEXT://127.0.0.1:${wire.port}` });
  wire.target = broker.broker.port;
  const connection = plainSettings({ host: '127.0.0.1', port: wire.port });
  engine = createEngine(connection);
  settings = await openSettings({
    folder,
    secretBox: createSessionSecretBox(''),
    clock: Date.now,
    newId: () => crypto.randomUUID(),
  });
  clusterId = (await settings.clusters.create(draft({ bootstrapServers: `127.0.0.1:${wire.port}` }))).id;
  caches = createSearchCaches({
    folder,
    secrets: settings.productSecrets,
    store: settings.searchCache,
    clusters: () => settings.clusters.list(),
    notices: settings.notices,
    clock: Date.now,
    onChange: () => records.renewCaches(),
  });
  records = createRecords({
    createWorker: () => new Worker(workerFile('records'), { workerData: FILES }),
    settingsOf: () => Promise.resolve(connection),
    schemasOf: () => ({ peek: () => undefined, load: () => Promise.resolve({ failure: 'none' }) }),
    cacheOf: caches.settingsOf,
    onCacheOff: caches.noteOff,
    log: { warn: () => undefined },
  });
});
afterAll(async () => {
  await Promise.all([records.close(), engine.close()]);
  await caches.close();
  expect(filesBelow(`${folder}/search-cache`)).toEqual([]); // The key was in memory only.
  await brokers.stop();
  wire.server.close();
  rmSync(folder, { recursive: true });
});

async function search(topic: string, text: string): Promise<{ found: string[]; received: number }> {
  const before = wire.received;
  const { sessionId } = await records.open({
    clusterId,
    topics: [{ topic, partitions: [] }],
    from: { kind: 'beginning' },
    until: { kind: 'end' },
    order: 'oldest',
    isolation: 'read-committed',
    markers: false,
    filter: { kind: 'words', in: 'value', text, regex: false, matchCase: true, wholeWord: false },
    decode: {},
    columns: [],
    latestPerKey: false,
  });
  const found: string[] = [];
  for (;;) {
    const answer = await records.call('pull', { sessionId, maxRows: 1000, waitMs: 500 });
    found.push(...answer.rows.map((row) => `${row.partition}:${row.offset}`));
    if (answer.state.kind === 'complete') break;
  }
  await records.closeSession(sessionId);
  return { found: found.sort(), received: wire.received - before };
}

const kept = async () => (await caches.info()).bytes;

it('the next search over the same range does not read Kafka again; off, cleared and "never store" mean what they say', async () => {
  const topic = await newTopic(engine, { partitions: 3 });
  for (let from = 0; from < 60_000; from += 1000) {
    const value = (index: number) => Buffer.from(`{"n":${index},"word":"canary-91be","fill":"${'z'.repeat(100)}"}`);
    await engine.produce(
      Array.from({ length: 1000 }, (_, index) => ({
        topic,
        key: Buffer.from(`${from + index}`),
        value: value(from + index),
      })),
    );
  }
  const first = await search(topic, '"n":4242,');
  expect(first.found).toHaveLength(1);
  expect(first.received).toBeGreaterThan(8_000_000);
  await expect.poll(kept, { timeout: 10_000 }).toBeGreaterThan(7_000_000);

  const second = await search(topic, '"n":31');
  expect(second.found).toHaveLength(1111);
  expect(second.received).toBeLessThan(first.received / 10);
  expect(allBytes(folder).includes('canary-91be')).toBe(false);

  await caches.clear();
  expect(await kept()).toBe(0);
  const third = await search(topic, '"n":31');
  expect(third.found).toEqual(second.found);
  expect(third.received).toBeGreaterThan(8_000_000);
  await expect.poll(kept, { timeout: 10_000 }).toBeGreaterThan(7_000_000);

  await caches.configure({ isOn: false, maxBytes: 2 ** 30 });
  expect(await kept()).toBe(0);
  expect((await search(topic, '"n":31')).received).toBeGreaterThan(8_000_000);
  expect(await kept()).toBe(0);

  await caches.configure({ isOn: true, maxBytes: 2 ** 30 });
  await search(topic, '"n":31');
  await expect.poll(kept, { timeout: 10_000 }).toBeGreaterThan(7_000_000);
  await settings.clusters.update(clusterId, draft({ neverStore: true }));
  await records.closeCluster(clusterId);
  await caches.reconsider(clusterId);
  expect(await kept()).toBe(0);
  expect((await search(topic, '"n":31')).found).toEqual(second.found);
  expect(await kept()).toBe(0);
});
