import { createServer, type Server as HttpServer } from 'node:http';
import { connect, createServer as createTcpServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConnectionSettings } from '../../src/core/kafka/index.ts';
import type { AppError } from '../../src/shared/errors.ts';
import { Secret } from '../../src/shared/values/secret.ts';
import { kafka, secured, type Credentials, type SecuredBroker } from '../support/brokers.ts';
import { ENGINES, engineFor, hostPort } from '../support/engines.ts';

/** What a person is told when a connection does not come about; real sockets, both engines, the same words. */
const LIMIT_MS = 10_000;

type More = Partial<ConnectionSettings>;

function sasl(mechanism: NonNullable<More['sasl']>['mechanism'], { username, password }: Credentials): More {
  return { sasl: { mechanism, username, password: new Secret(password) } };
}

async function listen<T extends Server | HttpServer>(server: T): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

describe.each(ENGINES)('the %s engine', (kind) => {
  let broker: SecuredBroker;
  let plaintext: string;
  const servers: (Server | HttpServer)[] = [];

  beforeAll(async () => {
    broker = await secured();
    plaintext = (await kafka()).bootstrapServers;
  });
  afterAll(() => {
    for (const server of servers) server.close();
  });

  async function failure(address: string, more: More = {}): Promise<AppError> {
    const engine = engineFor(kind, address, more);
    const started = performance.now();
    try {
      const info = await engine.describeCluster();
      throw new Error(`it connected: ${JSON.stringify(info)}`);
    } catch (error) {
      expect(performance.now() - started).toBeLessThan(LIMIT_MS);
      return error as AppError;
    } finally {
      await engine.close();
    }
  }

  test('names a closed port', async () => {
    const server = createTcpServer();
    const address = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    const error = await failure(address);
    expect(error).toMatchObject({ code: 'CONNECTION_REFUSED', retryable: true });
    expect(error.message).toBe(`Nothing answers at ${address}: the connection was refused.`);
  });

  test('names an unknown host', async () => {
    const error = await failure('no-such-host.invalid:9092');
    expect(error).toMatchObject({ code: 'HOST_UNKNOWN' });
    expect(error.message).toBe('The host name no-such-host.invalid cannot be found.');
  });

  test('tries the next bootstrap server', async () => {
    const bootstrapServers = [hostPort('127.0.0.1:1'), hostPort(plaintext)];
    const engine = engineFor(kind, plaintext, { bootstrapServers });
    expect((await engine.describeCluster()).brokers).toHaveLength(1);
    await engine.close();
  });

  test('tells a web server from a broker', async () => {
    const server = createServer((_, response) => response.writeHead(404).end());
    servers.push(server);
    const error = await failure(await listen(server));
    expect(error).toMatchObject({ code: 'NOT_KAFKA', message: expect.stringContaining('web server') as string });
  });

  test('tells a server that answers nonsense from a broker', async () => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', () => socket.end('220 mail.example ESMTP ready\r\n'));
    });
    servers.push(server);
    const error = await failure(await listen(server));
    expect(error).toMatchObject({ code: 'NOT_KAFKA', hint: 'Check the host and port.' });
  });

  test('gives up on a server that says nothing', async () => {
    const open: Socket[] = [];
    const server = createTcpServer((socket) => {
      socket.on('error', () => undefined);
      open.push(socket);
    });
    servers.push(server);
    const error = await failure(await listen(server));
    expect(error).toMatchObject({ code: 'TIMEOUT', message: expect.stringContaining('says nothing') as string });
    for (const socket of open) socket.destroy();
  });

  test('notices a TLS port spoken to without TLS', async () => {
    const error = await failure(broker.listeners.ssl);
    expect(error).toMatchObject({ code: 'NOT_KAFKA', hint: 'Choose the protocol SSL.' });
    expect(error.message).toContain('expects TLS');
  });

  test('notices a port without TLS spoken to in TLS', async () => {
    const error = await failure(plaintext, { tls: { ca: [] } });
    expect(error).toMatchObject({ code: 'NOT_KAFKA', message: expect.stringContaining('does not use TLS') as string });
  });

  test('notices a listener that wants a password', async () => {
    const error = await failure(broker.listeners.saslPlaintext);
    expect(error).toMatchObject({ code: 'AUTH_FAILED', message: expect.stringContaining('user name') as string });
    expect(error.hint).toContain('SASL_PLAINTEXT');
  });

  test.each(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const)(
    'sends a wrong %s password once and names the user',
    async (mechanism) => {
      const proxy = await countingProxy(broker.listeners.saslPlaintext);
      servers.push(proxy.server);
      const engine = engineFor(kind, proxy.address, sasl(mechanism, { username: 'alice', password: 'wrong' }));
      const message = `The broker at ${proxy.address} rejected the password for user alice.`;
      await expect(engine.describeCluster()).rejects.toMatchObject({ code: 'AUTH_FAILED', retryable: false, message });
      await expect(engine.describeTopics('all')).rejects.toMatchObject({ code: 'AUTH_FAILED' });
      await engine.close();
      expect(proxy.connections()).toBe(1);
    },
  );

  test('says that the broker does not know the user', async () => {
    const error = await failure(
      broker.listeners.saslPlaintext,
      sasl('SCRAM-SHA-512', { username: 'nobody', password: 'x' }),
    );
    expect(error).toMatchObject({ code: 'AUTH_FAILED', message: expect.stringContaining('nobody') as string });
  });

  test.each(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const)('logs in with %s over TLS', async (mechanism) => {
    const tls = { ca: [broker.certificates.ca] };
    const engine = engineFor(kind, broker.listeners.saslSsl, { tls, ...sasl(mechanism, broker.alice) });
    expect((await engine.describeTopics('all')).map((topic) => topic.name)).toEqual(['open-orders']);
    const denied = engine.describeTopics(['private-orders']);
    await expect(denied).rejects.toMatchObject({
      code: expect.stringMatching(/ACCESS_DENIED|TOPIC_NOT_FOUND/) as string,
    });
    await engine.close();
  });

  test('names the authority that is not trusted', async () => {
    const error = await failure(broker.listeners.ssl, { tls: { ca: [broker.certificates.untrustedCa] } });
    expect(error).toMatchObject({ code: 'TLS_UNTRUSTED', retryable: false });
    expect(error.message).toMatch(/is signed by ".+", which is not trusted here/);
  });

  test('names the day a certificate expired', async () => {
    const error = await failure(broker.listeners.expired, { tls: { ca: [broker.certificates.ca] } });
    expect(error).toMatchObject({ code: 'TLS_EXPIRED' });
    expect(error.message).toContain(`expired on ${broker.certificates.expiredOn}`);
  });

  test('names whom a certificate is made out to', async () => {
    const error = await failure(broker.listeners.otherHost, { tls: { ca: [broker.certificates.ca] } });
    expect(error).toMatchObject({ code: 'TLS_HOST_MISMATCH' });
    expect(error.message).toContain('elsewhere.example');
  });

  test('accepts the other name where the cluster names it', async () => {
    const tls = { ca: [broker.certificates.ca], serverName: 'elsewhere.example' };
    const engine = engineFor(kind, broker.listeners.otherHost, { tls });
    // An anonymous client has few rights; that it is answered is the point.
    expect((await engine.describeCluster()).brokers).toHaveLength(1);
    await engine.close();
  });

  test('says that a client certificate is asked for', async () => {
    const error = await failure(broker.listeners.mtls, { tls: { ca: [broker.certificates.ca] } });
    expect(error).toMatchObject({ code: 'TLS_CLIENT_CERT_REQUIRED' });
    expect(error.message).toContain('asks for a client certificate');
  });

  test('says that the client certificate was not accepted', async () => {
    const { certificate, key } = broker.certificates.untrustedClient;
    const tls = { ca: [broker.certificates.ca], certificate, key: new Secret(key) };
    const error = await failure(broker.listeners.mtls, { tls });
    expect(error).toMatchObject({ code: 'TLS_CLIENT_CERT_REQUIRED' });
    expect(error.message).toContain('did not accept');
  });

  test('enters with a client certificate whose key is encrypted', async () => {
    const { client, encryptedClientKey, storePassword, ca } = broker.certificates;
    const tls = {
      ca: [ca],
      certificate: client.certificate,
      key: new Secret(encryptedClientKey),
      keyPassphrase: new Secret(storePassword),
    };
    const engine = engineFor(kind, broker.listeners.mtls, { tls });
    expect((await engine.describeTopics('all')).map((topic) => topic.name)).toContain('private-orders');
    await engine.close();
  });
});

/** Hands bytes on to a broker and counts who came. */
async function countingProxy(target: string) {
  let count = 0;
  const server = createTcpServer((socket) => {
    count++;
    const { host, port } = hostPort(target);
    const upstream = connect({ host, port });
    socket.pipe(upstream).pipe(socket);
    socket.on('error', () => upstream.destroy());
    upstream.on('error', () => socket.destroy());
  });
  return { server, address: await listen(server), connections: () => count };
}
