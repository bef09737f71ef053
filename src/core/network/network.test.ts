import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createNetwork } from './index.ts';

const servers: Server[] = [];

async function serve(listener: RequestListener): Promise<{ url: string; port: number }> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port };
}

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

describe('the door out', () => {
  test('writes down each host it contacts, why, how often and how much came back', async () => {
    const { url, port } = await serve((_request, response) => response.end('12345'));
    let now = 1000;
    const network = createNetwork({ clock: () => now });
    await (await network.fetch(url, { purpose: 'test' })).text();
    now = 2000;
    await (await network.fetch(`${url}/again`, { purpose: 'test' })).text();
    expect(network.ledger()).toEqual([
      { host: '127.0.0.1', port, purpose: 'test', count: 2, bytes: 10, firstAt: 1000, lastAt: 2000 },
    ]);
  });

  test('writes down the hosts a redirect leads to, and does not carry credentials there', async () => {
    let seen: string | undefined = 'nothing';
    const there = await serve((request, response) => {
      seen = request.headers.authorization;
      response.end('there');
    });
    const here = await serve((_request, response) => response.writeHead(302, { location: `${there.url}/file` }).end());
    const network = createNetwork();
    const response = await network.fetch(here.url, { purpose: 'test', headers: { authorization: 'Bearer x' } });
    expect(await response.text()).toBe('there');
    expect(seen).toBeUndefined();
    expect(network.ledger().map((entry) => entry.port)).toEqual([here.port, there.port]);
  });

  test('gives up on a redirect that goes round in circles', async () => {
    const { url } = await serve((request, response) => response.writeHead(302, { location: request.url ?? '/' }).end());
    await expect(createNetwork().fetch(url, { purpose: 'test' })).rejects.toMatchObject({ code: 'DOWNLOAD_FAILED' });
  });

  test.each(['file:///etc/passwd', 'ftp://127.0.0.1/x', 'data:text/plain,x', 'not an address'])(
    'refuses %s and contacts nobody',
    async (url) => {
      const network = createNetwork();
      await expect(network.fetch(url, { purpose: 'test' })).rejects.toMatchObject({ code: 'BAD_INPUT' });
      expect(network.ledger()).toEqual([]);
    },
  );

  test('refuses to be sent from a protected address to an open one', async () => {
    const send = () =>
      Promise.resolve(new Response(null, { status: 302, headers: { location: 'http://open.example/' } }));
    const network = createNetwork({ send });
    await expect(network.fetch('https://safe.example/', { purpose: 'test' })).rejects.toThrow(/unprotected/);
    expect(network.ledger().map((entry) => entry.host)).toEqual(['safe.example']);
  });

  test('says that a host refuses the connection', async () => {
    const { url } = await serve((_request, response) => response.end());
    servers.splice(0).forEach((server) => server.close());
    await expect(createNetwork().fetch(url, { purpose: 'test' })).rejects.toMatchObject({ code: 'CONNECTION_REFUSED' });
  });

  test('says that a host does not exist', async () => {
    const request = createNetwork().fetch('http://no-such-host.invalid/', { purpose: 'test' });
    await expect(request).rejects.toMatchObject({ code: 'HOST_UNKNOWN', retryable: true });
  });

  test('does not wait for ever for an answer, and can be cancelled', async () => {
    const { url } = await serve(() => undefined);
    const network = createNetwork();
    await expect(network.fetch(url, { purpose: 'test', answerLimitMs: 50 })).rejects.toMatchObject({ code: 'TIMEOUT' });
    const controller = new AbortController();
    const request = network.fetch(url, { purpose: 'test', signal: controller.signal });
    controller.abort();
    await expect(request).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

test('writes down who was contacted with the reason its purpose gives', async () => {
  const network = createNetwork({ send: () => Promise.resolve(new Response('')) });
  await network.fetch('https://updates.example/', { purpose: 'updates' });
  await network.fetch('https://who.example/', { purpose: 'no known purpose' });
  expect(network.targets().map(({ host, listedAs }) => [host, listedAs])).toEqual([
    ['updates.example', 'updates of the product'],
    ['who.example', null],
  ]);
});

describe('what must be protected', () => {
  const answers: Readonly<Record<string, string>> = {
    'https://safe.example/': 'https://safe.example/file',
    'http://127.0.0.1/': 'http://open.example/',
    'https://falls.example/': 'http://127.0.0.1/file',
  };
  const seen: string[] = [];
  const send = (url: URL) => {
    seen.push(url.href);
    const location = answers[url.href];
    return Promise.resolve(
      new Response(location === undefined ? 'there' : null, {
        status: location === undefined ? 200 : 302,
        headers: location === undefined ? {} : { location },
      }),
    );
  };
  const ask = (url: string, isProtected: boolean) =>
    createNetwork({ send }).fetch(url, { purpose: 'updates', isProtected });

  test.each([
    ['https://safe.example/', null],
    ['http://127.0.0.1/file', null],
    ['http://open.example/', /open\.example is not asked over an unprotected connection/],
    ['http://127.0.0.1.example/', /is not asked/],
    ['http://127.0.0.1/', /open\.example is not asked/],
    ['https://falls.example/', /unprotected address/],
  ])('%s is asked over https only, but on this computer, wherever it leads', async (url, refusal) => {
    seen.length = 0;
    if (refusal === null) expect(await (await ask(url, true)).text()).toBe('there');
    else await expect(ask(url, true)).rejects.toThrow(refusal);
    expect(seen.filter((each) => each.startsWith('http://') && !each.startsWith('http://127.0.0.1/'))).toEqual([]);
  });

  test('twin: what need not be protected is asked all the same', async () => {
    expect(await (await ask('http://127.0.0.1/', false)).text()).toBe('there');
    expect(seen).toContain('http://open.example/');
  });
});
