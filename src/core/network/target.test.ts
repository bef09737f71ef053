import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { makeWebCertificates, type Identity, type WebCertificates } from '../../../tests/support/certificates.ts';
import { Secret } from '../../shared/values/secret.ts';
import { guardedLookup, isForbiddenHost } from './address-guard.ts';
import { createNetwork, readText, type NetworkTls } from './index.ts';

/** Real servers on loopback: TLS, credentials, limits, and bodies that break off. */
const servers: TcpServer[] = [];
let certificates: WebCertificates;

beforeAll(() => {
  certificates = makeWebCertificates();
});

afterEach(async () => {
  for (const server of servers.splice(0)) {
    if ('closeAllConnections' in server) (server as Server).closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function listen(server: TcpServer): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function serve(listener: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(createServer(listener))}`;
}

async function serveTls(identity: Identity, listener: RequestListener, more: ServerOptions = {}): Promise<string> {
  const server = createTlsServer({ cert: identity.certificate, key: identity.key, ...more }, listener);
  return `https://127.0.0.1:${await listen(server)}`;
}

async function ask(url: string, tls: NetworkTls, more: { readonly totalLimitMs?: number } = {}): Promise<string> {
  const target = createNetwork().target({ tls });
  try {
    return await readText(url, await target.fetch(url, { purpose: 'test', ...more }));
  } finally {
    target.close();
  }
}

describe('TLS of a target', () => {
  test('trusts its own CA, and a CA it was not told of is refused', async () => {
    const url = await serveTls(certificates.server, (_request, response) => response.end('hello'));
    expect(await ask(url, { ca: [certificates.untrustedCa, certificates.ca] })).toBe('hello');
    await expect(ask(url, { ca: [] })).rejects.toMatchObject({ code: 'TLS_UNTRUSTED', retryable: false });
    await expect(ask(url, { ca: [certificates.untrustedCa] })).rejects.toMatchObject({ code: 'TLS_UNTRUSTED' });
    await expect(createNetwork().fetch(url, { purpose: 'test' })).rejects.toMatchObject({ code: 'TLS_UNTRUSTED' });
  });

  test('shows its client certificate; without one, or with a stranger’s, the reason is named', async () => {
    const seen: string[] = [];
    const url = await serveTls(
      certificates.server,
      (request, response) => {
        seen.push(String((request.socket as TLSSocket).getPeerCertificate().subject.CN));
        response.end('in');
      },
      { ca: certificates.ca, requestCert: true, rejectUnauthorized: true },
    );
    const ca = [certificates.ca];
    const { client, untrustedClient } = certificates;
    expect(await ask(url, { ca, certificate: client.certificate, key: new Secret(client.key) })).toBe('in');
    expect(seen).toEqual(['client']);
    await expect(ask(url, { ca })).rejects.toMatchObject({ code: 'TLS_CLIENT_CERT_REQUIRED' });
    const stranger = { ca, certificate: untrustedClient.certificate, key: new Secret(untrustedClient.key) };
    // A server may also just hang up on who it does not know.
    await expect(ask(url, stranger)).rejects.toMatchObject({
      code: expect.stringMatching(/TLS_CLIENT_CERT_REQUIRED|CONNECTION_LOST/) as string,
    });
  });

  test('refuses an expired certificate and one for another host, unless that name is the expected one', async () => {
    const ca = [certificates.ca];
    const expired = await serveTls(certificates.expiredServer, (_request, response) => response.end());
    await expect(ask(expired, { ca })).rejects.toMatchObject({ code: 'TLS_EXPIRED' });
    const other = await serveTls(certificates.otherHostServer, (_request, response) => response.end('there'));
    await expect(ask(other, { ca })).rejects.toMatchObject({ code: 'TLS_HOST_MISMATCH' });
    expect(await ask(other, { ca, serverName: 'elsewhere.example' })).toBe('there');
  });

  test('says when the other side speaks no TLS', async () => {
    const url = await serve((_request, response) => response.end());
    await expect(ask(url.replace('http:', 'https:'), { ca: [] })).rejects.toMatchObject({ code: 'TLS_FAILED' });
  });

  test('is not shown to a host a redirect leads to', async () => {
    const peers: Array<string | undefined> = [];
    const there = await serveTls(
      certificates.server,
      (request, response) => {
        peers.push((request.socket as TLSSocket).getPeerCertificate().subject?.CN as string | undefined);
        response.end(String(request.headers.authorization));
      },
      { ca: certificates.ca, requestCert: true, rejectUnauthorized: false },
    );
    const here = await serveTls(certificates.server, (_request, response) =>
      response.writeHead(302, { location: there }).end(),
    );
    const { client, ca } = certificates;
    const target = createNetwork().target({
      tls: { ca: [ca], certificate: client.certificate, key: new Secret(client.key) },
      auth: { kind: 'bearer', token: new Secret('t') },
    });
    expect(await readText(here, await target.fetch(here, { purpose: 'test' }))).toBe('undefined');
    expect(peers).toEqual([undefined]);
    expect(await readText(there, await target.fetch(there, { purpose: 'test' }))).toBe('Bearer t');
    expect(peers).toEqual([undefined, 'client']);
    target.close();
  });
});

describe('credentials', () => {
  test('go out as basic or bearer, in UTF-8, and come up in no error', async () => {
    const url = await serve((request, response) => response.end(request.headers.authorization));
    const network = createNetwork();
    const basic = network.target({ auth: { kind: 'basic', username: 'bøb', password: new Secret('hunter:twö') } });
    const expected = `Basic ${Buffer.from('bøb:hunter:twö').toString('base64')}`;
    expect(await readText(url, await basic.fetch(url, { purpose: 'test' }))).toBe(expected);
    const bearer = network.target({ auth: { kind: 'bearer', token: new Secret('to.k-en') } });
    expect(await readText(url, await bearer.fetch(url, { purpose: 'test' }))).toBe('Bearer to.k-en');
    const broken = network.target({ auth: { kind: 'bearer', token: new Secret('canary\r\nx: y') } });
    const error: unknown = await broken.fetch(url, { purpose: 'test' }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'BAD_INPUT' });
    expect(String((error as Error).stack)).not.toContain('canary');
  });

  test.each(['http://bob:hunter@127.0.0.1/', 'http://bob@127.0.0.1/'])('in the address %s are refused', async (url) => {
    const request = createNetwork().fetch(url, { purpose: 'test' });
    await expect(request).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await expect(request).rejects.not.toThrow(/hunter/);
  });
});

describe('addresses of a machine’s own set-up', () => {
  test.each([
    'http://169.254.169.254/',
    'http://2852039166/',
    'http://0xa9fea9fe/',
    'http://[::ffff:169.254.169.254]/',
  ])('%s is not asked', async (url) => {
    const network = createNetwork();
    await expect(network.fetch(url, { purpose: 'test' })).rejects.toMatchObject({ code: 'BAD_INPUT' });
    expect(network.ledger()).toEqual([]);
  });

  test('are not reached by a redirect', async () => {
    const url = await serve((_request, response) =>
      response.writeHead(302, { location: 'http://169.254.169.254/x' }).end(),
    );
    await expect(createNetwork().fetch(url, { purpose: 'test' })).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });

  test('are not reached by a name that leads to one', async () => {
    const look = (name: string) =>
      new Promise<unknown>((resolve) => guardedLookup(name, { all: true }, (error, found) => resolve(error ?? found)));
    expect(await look('169.254.1.2')).toMatchObject({ code: 'BAD_INPUT' });
    expect(await look('127.0.0.1')).toEqual([{ address: '127.0.0.1', family: 4 }]);
    expect(await look('no-such-host.invalid')).toMatchObject({ syscall: 'getaddrinfo' });
  });

  test('are told from those of real servers', () => {
    for (const host of ['127.0.0.1', '10.0.0.1', '[::1]', 'registry', '169.253.1.1', '[fe70::1]']) {
      expect(isForbiddenHost(host), host).toBe(false);
    }
    for (const host of ['[fe80::1]', '[fd00:ec2::254]', '169.254.0.1']) expect(isForbiddenHost(host), host).toBe(true);
  });
});

describe('a body', () => {
  test('that is cut off is a lost connection, not a short text', async () => {
    const url = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('only this');
      setTimeout(() => response.destroy(), 20);
    });
    await expect(ask(url, { ca: [] })).rejects.toMatchObject({ code: 'CONNECTION_LOST', retryable: true });
    const chunked = await serve((_request, response) => {
      response.write('some');
      setTimeout(() => response.destroy(), 20);
    });
    await expect(ask(chunked, { ca: [] })).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
  });

  test('that never ends is given up by the total limit, and by the reader’s signal', async () => {
    const url = await serve((_request, response) => void response.write('some'));
    await expect(ask(url, { ca: [] }, { totalLimitMs: 100 })).rejects.toMatchObject({ code: 'TIMEOUT' });
    const controller = new AbortController();
    const response = await createNetwork().fetch(url, { purpose: 'test', signal: controller.signal });
    const text = readText(url, response);
    controller.abort();
    await expect(text).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  test('beyond the limit breaks off, also where it was small on the wire', async () => {
    const big = await serve((_request, response) => response.end(Buffer.alloc(2_000_000, 'x')));
    const network = createNetwork();
    const read = async (url: string) =>
      readText(url, await network.fetch(url, { purpose: 'test', maxBytes: 1_000_000 }));
    await expect(read(big)).rejects.toMatchObject({ code: 'DOWNLOAD_FAILED', retryable: false });
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    const packed = await serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
    );
    await expect(read(packed)).rejects.toMatchObject({ code: 'DOWNLOAD_FAILED' });
    expect(network.ledger().at(-1)?.bytes).toBeLessThan(2_000_000);
  });

  test('in gzip is unpacked, and a broken one is an error', async () => {
    const packed = gzipSync('hello');
    const url = await serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed),
    );
    expect(await ask(url, { ca: [] })).toBe('hello');
    const broken = await serve((_request, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed.subarray(0, 12)),
    );
    await expect(ask(broken, { ca: [] })).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
  });

  test('may be absent: 204, 304', async () => {
    const url = await serve((request, response) => response.writeHead(request.url === '/304' ? 304 : 204).end());
    expect(await ask(url, { ca: [] })).toBe('');
    expect(await ask(`${url}/304`, { ca: [] })).toBe('');
  });
});

describe('connections', () => {
  test('are kept and used again, and a kept one that the server closed is replaced', async () => {
    let connections = 0;
    const server = createServer((_request, response) => response.end('x'));
    server.on('connection', () => (connections += 1));
    server.keepAliveTimeout = 0;
    const url = `http://127.0.0.1:${await listen(server)}`;
    const target = createNetwork().target({});
    for (let count = 0; count < 5; count++) await readText(url, await target.fetch(url, { purpose: 'test' }));
    expect(connections).toBe(1);
    server.closeAllConnections();
    expect(await readText(url, await target.fetch(url, { purpose: 'test' }))).toBe('x');
    target.close();
  });

  test('to something that is no web server end with a sentence', async () => {
    const port = await listen(createTcpServer((socket) => socket.resume().end('SSH-2.0-OpenSSH\r\n')));
    const url = `http://127.0.0.1:${port}/`;
    await expect(ask(url, { ca: [] })).rejects.toMatchObject({
      code: 'DOWNLOAD_FAILED',
      message: `127.0.0.1:${port} answers, but not as a web server does.`,
    });
  });
});
