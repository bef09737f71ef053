import { describe, expect, it } from 'vitest';
import { Secret } from '../../shared/values/secret.ts';
import { isBypassed, parsePac, parseProxyUrl, routesOfEnv, routesTo, type Route } from './proxy.ts';

/** A way in one word. */
function wordOf(route: Route): string {
  if (route.kind === 'direct') return 'direct';
  const { isSecure, host, port } = route.server;
  return `${isSecure ? 'https' : 'http'}://${host}:${port}`;
}

describe('the answer of a PAC file', () => {
  it.each([
    ['DIRECT', ['direct']],
    ['', ['direct']],
    ['  ;  ', ['direct']],
    ['PROXY proxy.example:3128', ['http://proxy.example:3128']],
    ['proxy Proxy.Example:3128', ['http://proxy.example:3128']],
    ['PROXY proxy.example', ['http://proxy.example:80']],
    ['HTTP proxy.example:8080', ['http://proxy.example:8080']],
    ['HTTPS proxy.example', ['https://proxy.example:443']],
    ['HTTPS proxy.example:8443; DIRECT', ['https://proxy.example:8443', 'direct']],
    ['PROXY a:1;PROXY b:2 ;  DIRECT', ['http://a:1', 'http://b:2', 'direct']],
    ['SOCKS5 s:1080; PROXY a:1', ['http://a:1']],
    ['PROXY [::1]:3128', ['http://::1:3128']],
    ['PROXY a:99999; DIRECT', ['direct']],
    ['PROXY', ['fails']],
    ['SOCKS s:1080', ['fails']],
    ['SOCKS5 s:1080; SOCKS4 t:1080', ['fails']],
    ['nonsense', ['fails']],
  ])('%j', (answer, expected) => {
    if (expected[0] === 'fails') expect(() => parsePac(answer)).toThrow(/proxy/);
    else expect(parsePac(answer).map(wordOf)).toEqual(expected);
  });
});

describe('the variables of a terminal', () => {
  const ways = async (env: Record<string, string>, url: string) =>
    (await routesOfEnv(env)(new URL(url))).map(wordOf).join(' ');

  it('say by scheme which proxy there is, small letters first', async () => {
    const env = { HTTP_PROXY: 'http://plain:1', HTTPS_PROXY: 'secure:2', https_proxy: 'https://small:3' };
    expect(await ways(env, 'http://h.example/')).toBe('http://plain:1');
    expect(await ways(env, 'https://h.example/')).toBe('https://small:3');
    expect(await ways({ ALL_PROXY: 'all:9' }, 'https://h.example/')).toBe('http://all:9');
    expect(await ways({}, 'https://h.example/')).toBe('direct');
    expect(await ways({ HTTPS_PROXY: '' }, 'https://h.example/')).toBe('direct');
  });

  it('name exceptions', async () => {
    const env = { HTTPS_PROXY: 'p:1', NO_PROXY: 'inside.example,.corp' };
    expect(await ways(env, 'https://a.inside.example/')).toBe('direct');
    expect(await ways(env, 'https://x.corp/')).toBe('direct');
    expect(await ways(env, 'https://outside.example/')).toBe('http://p:1');
  });

  it('may hold user and password, and what is no HTTP proxy is refused rather than gone round', async () => {
    const [route] = await routesOfEnv({ HTTPS_PROXY: 'http://us%40er:p%3Aw@p:1' })(new URL('https://h/'));
    expect(route?.kind === 'proxy' && route.server.auth?.username).toBe('us@er');
    expect(route?.kind === 'proxy' && route.server.auth?.password.reveal()).toBe('p:w');
    await expect(ways({ HTTPS_PROXY: 'socks5://p:1' }, 'https://h/')).rejects.toMatchObject({ code: 'PROXY_FAILED' });
  });
});

describe('exceptions', () => {
  it.each([
    ['a.example', 'a.example', true],
    ['b.a.example', 'a.example', true],
    ['ba.example', 'a.example', false],
    ['a.example', '.a.example', true],
    ['b.a.example', '*.a.example', true],
    ['a.example:8443', 'a.example:8443', true],
    ['a.example', 'a.example:8443', false],
    ['anything', '*', true],
    ['intranet', '<local>', true],
    ['a.example', '<local>', false],
    ['10.1.2.3', '10.0.0.0/8', true],
    ['11.1.2.3', '10.0.0.0/8', false],
    ['[fd00::1]', 'fd00::/8', true],
    ['[fd00::1]', 'fd00::1', true],
    ['10.1.2.3', '10.0.0.0/99', false],
    ['1.2.3.4', '3.4', false],
    ['127.0.0.1', '', true],
    ['localhost', '', true],
    ['[::1]', '', true],
    ['127.0.0.1', '<-loopback>', false],
    ['A.Example', 'a.EXAMPLE', true],
    ['a.example', 'x; y\n a.example', true],
  ])('%s by %j: %s', (host, list, expected) => {
    expect(isBypassed(new URL(`https://${host}/`), list)).toBe(expected);
  });
});

describe('ways to a host', () => {
  const url = new URL('https://h.example/');
  const none = () => Promise.reject(new Error('not asked'));

  it('none and loopback do not ask the system', async () => {
    expect(await routesTo(url, { mode: 'none' }, none)).toEqual([{ kind: 'direct' }]);
    expect(await routesTo(new URL('http://127.0.0.1:8081/'), { mode: 'system' }, none)).toEqual([{ kind: 'direct' }]);
    expect(await routesTo(new URL('http://app.localhost/'), { mode: 'system' }, none)).toEqual([{ kind: 'direct' }]);
  });

  it('the user’s name and password go to the system’s proxy', async () => {
    const auth = { username: 'u', password: new Secret('p') };
    const system = () => Promise.resolve(parsePac('PROXY p:1; DIRECT'));
    const [first, second] = await routesTo(url, { mode: 'system', auth }, system);
    expect(first).toMatchObject({ kind: 'proxy', server: { host: 'p', auth } });
    expect(second).toEqual({ kind: 'direct' });
  });
});

it.each(['ftp://p:1', 'http://', 'file:///etc/passwd', 'a b', 'http://p:x'])('%j is no proxy', (text) => {
  expect(parseProxyUrl(text)).toBeNull();
});
