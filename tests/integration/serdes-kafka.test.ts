import { Kafka, logLevel, type KafkaMessage } from 'kafkajs';
import { expect, it } from 'vitest';
import type { Exact } from '../../src/shared/values/exact.ts';
import { createDecoder, NO_SCHEMAS } from '../../src/core/serdes/index.ts';
import { kafka } from '../support/brokers.ts';

/** What a topic of Kafka's own holds, decoded; every record must be understood. */
function decoded(topic: string, messages: ReadonlyArray<KafkaMessage>): Array<{ key: Exact; value: Exact }> {
  const options = { choice: { kind: 'auto' }, topic, schemas: NO_SCHEMAS } as const;
  const keys = createDecoder({ ...options, part: 'key' });
  const values = createDecoder({ ...options, part: 'value' });
  return messages.map((message) => {
    const key = keys.part(message.key, []);
    const value = values.part(message.value, [], message.key);
    expect([key.failure(), value.failure(), key.text()]).toEqual([null, null, key.text()]);
    return { key: key.value(), value: value.value() };
  });
}

it('reads what a real broker wrote into __consumer_offsets and __transaction_state', async () => {
  const broker = await kafka();
  const client = new Kafka({ brokers: [broker.bootstrapServers], logLevel: logLevel.NOTHING });
  const admin = client.admin();
  await admin.connect();
  await admin.createTopics({ waitForLeaders: true, topics: [{ topic: 'serdes-own', numPartitions: 2 }] });
  const producer = client.producer({ transactionalId: 'serdes-tx', idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  const transaction = await producer.transaction();
  await transaction.send({ topic: 'serdes-own', messages: [{ partition: 1, value: 'x' }] });
  await transaction.commit();
  await admin.setOffsets({ groupId: 'serdes-group', topic: 'serdes-own', partitions: [{ partition: 1, offset: '1' }] });

  const consumer = client.consumer({ groupId: `serdes-witness-${process.pid}` });
  const seen = new Map<string, KafkaMessage[]>([
    ['__consumer_offsets', []],
    ['__transaction_state', []],
  ]);
  await consumer.connect();
  await consumer.subscribe({ topics: [...seen.keys()], fromBeginning: true });
  await consumer.run({
    eachMessage: ({ topic, message }) => {
      seen.get(topic)?.push(message);
      return Promise.resolve();
    },
  });
  const found = (topic: string, wanted: Record<string, Exact>, of: 'key' | 'value') =>
    decoded(topic, seen.get(topic) ?? []).some((record) => {
      const map = record[of];
      return map instanceof Map && Object.entries(wanted).every(([name, value]) => map.get(name) === value);
    });
  await expect
    .poll(() => found('__consumer_offsets', { type: 'OffsetCommit', group: 'serdes-group', partition: 1n }, 'key'), {
      timeout: 40_000,
    })
    .toBe(true);
  await expect
    .poll(() => found('__transaction_state', { transactionStatus: 'CompleteCommit' }, 'value'), { timeout: 20_000 })
    .toBe(true);
  // The witness's own group is there too.
  await expect
    .poll(() => found('__consumer_offsets', { type: 'GroupMetadata' }, 'value'), { timeout: 20_000 })
    .toBe(true);
  process.stdout.write(`${[...seen].map(([topic, list]) => `${topic}: ${list.length} records`).join(', ')}\n`);
  await consumer.disconnect();
  await producer.disconnect();
  await admin.disconnect();
}, 120_000);
