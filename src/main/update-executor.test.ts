import { createHash } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { makeWebCertificates, type WebCertificates } from '../../tests/support/certificates.ts';
import { startTestProxy } from '../../tests/support/test-proxy.ts';
import { createNetwork, parseProxyUrl, type Network } from '../core/network/index.ts';
import { createUpdateExecutor } from './update-executor.ts';

const closers: Array<() => unknown> = [];
let certificates: WebCertificates;
beforeAll(() => {
  certificates = makeWebCertificates();
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const FILE = Buffer.alloc(300_000, 'update');
const SHA512 = createHash('sha512').update(FILE).digest('base64');

async function serve(listener: RequestListener, identity?: WebCertificates['server']): Promise<number> {
  const server: Server =
    identity === undefined
      ? createServer(listener)
      : createTlsServer({ cert: identity.certificate, key: identity.key }, listener);
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function executorOf(network: Network) {
  return createUpdateExecutor((url, request) =>
    network.fetch(url, { ...request, purpose: 'updates', isProtected: true }),
  );
}

function destination(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'update-executor-'));
  closers.push(() => rmSync(folder, { recursive: true }));
  return path.join(folder, 'file');
}

function token() {
  let cancel: () => void = () => undefined;
  return { onCancel: (handler: () => void) => void (cancel = handler), cancel: () => cancel() };
}

test('asks by the user’s proxy and certificates, says nothing of who asks, and is in the ledger @securityTest update-own-way', async () => {
  const seen: unknown[] = [];
  const port = await serve((request, response) => {
    seen.push([request.url, Object.keys(request.headers).sort()]);
    response.writeHead(200, { 'content-length': request.url === '/file' ? FILE.length : 6 });
    response.end(request.url === '/file' ? FILE : 'a: "b"');
  }, certificates.server);
  const proxy = await startTestProxy({ auth: 'ann:pa55' });
  closers.push(() => proxy.close());
  const server = parseProxyUrl(`http://ann:pa55@127.0.0.1:${proxy.port}`)!;
  const network = createNetwork();
  const by = (ca: ReadonlyArray<string>) =>
    network.configure({ proxy: { mode: 'manual', server, noProxy: '<-loopback>' }, ca });
  by([certificates.ca]);
  const parts = { protocol: 'https:', hostname: '127.0.0.1', port, path: '/latest.yml' };
  const executor = executorOf(network);
  expect(await executor.request(parts)).toBe('a: "b"');
  const file = destination();
  const progress: number[] = [];
  await executor.download(new URL(`https://127.0.0.1:${port}/file`), file, {
    sha512: SHA512,
    cancellationToken: token(),
    onProgress: ({ transferred, total }) => progress.push(transferred / total),
  });
  expect(readFileSync(file).equals(FILE)).toBe(true);
  expect(progress.at(-1)).toBe(1);
  expect(progress.length).toBeGreaterThan(1);
  const said = ['accept', 'cache-control', 'connection', 'host', 'user-agent'];
  expect(seen).toEqual([
    ['/latest.yml', said],
    ['/file', said],
  ]);
  expect(proxy.asked).toContain(`CONNECT 127.0.0.1:${port}`);
  expect(network.targets().find((target) => target.port === port)).toMatchObject({
    via: `127.0.0.1:${proxy.port}`,
    listedAs: 'updates of the product',
    requests: 2,
    received: FILE.length + 6,
  });
  // Twin: without the certificate, and without the proxy's password, nothing is asked.
  by([]);
  await expect(executor.request(parts)).rejects.toMatchObject({ code: 'TLS_UNTRUSTED' });
  await proxy.close();
  by([certificates.ca]);
  await expect(executor.request(parts)).rejects.toMatchObject({ code: 'PROXY_FAILED' });
  expect(seen).toHaveLength(2);
});

test('throws away what is not the signed file, or has no checksum @securityTest update-checksum', async () => {
  const port = await serve((_request, response) => response.end(FILE));
  const executor = executorOf(createNetwork());
  const url = new URL(`http://127.0.0.1:${port}/file`);
  for (const sha512 of [createHash('sha512').update('other').digest('base64'), null, '']) {
    const fetched = executor.download(url, destination(), { sha512, cancellationToken: token() });
    await expect(fetched).rejects.toThrow(/not the one that was signed/);
  }
  // Twin: with the right one it is taken.
  const file = destination();
  expect(await executor.download(url, file, { sha512: SHA512, cancellationToken: token() })).toBe(file);
});

test('can be cancelled while the file comes', async () => {
  const port = await serve((_request, response) => void response.write(FILE));
  const cancelling = token();
  const fetched = executorOf(createNetwork()).download(new URL(`http://127.0.0.1:${port}/file`), destination(), {
    sha512: SHA512,
    cancellationToken: cancelling,
  });
  setTimeout(() => cancelling.cancel(), 50);
  await expect(fetched).rejects.toMatchObject({ code: 'CANCELLED' });
});

test.each([
  [404, /not with a version of this app/],
  [500, /answers with error 500/],
])('tells what a server answers that has none: %s', async (status, sentence) => {
  const port = await serve((_request, response) => response.writeHead(status).end());
  const asked = executorOf(createNetwork()).request({ protocol: 'http:', hostname: '127.0.0.1', port, path: '/' });
  await expect(asked).rejects.toThrow(sentence);
});

test('a server that answers without end is left', async () => {
  const port = await serve((_request, response) => void response.write(Buffer.alloc(1_100_000)));
  const asked = executorOf(createNetwork()).request({ protocol: 'http:', hostname: '127.0.0.1', port, path: '/' });
  await expect(asked).rejects.toThrow(/far more than was asked for/);
});
