import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import {
  freePorts,
  KAFKA_PACKAGES,
  KAFKA_VERSION,
  kraftProperties,
  startBroker,
  type RunningBroker,
} from '../../src/core/local-kafka/index.ts';
import { KEEPS_ALL, type Ground } from './brokers-ground.ts';
import type { PlainBroker } from './brokers-types.ts';

/** A broker of its own for a test that breaks it: same port and same data over `kill` and `start`. */
export type BreakableBroker = {
  readonly broker: PlainBroker;
  /** Where its segments lie; not to be touched while it runs. */
  readonly dataFolder: string;
  /** `kill -9`. */
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
};

/** 22 characters, as Kafka writes its cluster ids. */
export function newClusterId(): string {
  return randomBytes(16).toString('base64url').replaceAll('-', 'A');
}

/** Starts Kafka 4.3.1 without any security; `extra` adds to or replaces its properties. */
export async function startBreakable(
  ground: Ground,
  name: string,
  extra: Record<string, string> = {},
): Promise<BreakableBroker> {
  const [jars, ports] = await Promise.all([ground.jars(KAFKA_VERSION, KAFKA_PACKAGES), freePorts([null, null])]);
  const [port = 0, controllerPort = 0] = ports;
  const folder = ground.folder(name);
  const clusterId = newClusterId();
  const dataFolder = join(folder, 'data');
  const properties = { ...kraftProperties({ dataFolder, port, controllerPort }), ...KEEPS_ALL, ...extra };
  let running: RunningBroker | null = null;
  const start = async () => {
    running = await startBroker({
      ...ground.broker,
      jars,
      folder,
      properties,
      clusterId,
      onProcess: ground.watch,
    });
  };
  const end = async (how: 'kill' | 'stop') => {
    if (running === null) return;
    await running[how]();
    ground.forget(running.pid);
    running = null;
  };
  await start();
  return {
    get broker() {
      const pid = running?.pid ?? 0;
      return {
        bootstrapServers: `127.0.0.1:${port}`,
        host: '127.0.0.1',
        port,
        pid,
        clusterId,
        kafkaVersion: KAFKA_VERSION,
      };
    },
    dataFolder,
    kill: () => end('kill'),
    start,
    stop: () => end('stop'),
  };
}
