import { afterAll, beforeAll, expect, it } from 'vitest';
import { createEngine, type ConnectionSettings, type HostPort } from '../../src/core/kafka/index.ts';
import { Secret } from '../../src/shared/values/secret.ts';
import { secured, type Credentials } from '../support/brokers.ts';
import { openReaderPath, openSession, plainSettings, pullAll, type Reader } from './records-harness.ts';

const readers: Reader[] = [];
let as: (user: Credentials) => Reader;

function address(text: string): HostPort {
  const [host = '', port = ''] = text.split(':');
  return { host, port: Number(port) };
}

beforeAll(async () => {
  const broker = await secured();
  const engine = createEngine(plainSettings(address(broker.listeners.plaintext)));
  await engine.produce([{ topic: 'open-orders', partition: 0, key: null, value: Buffer.from('for alice') }]);
  await engine.close();
  as = (user) => {
    const settings: ConnectionSettings = {
      ...plainSettings(address(broker.listeners.saslSsl)),
      tls: { ca: [broker.certificates.ca] },
      sasl: { mechanism: 'SCRAM-SHA-512', username: user.username, password: new Secret(user.password) },
    };
    const reader = openReaderPath(settings);
    readers.push(reader);
    return reader;
  };
});
afterAll(() => Promise.all(readers.map((reader) => reader.close())));

it('reads over SASL_SSL in the worker what the user may read, and nothing else', async () => {
  const { alice } = await secured();
  const { rows } = await pullAll(as(alice), 'open-orders', { from: { kind: 'latest', count: 100 } });
  expect(rows[0]?.value.text).toBe('for alice');
  const refused = await openSession(as(alice), 'private-orders').catch((error: unknown) => error);
  // Kafka does not tell those without the right to describe a topic whether there is one.
  expect(refused).toMatchObject({ data: { code: expect.stringMatching(/ACCESS_DENIED|TOPIC_NOT_FOUND/) } });
});

it('says that the password is wrong, once, and shows it nowhere', async () => {
  const { alice } = await secured();
  const wrong = as({ ...alice, password: 'canary-wrong-password' });
  const error = await openSession(wrong, 'open-orders').catch((failure: unknown) => failure);
  expect(error).toMatchObject({ data: { code: 'AUTH_FAILED' } });
  expect(JSON.stringify(error)).not.toContain('canary');
});
