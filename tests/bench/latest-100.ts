/**
 * Latest 100 of a topic, warm: through the contract (guard, main side, worker, engine, rows) against the bare engine
 * (metadata, offsets, one fetch, sort), in turns in one run. Prints a JSON line a figure.
 */
import { createTestBrokers } from '../support/brokers-host.ts';
import { median, print } from './lib/figures.ts';
import {
  createTopic,
  openReaderPath,
  openSession,
  plainSettings,
  type Reader,
} from '../integration/records-harness.ts';

const TOPIC = 'bench-latest';
const PARTITIONS = 6;
const RECORDS = 60_000;
const WARM_UP = 60;
const ROUNDS = 300;

async function fill(reader: Reader): Promise<void> {
  await createTopic(reader, TOPIC, PARTITIONS);
  for (let from = 0; from < RECORDS; from += 5000) {
    await reader.engine.produce(
      Array.from({ length: 5000 }, (_, index) => ({
        topic: TOPIC,
        partition: (from + index) % PARTITIONS,
        key: Buffer.from(`key-${from + index}`),
        value: Buffer.from(`{"id":${from + index},"amount":12.50,"note":"${'n'.repeat(60)}"}`),
        timestampMs: 1_700_000_000_000 + from + index,
      })),
    );
  }
}

async function throughContract(reader: Reader): Promise<number> {
  const started = performance.now();
  const sessionId = await openSession(reader, TOPIC, { from: { kind: 'latest', count: 100 } });
  let rows = 0;
  while (rows < 100) rows += (await reader.client.pull({ sessionId, maxRows: 100 - rows, waitMs: 1000 })).rows.length;
  const took = performance.now() - started;
  await reader.client.close({ sessionId });
  return took;
}

async function bare(reader: Reader): Promise<number> {
  const { signal } = new AbortController();
  const started = performance.now();
  const [topic] = await reader.engine.describeTopics([TOPIC]);
  const partitions = (topic?.partitions ?? []).map((partition) => partition.partition);
  const ask = async (at: 'start' | 'end') =>
    (await reader.engine.offsets(new Map([[TOPIC, partitions]]), { at })).get(TOPIC) ?? new Map<number, bigint>();
  const [starts, ends] = await Promise.all([ask('start'), ask('end')]);
  const positions = new Map(
    partitions.map((partition) => {
      const start = starts.get(partition) ?? 0n;
      const from = (ends.get(partition) ?? 0n) - 100n;
      return [partition, from > start ? from : start] as const;
    }),
  );
  const topicReader = await reader.engine.openReader(TOPIC);
  const fetched = await topicReader.fetch({
    topic: TOPIC,
    positions,
    isolation: 'read-committed',
    maxBytesPerPartition: 256 * 1024,
    maxWaitMs: 100,
    signal,
  });
  const newest = fetched
    .flatMap((part) => part.records)
    .sort((left, right) => Number(right.timestamp - left.timestamp))
    .slice(0, 100);
  const took = performance.now() - started;
  await topicReader.close();
  if (newest.length !== 100) throw new Error(`The bare engine found ${newest.length} records.`);
  return took;
}

const brokers = createTestBrokers();
const reader = openReaderPath(plainSettings(await brokers.kafka()));
try {
  await fill(reader);
  const times: { contract: number[]; bare: number[] } = { contract: [], bare: [] };
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    const contract = await throughContract(reader);
    const engine = await bare(reader);
    if (round < 0) continue;
    times.contract.push(contract);
    times.bare.push(engine);
  }
  print('latest-100', median(times.contract), 'ms', { most: 10 });
  print('latest-100 against the bare engine', median(times.contract) / median(times.bare), '×', { most: 1.5 });
} finally {
  await reader.close();
  await brokers.stop();
}
