import { homedir } from 'node:os';
import { createEngine } from '../../src/core/kafka/index.ts';
import { createLocalKafka, type LocalKafka } from '../../src/core/local-kafka/index.ts';
import { createNetwork } from '../../src/core/network/index.ts';

/** Local Kafka as the app has it, on a folder of a test's own. */
export function localKafkaOn(folder: string): { localKafka: LocalKafka; upserted: string[] } {
  const upserted: string[] = [];
  const localKafka = createLocalKafka({
    folder,
    clusters: {
      upsertLocal({ bootstrapServers }) {
        upserted.push(bootstrapServers);
        return Promise.resolve({ id: 'local' });
      },
    },
    createEngine,
    fetch: createNetwork().fetch,
    env: { HOME: homedir(), ...process.env },
    clock: Date.now,
    log: { info: () => undefined, warn: () => undefined },
  });
  return { localKafka, upserted };
}

// Run as a program it is an app that starts local Kafka, says so, and lives until it is killed.
if (process.argv[1] === import.meta.filename) {
  const { localKafka } = localKafkaOn(process.argv[2] ?? '');
  await localKafka.start({ sampleData: false });
  const timer = setInterval(() => {
    void localKafka.status().then((status) => {
      if (status.kind === 'starting') return;
      process.stdout.write(`${JSON.stringify(status)}\n`);
      clearInterval(timer);
      setInterval(() => undefined, 60_000);
    });
  }, 50);
}
