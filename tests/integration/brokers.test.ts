import { expect, test } from 'vitest';
import { Admin } from '@platformatic/kafka';
import { createEngine } from '../../src/core/kafka/index.ts';
import { kafka, old, ownBrokers, secured } from '../support/brokers.ts';
import { createTopic, plainSettings } from './records-harness.ts';

async function topicsAt(bootstrapServers: string, options: object = {}): Promise<string[]> {
  const admin = new Admin({ clientId: 'brokers-test', bootstrapBrokers: [bootstrapServers], retries: 0, ...options });
  try {
    return await admin.listTopics();
  } finally {
    await admin.close();
  }
}

test('the plain broker answers with its own cluster id and starts once', async () => {
  const [first, second] = await Promise.all([kafka(), kafka()]);
  expect(second).toEqual(first);
  const admin = new Admin({ clientId: 'brokers-test', bootstrapBrokers: [first.bootstrapServers] });
  const metadata = await admin.metadata({ topics: [] });
  await admin.close();
  expect(metadata.id).toBe(first.clusterId);
});

test('Kafka 2.8 on ZooKeeper answers', async () => {
  const admin = new Admin({ clientId: 'brokers-test', bootstrapBrokers: [(await old()).bootstrapServers] });
  const metadata = await admin.metadata({ topics: [] });
  await admin.close();
  expect(metadata.id).toMatch(/^[\w-]{22}$/);
  expect(metadata.brokers.size).toBe(1);
});

test.each([
  ['plain', kafka],
  ['old', old],
])('the %s broker throws no record away for its age: tests write some of years ago', async (_name, start) => {
  const engine = createEngine(plainSettings(await start()));
  try {
    await createTopic({ engine }, 'retention', 1);
    expect(await engine.topicConfig(['retention'], 'retention.ms')).toEqual(new Map([['retention', '-1']]));
  } finally {
    await engine.close();
  }
});

test('the secured broker lets each kind of client in and shows it what it may see', async () => {
  const { listeners, alice, admin, certificates } = await secured();
  const sasl = (mechanism: string, user: typeof alice) => ({ sasl: { mechanism, ...user } });
  const tls = { ca: certificates.ca };
  const all = ['open-orders', 'private-orders'];
  for (const mechanism of ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512']) {
    expect(await topicsAt(listeners.saslPlaintext, sasl(mechanism, alice))).toEqual(['open-orders']);
    expect((await topicsAt(listeners.saslSsl, { ...sasl(mechanism, admin), tls })).sort()).toEqual(all);
  }
  const { certificate: cert, key } = certificates.client;
  expect((await topicsAt(listeners.mtls, { tls: { ...tls, cert, key } })).sort()).toEqual(all);
  await expect(topicsAt(listeners.mtls, { tls })).rejects.toThrow();
  await expect(topicsAt(listeners.expired, { tls })).rejects.toThrow();
  await expect(topicsAt(listeners.otherHost, { tls })).rejects.toThrow();
  await expect(
    topicsAt(listeners.saslSsl, { ...sasl('PLAIN', admin), tls: { ca: certificates.untrustedCa } }),
  ).rejects.toThrow();
});

test('a broker that is killed comes back on its port with its data', async () => {
  const brokers = ownBrokers();
  const own = await brokers.breakable('breakable');
  const { bootstrapServers, pid } = own.broker;
  const admin = new Admin({ clientId: 'brokers-test', bootstrapBrokers: [bootstrapServers] });
  await admin.createTopics({ topics: ['kept'], partitions: 1, replicas: 1 });
  await admin.close();
  await own.kill();
  await expect(topicsAt(bootstrapServers)).rejects.toThrow();
  await own.start();
  expect(own.broker.pid).not.toBe(pid);
  expect(await topicsAt(bootstrapServers)).toEqual(['kept']);
  await brokers.stop();
});
