import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { makeWebCertificates, type WebCertificates } from '../../../tests/support/certificates.ts';
import { startTestProxy, type TestProxy, type TestProxyOptions } from '../../../tests/support/test-proxy.ts';
import { Secret } from '../../shared/values/secret.ts';
import { createNetwork, createUserList, parseProxyUrl, readText, watchSockets, type Network } from './index.ts';
import type { ProxyChoice, Route } from './proxy.ts';

/** A real proxy and real servers on loopback, under names that only the proxy knows. */
const closers: Array<() => unknown> = [];
let certificates: WebCertificates;

beforeAll(() => {
  certificates = makeWebCertificates();
});

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function listen(server: Server): Promise<number> {
  closers.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const serve = (listener: RequestListener) => listen(createServer(listener));
const serveTls = (listener: RequestListener) => {
  const { certificate, key } = certificates.otherHostServer;
  return listen(createTlsServer({ cert: certificate, key }, listener));
};

async function proxy(options: TestProxyOptions = {}): Promise<TestProxy> {
  const started = await startTestProxy(options);
  closers.push(() => started.close());
  return started;
}

function manual(
  { port }: { readonly port: number },
  more: { auth?: string; isSecure?: boolean; noProxy?: string } = {},
) {
  const server = parseProxyUrl(`${more.isSecure === true ? 'https' : 'http'}://127.0.0.1:${port}`);
  if (server === null) throw new Error('no proxy');
  const [username = '', password = ''] = more.auth?.split(':') ?? [];
  const auth = more.auth === undefined ? undefined : { username, password: new Secret(password) };
  return { mode: 'manual', server: { ...server, auth }, noProxy: more.noProxy ?? '' } satisfies ProxyChoice;
}

function through(choice: ProxyChoice, ca: ReadonlyArray<string> = [certificates.ca]): Network {
  const network = createNetwork();
  network.configure({ proxy: choice, ca });
  return network;
}

async function ask(network: Network, url: string, more: object = {}): Promise<string> {
  return readText(url, await network.fetch(url, { purpose: 'login', ...more }));
}

describe.each([
  ['without a password', {}],
  ['with a password', { auth: 'user:pä:ss' }],
])('a proxy %s', (_name, { auth }: { auth?: string }) => {
  const asking = () => (auth === undefined ? {} : { auth });

  test('carries TLS, whose certificate is still the host’s own, judged by the own CA', async () => {
    const seen: unknown[] = [];
    const port = await serveTls((request, response) => {
      seen.push([request.headers['proxy-authorization'], request.url]);
      response.end('inside');
    });
    const carrier = await proxy({ ...asking(), places: { 'elsewhere.example:443': port } });
    const choice = passwordOf(manual(carrier, { ...asking() }), auth);
    expect(await ask(through(choice), 'https://elsewhere.example/path?q')).toBe('inside');
    expect(carrier.asked).toEqual(['CONNECT elsewhere.example:443']);
    // The proxy's password is the proxy's: the host does not see it.
    expect(seen).toEqual([[undefined, '/path?q']]);
    await expect(ask(through(choice, []), 'https://elsewhere.example/')).rejects.toMatchObject({
      code: 'TLS_UNTRUSTED',
    });
    const stranger = await proxy({ ...asking(), places: { 'stranger.example:443': port } });
    const other = passwordOf(manual(stranger, { ...asking() }), auth);
    await expect(ask(through(other), 'https://stranger.example/')).rejects.toMatchObject({ code: 'TLS_HOST_MISMATCH' });
  });

  test('takes open requests with the whole address', async () => {
    const seen: unknown[] = [];
    const port = await serve((request, response) => {
      seen.push([request.headers.host, request.headers['proxy-authorization']]);
      response.end('open');
    });
    const carrier = await proxy({ ...asking(), places: { 'plain.example:80': port } });
    const choice = passwordOf(manual(carrier, { ...asking() }), auth);
    expect(await ask(through(choice), 'http://plain.example/x')).toBe('open');
    expect(carrier.asked).toEqual(['GET http://plain.example/x']);
    expect(seen).toEqual([['plain.example', undefined]]);
  });
});

/** `manual` splits at the first colon only for the name. */
function passwordOf(choice: ReturnType<typeof manual>, auth: string | undefined): ProxyChoice {
  if (auth === undefined) return choice;
  const at = auth.indexOf(':');
  const given = { username: auth.slice(0, at), password: new Secret(auth.slice(at + 1)) };
  return { ...choice, server: { ...choice.server, auth: given } };
}

describe('what a proxy refuses is told as its own refusal', () => {
  test.each(['https://elsewhere.example/', 'http://elsewhere.example/'])('407 for %s', async (url) => {
    const carrier = await proxy({ auth: 'user:right' });
    await expect(ask(through(manual(carrier)), url)).rejects.toMatchObject({
      code: 'PROXY_FAILED',
      message: `The proxy 127.0.0.1:${carrier.port} asks for a user name and a password.`,
    });
    const wrong = await ask(through(manual(carrier, { auth: 'user:canary' })), url).catch((error: unknown) => error);
    expect(wrong).toMatchObject({
      code: 'PROXY_FAILED',
      message: `The proxy 127.0.0.1:${carrier.port} refuses the user name or the password.`,
      context: { status: 407 },
    });
    expect(JSON.stringify(wrong) + String((wrong as Error).stack)).not.toContain('canary');
  });

  test('a host it does not let through, a proxy that is not there', async () => {
    const carrier = await proxy({ status: 403 });
    await expect(ask(through(manual(carrier)), 'https://secret.example/')).rejects.toMatchObject({
      code: 'PROXY_FAILED',
      message: expect.stringMatching(/does not let this computer reach secret\.example:443 \(403\)/) as string,
    });
    await carrier.close();
    for (const url of ['https://h.example/', 'http://h.example/']) {
      await expect(ask(through(manual(carrier)), url)).rejects.toMatchObject({
        code: 'PROXY_FAILED',
        message: `The proxy cannot be used: 127.0.0.1:${carrier.port} refuses the connection.`,
      });
    }
  });
});

test('a proxy that is spoken to over TLS is judged by the own CA, too', async () => {
  const port = await serveTls((_request, response) => response.end('inside'));
  const carrier = await proxy({ identity: certificates.server, places: { 'elsewhere.example:443': port } });
  const choice = manual(carrier, { isSecure: true });
  expect(await ask(through(choice), 'https://elsewhere.example/')).toBe('inside');
  await expect(ask(through(choice, []), 'https://elsewhere.example/')).rejects.toMatchObject({ code: 'PROXY_FAILED' });
  const plain = await serve((_request, response) => response.end('open'));
  const open = await proxy({ identity: certificates.server, places: { 'plain.example:80': plain } });
  expect(await ask(through(manual(open, { isSecure: true })), 'http://plain.example/')).toBe('open');
});

describe('which way', () => {
  test('loopback and exceptions go directly; <-loopback> sends them, too', async () => {
    const port = await serve((_request, response) => response.end('direct'));
    const carrier = await proxy();
    const url = `http://127.0.0.1:${port}/`;
    expect(await ask(through(manual(carrier)), url)).toBe('direct');
    expect(carrier.asked).toEqual([]);
    expect(await ask(through(manual(carrier, { noProxy: '<-loopback>' })), url)).toBe('direct');
    expect(carrier.asked).toEqual([`GET ${url}`]);
  });

  test('the next way is tried where a proxy cannot be reached, not where it refuses', async () => {
    const gone = await proxy();
    await gone.close();
    const carrier = await proxy({ status: 403 });
    const routes = (...ports: number[]): Route[] =>
      ports.map((port) => ({ kind: 'proxy', server: { isSecure: false, host: '127.0.0.1', port } }));
    const network = createNetwork({ systemRoutes: () => Promise.resolve(routes(gone.port, carrier.port, gone.port)) });
    network.configure({ proxy: { mode: 'system' }, ca: [] });
    await expect(ask(network, 'https://h.example/')).rejects.toMatchObject({ context: { status: 403 } });
    expect(carrier.asked).toEqual(['CONNECT h.example:443 403']);
  });

  test('new settings count from the next request on, and requests wait for settings on their way', async () => {
    const port = await serve((_request, response) => response.end('open'));
    const carrier = await proxy({ places: { 'plain.example:80': port } });
    const network = createNetwork();
    network.configure(new Promise((resolve) => setTimeout(() => resolve({ proxy: manual(carrier), ca: [] }), 30)));
    expect(await ask(network, 'http://plain.example/')).toBe('open');
    network.configure({ proxy: manual(await proxy({ status: 403 })), ca: [] });
    await network
      .fetch('http://plain.example/', { purpose: 'login' })
      .then((answer) => expect(answer.status).toBe(403));
  });
});

test('the ledger tells the proxy by its connections, and the hosts behind it by their requests', async () => {
  const port = await serve((_request, response) => response.end('12345'));
  const carrier = await proxy({ places: { 'plain.example:80': port } });
  const network = createNetwork({ list: createUserList(() => []) });
  network.configure({ proxy: manual(carrier), ca: [] });
  const watch = watchSockets(network.connections('a cluster').receive);
  closers.push(() => watch.stop());
  expect(await ask(network, 'http://plain.example/')).toBe('12345');
  watch.sample();
  const via = `127.0.0.1:${carrier.port}`;
  // The test's own proxy and server run in this process, so the proxy's way to the server is seen as well.
  expect(network.targets().filter((target) => target.port !== port)).toMatchObject([
    { host: 'plain.example', via, connections: 0, requests: 1, received: 5, listedAs: 'your sign-in' },
    { host: '127.0.0.1', port: carrier.port, via: null, connections: carrier.connections(), listedAs: 'your proxy' },
  ]);
});

describe('as the web’s fetch', () => {
  test('sends forms, keeps redirects to itself where asked, and takes what the host says', async () => {
    const seen: unknown[] = [];
    const port = await serve((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        seen.push([request.method, request.headers['content-type'], Buffer.concat(parts).toString()]);
        response.writeHead(request.url === '/away' ? 302 : 200, { location: 'http://other.example/' }).end('{"a":1}');
      });
    });
    const fetch = createNetwork().webFetch('login');
    const answer = await fetch(new URL(`http://127.0.0.1:${port}/token`), {
      method: 'POST',
      body: new URLSearchParams({ code: 'x y' }),
      headers: new Headers({ accept: 'application/json' }),
      redirect: 'manual',
      signal: AbortSignal.timeout(5000),
    });
    expect(await answer.json()).toEqual({ a: 1 });
    const away = await fetch(`http://127.0.0.1:${port}/away`, { redirect: 'manual' });
    expect([away.status, away.headers.get('location')]).toEqual([302, 'http://other.example/']);
    const posted = await fetch(`http://127.0.0.1:${port}/away`, { method: 'post', body: 'text' });
    expect(posted.status).toBe(302);
    expect(seen).toEqual([
      ['POST', 'application/x-www-form-urlencoded;charset=UTF-8', 'code=x+y'],
      ['GET', undefined, ''],
      ['POST', 'text/plain;charset=UTF-8', 'text'],
    ]);
  });

  test('never sends twice what changes something', async () => {
    let posts = 0;
    const port = await serve((request) => {
      posts += 1;
      request.socket.destroy();
    });
    const fetch = createNetwork().webFetch('login');
    const url = `http://127.0.0.1:${port}/`;
    await expect(fetch(url, { method: 'POST', body: 'x' })).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    expect(posts).toBe(1);
  });
});
