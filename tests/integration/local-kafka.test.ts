import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createEngine, type KafkaEngine } from '../../src/core/kafka/index.ts';
import { SAMPLE_TOPICS, type LocalKafka } from '../../src/core/local-kafka/index.ts';
import { isAlive } from '../../src/core/local-kafka/process.ts';
import type { LocalKafkaStatus } from '../../src/shared/contract/local-kafka.ts';
import { localKafkaOn } from '../support/local-kafka-app.ts';

let folder = '';
let used: LocalKafka[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'conduktor local-kafka é-'));
  used = [];
});

afterEach(async () => {
  for (const localKafka of used) await localKafka.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

function open() {
  const opened = localKafkaOn(folder);
  used.push(opened.localKafka);
  return opened;
}

/** Follows the status until it is no longer `starting`; what was seen on the way goes to `seen`. */
async function settled(localKafka: LocalKafka, seen: LocalKafkaStatus[] = []): Promise<LocalKafkaStatus> {
  const deadline = performance.now() + 100_000;
  for (;;) {
    const status = await localKafka.status();
    seen.push(status);
    if (status.kind !== 'starting') return status;
    if (performance.now() > deadline) throw new Error(`still ${JSON.stringify(status)}`);
    await delay(10);
  }
}

async function running(localKafka: LocalKafka, sampleData = false) {
  await localKafka.start({ sampleData });
  const status = await settled(localKafka);
  if (status.kind !== 'running') throw new Error(JSON.stringify(status));
  return status;
}

async function pidOf(): Promise<number> {
  const state = JSON.parse(await readFile(join(folder, 'state.json'), 'utf8')) as { process: { pid: number } | null };
  return state.process?.pid ?? 0;
}

async function at<T>(bootstrapServers: string, work: (engine: KafkaEngine) => Promise<T>): Promise<T> {
  const [host = '', port] = bootstrapServers.split(':');
  const servers = [{ host, port: Number(port) }];
  const limits = { connectTimeoutMs: 5_000, requestTimeoutMs: 5_000 };
  const engine = createEngine({ engine: 'platformatic', clientId: 'test', bootstrapServers: servers, ...limits });
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}

async function counts(bootstrapServers: string): Promise<Record<string, number>> {
  return await at(bootstrapServers, async (engine) => {
    const topics = (await engine.describeTopics('all')).filter((topic) => !topic.internal);
    const partitions = new Map(topics.map((topic) => [topic.name, topic.partitions.map(({ partition }) => partition)]));
    const ends = await engine.offsets(partitions, { at: 'end' });
    return Object.fromEntries(
      [...ends].map(([name, offsets]) => [
        name,
        Number([...offsets.values()].reduce((sum, offset) => sum + offset, 0n)),
      ]),
    );
  });
}

// Each test starts brokers two or three times: seconds on an idle computer, far more on a busy one.
describe('local Kafka', { timeout: 240_000 }, () => {
  test('goes from an empty folder to sample topics with exact counts, stops without a trace, and keeps its data', async () => {
    const { localKafka, upserted } = open();
    expect(await localKafka.status()).toEqual({ kind: 'stopped', hasData: false });
    const answer = await localKafka.start({ sampleData: true });
    expect(answer).toMatchObject({ kind: 'starting', step: 'java' });
    const seen: LocalKafkaStatus[] = [answer];
    const status = await settled(localKafka, seen);
    const steps = new Set(seen.flatMap((one) => (one.kind === 'starting' ? [one.step] : [])));
    expect([...steps]).toEqual(['java', 'kafka', 'format', 'start', 'sample-data']);
    if (status.kind !== 'running') throw new Error(JSON.stringify(status));
    expect(status).toMatchObject({ clusterId: 'local', kafkaVersion: '4.3.1', adopted: false });
    expect(upserted).toEqual([status.bootstrapServers]);
    const expected = Object.fromEntries(SAMPLE_TOPICS.map((sample) => [sample.topic.name, sample.records(0).length]));
    expect(await counts(status.bootstrapServers)).toEqual(expected);

    const pid = await pidOf();
    expect(await isAlive(pid)).toBe(true);
    expect(await localKafka.stop()).toEqual({ kind: 'stopped', hasData: true });
    expect(await isAlive(pid)).toBe(false);

    const again = await running(localKafka, true);
    expect(again.bootstrapServers).toBe(status.bootstrapServers);
    expect(await counts(again.bootstrapServers)).toEqual(expected);
  });

  test('outlives a killed app and is taken over by the next one', async () => {
    const program = join(import.meta.dirname, '..', 'support', 'local-kafka-app.ts');
    const app = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(app.stdout, 'data')) as [Buffer];
    const first = JSON.parse(line.toString()) as LocalKafkaStatus;
    expect(first).toMatchObject({ kind: 'running', adopted: false });
    const pid = await pidOf();
    app.kill('SIGKILL');
    await once(app, 'exit');

    const { localKafka } = open();
    expect(await localKafka.status()).toEqual({ ...first, adopted: true });
    expect(await localKafka.start({ sampleData: false })).toMatchObject({ kind: 'running', adopted: true });
    expect(await pidOf()).toBe(pid);
    expect(await localKafka.stop()).toEqual({ kind: 'stopped', hasData: true });
    expect(await isAlive(pid)).toBe(false);
  });

  test('tells in a sentence that its broker died, and starts again with its data', async () => {
    const { localKafka } = open();
    const { bootstrapServers } = await running(localKafka);
    await at(bootstrapServers, (engine) => engine.createTopics([{ name: 'kept', partitions: 1, replicas: 1 }]));
    const pid = await pidOf();
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => localKafka.status()).toMatchObject({ kind: 'failed', error: { code: 'CONNECTION_LOST' } });
    const again = await running(localKafka);
    expect(await counts(again.bootstrapServers)).toEqual({ kept: 0 });
  });

  test.each(['kafka', 'start', 'sample-data'])('stops cleanly when told to during the step %s', async (step) => {
    const { localKafka } = open();
    await localKafka.start({ sampleData: true });
    for (;;) {
      const status = await localKafka.status();
      if (status.kind === 'starting' && status.step === step) break;
      expect(status.kind).toBe('starting');
      await delay(5);
    }
    const pid = await pidOf().catch(() => 0);
    expect(await localKafka.stop()).toMatchObject({ kind: 'stopped' });
    if (pid !== 0) expect(await isAlive(pid)).toBe(false);
    expect(await pidOf().catch(() => 0)).toBe(0);
    if (step !== 'sample-data') return;
    // What was half written is written again, whole.
    const { bootstrapServers } = await running(localKafka, true);
    const expected = Object.fromEntries(SAMPLE_TOPICS.map((sample) => [sample.topic.name, sample.records(0).length]));
    expect(await counts(bootstrapServers)).toEqual(expected);
  });

  test('leaves a process alone that has the number of its old broker, and takes another port where its own is taken', async () => {
    const { localKafka } = open();
    const { bootstrapServers } = await running(localKafka);
    await localKafka.stop();
    const path = join(folder, 'state.json');
    const state = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
    const stranger = spawn(process.execPath, [
      '-e',
      `require('node:net').createServer().listen(${String(state['port'])}, '127.0.0.1', () => console.log('here'))`,
    ]);
    await once(stranger.stdout, 'data');
    await writeFile(path, JSON.stringify({ ...state, process: { pid: stranger.pid, identity: 'long ago' } }));
    const next = open().localKafka;
    expect(await next.status()).toEqual({ kind: 'stopped', hasData: true });
    const status = await running(next);
    expect(status.bootstrapServers).not.toBe(bootstrapServers);
    expect(stranger.exitCode).toBeNull();
    stranger.kill();
  });
});
