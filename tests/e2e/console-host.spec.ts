import { request as httpRequest } from 'node:http';
import { WebSocket } from 'ws';
import { ensureBuilt } from '../../scripts/lib/build.ts';
import { startConsoleHost, type ConsoleHost } from '../../scripts/lib/console-host.ts';
import { expect, test } from './fixtures.ts';

type Answer = { readonly status: number; readonly headers: NodeJS.Dict<string | string[]>; readonly body: string };

test.describe('the console host', () => {
  let host: ConsoleHost;
  let origin: string;

  test.beforeEach(async ({ configFolder }) => {
    await ensureBuilt('current');
    host = await startConsoleHost({ CONDUKTOR_CONFIG_DIR: configFolder, CONDUKTOR_LOG_DIR: configFolder });
    origin = new URL(host.url).origin;
  });
  test.afterEach(async () => host?.close());

  test('serves nothing without the token, and the token works once @securityTest console-token', async () => {
    expect((await get('/')).status).toBe(401);
    expect((await get('/?token=wrong')).status).toBe(401);
    const entered = await get(new URL(host.url).pathname + new URL(host.url).search);
    expect(entered.status).toBe(303);
    const cookie = String(entered.headers['set-cookie']);
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Strict');
    const page = await get('/', { cookie: cookie.split(';')[0] ?? '' });
    expect(page.status).toBe(200);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect((await get(new URL(host.url).search)).status).toBe(401);
  });

  test('refuses a foreign Host and a foreign Origin @securityTest console-rebinding', async () => {
    const cookie = await enter();
    expect((await get('/', { cookie, host: 'evil.example' })).status).toBe(403);
    expect((await get('/', { cookie, host: 'localhost:1' })).status).toBe(403);
    expect((await get('/', { cookie, origin: 'https://evil.example' })).status).toBe(403);
    expect((await get('/', { cookie })).status).toBe(200);
  });

  test('opens a WebSocket only to its own page with its session @securityTest console-websocket', async () => {
    const cookie = await enter();
    expect(await connect({})).toBe('refused');
    expect(await connect({ origin })).toBe('refused');
    expect(await connect({ cookie })).toBe('refused');
    expect(await connect({ origin: 'https://evil.example', cookie })).toBe('refused');
    expect(await connect({ origin, cookie: `${cookie}x` })).toBe('refused');
    expect(await connect({ origin, cookie })).toBe('open');
  });

  async function enter(): Promise<string> {
    const { headers } = await get(`/${new URL(host.url).search}`);
    return String(headers['set-cookie']).split(';')[0] ?? '';
  }

  function get(target: string, headers: Record<string, string> = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const { hostname, port } = new URL(origin);
      const path = target.startsWith('/') ? target : `/${target}`;
      const request = httpRequest({ hostname, port, path, headers, agent: false }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
      });
      request.on('error', reject).end();
    });
  }

  function connect({ origin: from, cookie }: { readonly origin?: string; readonly cookie?: string }): Promise<string> {
    return new Promise((resolve) => {
      const headers = cookie === undefined ? {} : { cookie };
      const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, {
        headers,
        ...(from === undefined ? {} : { origin: from }),
      });
      socket.on('open', () => {
        socket.close();
        resolve('open');
      });
      socket.on('error', () => resolve('refused'));
    });
  }
});
