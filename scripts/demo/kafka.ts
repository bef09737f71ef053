import { randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { createEngine } from '../../src/core/kafka/index.ts';
import { createLocalKafka, type LocalKafka } from '../../src/core/local-kafka/index.ts';
import { createNetwork } from '../../src/core/network/index.ts';
import { createSessionSecretBox, openSettings } from '../../src/core/settings/index.ts';
import { say, seconds } from '../lib/log.ts';
import { DEMO_CONFIG } from './folders.ts';

export type DemoKafka = { readonly bootstrapServers: string; close(): Promise<void> };

const POLL_MS = 150;

/** Starts local Kafka with sample data in the demo's folder; the application finds it running and takes it over. */
export async function startDemoKafka(signal: AbortSignal): Promise<DemoKafka> {
  const began = performance.now();
  const { localKafka, release } = await openLocalKafka();
  const cancel = () => void localKafka.stop();
  signal.addEventListener('abort', cancel);
  try {
    const bootstrapServers = await startUp(localKafka);
    say(`Kafka is ready at ${bootstrapServers} after ${seconds(began)}`);
    await localKafka.close({ keepRunning: true });
    return { bootstrapServers, close: stopDemoKafka };
  } catch (error) {
    await localKafka.close();
    throw error;
  } finally {
    signal.removeEventListener('abort', cancel);
    await release();
  }
}

/** Tells each step once, and returns where the broker listens. */
async function startUp(localKafka: LocalKafka): Promise<string> {
  let told = '';
  let status = await localKafka.start({ sampleData: true });
  for (;;) {
    if (status.kind === 'running') return status.bootstrapServers;
    if (status.kind === 'failed') throw new Error([status.error.message, status.error.hint].filter(Boolean).join(' '));
    if (status.kind === 'stopped') throw new Error('The start of local Kafka was cancelled.');
    const step = status.kind === 'starting' ? status.step : status.kind;
    if (status.kind === 'starting' && step !== told) say(`Local Kafka: ${status.message}`);
    told = step;
    await wait(POLL_MS);
    status = await localKafka.status();
  }
}

/** The application stops the broker it took over; this stops it where the application could not. */
async function stopDemoKafka(): Promise<void> {
  const { localKafka, release } = await openLocalKafka();
  await localKafka.stop();
  await release();
}

async function openLocalKafka(): Promise<{ localKafka: LocalKafka; release: () => Promise<void> }> {
  const settings = await openSettings({
    folder: DEMO_CONFIG,
    secretBox: createSessionSecretBox('The demo keeps no passwords.'),
    clock: Date.now,
    newId: randomUUID,
  });
  const localKafka = createLocalKafka({
    folder: path.join(DEMO_CONFIG, 'local-kafka'),
    clusters: settings.clusters,
    createEngine,
    fetch: createNetwork({ clock: Date.now }).fetch,
    env: { HOME: homedir(), ...process.env },
    clock: Date.now,
    log: { info: () => undefined, warn: () => undefined },
  });
  return { localKafka, release: () => settings.close() };
}
