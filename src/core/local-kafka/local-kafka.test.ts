import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLocalKafka } from './local-kafka.ts';

let folder = '';
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'local-kafka-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Nothing of it may be asked here: no broker runs, nothing is fetched. */
function unused(): never {
  throw new Error('not in this test');
}

function open() {
  const log = { info: () => undefined, warn: () => undefined };
  const ports = {
    folder,
    clusters: { upsertLocal: unused },
    createEngine: unused,
    fetch: unused,
    env: {},
    clock: unused,
    log,
  };
  return createLocalKafka(ports);
}

test('data of an earlier time is known, and stopping what does not run is no error', async () => {
  await mkdir(join(folder, 'data'));
  await writeFile(join(folder, 'data', 'meta.properties'), '#\nversion=1\ncluster.id=abc\n');
  const localKafka = open();
  expect(await localKafka.status()).toEqual({ kind: 'stopped', hasData: true });
  expect(await localKafka.stop()).toEqual({ kind: 'stopped', hasData: true });
  await localKafka.close();
});

test('a dead process of an earlier time is forgotten', async () => {
  const dead = { pid: 2 ** 22 - 1, identity: 'then' };
  const state = { version: 1, clusterId: 'abc', kafkaVersion: '4.3.1', port: 1, controllerPort: 2, sampleData: null };
  await writeFile(join(folder, 'state.json'), JSON.stringify({ ...state, process: dead }));
  expect(await open().status()).toEqual({ kind: 'stopped', hasData: false });
});

test('a folder that cannot be read is told as a failure, not thrown at every look', async () => {
  await mkdir(join(folder, 'state.json'));
  const localKafka = open();
  expect(await localKafka.status()).toMatchObject({ kind: 'failed', error: { code: 'BROKER_START' } });
  expect(await localKafka.stop()).toMatchObject({ kind: 'stopped' });
});

test('closing at the end of an app that never looked at local Kafka does nothing', async () => {
  await mkdir(join(folder, 'state.json'));
  await open().close();
});
