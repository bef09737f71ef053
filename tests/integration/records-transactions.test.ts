import { Admin, Producer } from '@platformatic/kafka';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { kafka, type PlainBroker } from '../support/brokers.ts';
import {
  createTopic,
  openReaderPath,
  openSession,
  plainSettings,
  pullAll,
  pullUntil,
  type Reader,
} from './records-harness.ts';

let broker: PlainBroker;
let reader: Reader;
let producer: Producer;

beforeAll(async () => {
  broker = await kafka();
  reader = openReaderPath(plainSettings(broker));
  producer = new Producer({
    clientId: 'test',
    bootstrapBrokers: [broker.bootstrapServers],
    transactionalId: 'records-transactions',
    idempotent: true,
  });
});
afterAll(async () => {
  await producer.close();
  await reader.close();
});

type Transaction = Awaited<ReturnType<Producer['beginTransaction']>>;
const send = (transaction: Transaction, topic: string, ...values: string[]) =>
  transaction.send({ messages: values.map((value) => ({ topic, partition: 0, value: Buffer.from(value) })) });
const plain = (topic: string, value: string) =>
  reader.engine.produce([{ topic, partition: 0, key: null, value: Buffer.from(value) }]);
const texts = (pulled: { rows: ReadonlyArray<{ value: { text: string } }> }) =>
  pulled.rows.map((row) => row.value.text);

it('shows committed records only, ends before an open transaction, and never counts markers as records', async () => {
  await createTopic(reader, 'transactions', 1);
  const committed = await producer.beginTransaction();
  await send(committed, 'transactions', 'c1', 'c2');
  await committed.commit();
  const aborted = await producer.beginTransaction();
  await send(aborted, 'transactions', 'a1');
  await aborted.abort();
  await plain('transactions', 'p1');
  const latest = { from: { kind: 'latest', count: 100 } } as const;

  const before = await pullAll(reader, 'transactions');
  expect([texts(before), before.progress.read]).toEqual([['c1', 'c2', 'p1'], 3]);
  expect(texts(await pullAll(reader, 'transactions', latest))).toEqual(['p1', 'c2', 'c1']);
  const all = await pullAll(reader, 'transactions', { isolation: 'read-uncommitted' });
  expect(texts(all)).toEqual(['c1', 'c2', 'a1', 'p1']);

  const open = await producer.beginTransaction();
  await send(open, 'transactions', 'o1');
  await plain('transactions', 'p2');
  const started = performance.now();
  expect(texts(await pullAll(reader, 'transactions'))).toEqual(['c1', 'c2', 'p1']);
  expect(texts(await pullAll(reader, 'transactions', latest))).toEqual(['p1', 'c2', 'c1']);
  expect(performance.now() - started).toBeLessThan(3000);

  const tail = await openSession(reader, 'transactions', { from: { kind: 'now' } });
  await reader.client.pull({ sessionId: tail, maxRows: 10, waitMs: 100 });
  await open.commit();
  const arrived = await pullUntil(reader, tail, (pulled) => pulled.rows.length >= 2);
  expect(texts(arrived)).toEqual(['o1', 'p2']);
});

it('leaves no consumer group behind', async () => {
  const admin = new Admin({ clientId: 'test', bootstrapBrokers: [broker.bootstrapServers] });
  const before = await admin.listGroups();
  await pullAll(reader, 'transactions');
  const made = async () => [...(await admin.listGroups()).keys()].filter((group) => !before.has(group));
  // Those that other files made meanwhile go; one that was left behind would stay.
  await expect.poll(made, { timeout: 20_000 }).toEqual([]);
  await admin.close();
});
