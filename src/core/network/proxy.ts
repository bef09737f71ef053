import { BlockList, isIP } from 'node:net';
import { AppError } from '../../shared/errors.ts';
import { Secret } from '../../shared/values/secret.ts';
import { plainHost } from './user-list.ts';

export type ProxyServer = {
  /** Spoken to over TLS (an `https://` proxy). */
  readonly isSecure: boolean;
  readonly host: string;
  readonly port: number;
  readonly auth?: { readonly username: string; readonly password: Secret } | undefined;
};

/** The way a request goes. */
export type Route = { readonly kind: 'direct' } | { readonly kind: 'proxy'; readonly server: ProxyServer };

export type ProxyChoice =
  | { readonly mode: 'none' }
  /** `auth`: for the proxy the system names, where it asks. */
  | { readonly mode: 'system'; readonly auth?: ProxyServer['auth'] }
  | { readonly mode: 'manual'; readonly server: ProxyServer; readonly noProxy: string };

/** How the system reaches a URL: ways to try in turn. */
export type SystemRoutes = (url: URL) => Promise<ReadonlyArray<Route>>;

const DIRECT: Route = { kind: 'direct' };

/** Ways to try in turn; at least one. Loopback is reached directly, but where the list of a manual proxy says `<-loopback>`. */
export async function routesTo(url: URL, choice: ProxyChoice, system: SystemRoutes): Promise<ReadonlyArray<Route>> {
  if (choice.mode === 'none') return [DIRECT];
  if (choice.mode === 'manual') {
    return isBypassed(url, choice.noProxy) ? [DIRECT] : [{ kind: 'proxy', server: choice.server }];
  }
  if (isLoopback(url.hostname)) return [DIRECT];
  const { auth } = choice;
  return (await system(url)).map((route) =>
    route.kind === 'direct' || route.server.auth !== undefined || auth === undefined
      ? route
      : { kind: 'proxy', server: { ...route.server, auth } },
  );
}

/** Tries the ways in turn: the next one only where the proxy itself could not be reached. */
export async function firstWay<T>(
  routes: ReadonlyArray<Route>,
  attempt: (route: Route) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  for (const [at, route] of routes.entries()) {
    try {
      return await attempt(route);
    } catch (error) {
      const isProxyGone = error instanceof AppError && error.code === 'PROXY_FAILED' && error.retryable;
      if (at === routes.length - 1 || signal?.aborted === true || !isProxyGone) throw error;
    }
  }
  throw new Error('There is always a way to try.');
}

const SCHEMES: Readonly<Record<string, string>> = { PROXY: 'http', HTTP: 'http', HTTPS: 'https' };

/** The answer of a PAC file. Entries of a kind we do not speak are stepped over; fails where there are only such. */
export function parsePac(answer: string): ReadonlyArray<Route> {
  const entries = answer
    .split(';')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  const routes = entries.flatMap((entry): Route[] => {
    const [kind = '', address = ''] = entry.split(/\s+/);
    if (kind.toUpperCase() === 'DIRECT') return [DIRECT];
    const scheme = SCHEMES[kind.toUpperCase()];
    const server = scheme === undefined ? null : parseProxyUrl(`${scheme}://${address}`);
    return server === null ? [] : [{ kind: 'proxy', server }];
  });
  if (routes.length > 0) return routes;
  // Nothing said is no proxy; something said that we cannot do is no reason to go round it.
  if (entries.length === 0) return [DIRECT];
  throw unsupportedProxy();
}

export type ProxyEnv = Readonly<Record<string, string | undefined>>;

/** The variables by which programs of a terminal are told; small letters win, as with curl. */
export function routesOfEnv(env: ProxyEnv): SystemRoutes {
  const of = (name: string) => env[name.toLowerCase()] ?? env[name];
  return (url) => {
    const text = (url.protocol === 'https:' ? of('HTTPS_PROXY') : of('HTTP_PROXY')) ?? of('ALL_PROXY') ?? '';
    if (text === '' || isBypassed(url, of('NO_PROXY') ?? '')) return Promise.resolve([DIRECT]);
    const proxy = parseProxyUrl(text);
    if (proxy === null) return Promise.reject(unsupportedProxy());
    return Promise.resolve([{ kind: 'proxy', server: proxy }]);
  };
}

/** `host:port` or a URL, `http` where it names no scheme; null for what is none of ours. User and password may stand in it. */
export function parseProxyUrl(text: string): ProxyServer | null {
  const written = text.includes('://') ? text : `http://${text}`;
  if (!URL.canParse(written)) return null;
  const { protocol, hostname, port, username, password } = new URL(written);
  if ((protocol !== 'http:' && protocol !== 'https:') || hostname === '') return null;
  const isSecure = protocol === 'https:';
  const auth = username === '' ? undefined : { username: decode(username), password: new Secret(decode(password)) };
  return { isSecure, host: plainHost(hostname), port: port === '' ? (isSecure ? 443 : 80) : Number(port), auth };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text; // A lone %: taken as it stands.
    throw error;
  }
}

function unsupportedProxy(): AppError {
  return new AppError('PROXY_FAILED', 'The proxy of this system is of a kind that is not spoken here (SOCKS).', {
    hint: 'Settings → Network takes an HTTP proxy.',
  });
}

/**
 * Whether a list of exceptions names the host: `host`, `.domain` and `*.domain` (the domain and all below it),
 * `host:port`, `10.0.0.0/8`, `<local>` (names without a dot), `*`. Loopback is always an exception, but with `<-loopback>`.
 */
export function isBypassed(url: URL, noProxy: string): boolean {
  const entries = noProxy.split(/[\s,;]+/).filter((entry) => entry !== '');
  if (isLoopback(url.hostname) && !entries.includes('<-loopback>')) return true;
  const host = plainHost(url.hostname);
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return entries.some((entry) => matches(entry.toLowerCase(), host, port));
}

function matches(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  if (entry === '<local>') return !host.includes('.') && isIP(host) === 0;
  if (entry.includes('/')) return isInSubnet(entry, host);
  const parts = /^(\[[^\]]+\]|[^:]*)(?::(\d+))?$/.exec(entry);
  // An IPv6 address without brackets has colons of its own.
  const [name = '', wanted] = parts === null ? [entry] : [parts[1] ?? '', parts[2]];
  if (wanted !== undefined && wanted !== port) return false;
  const domain = plainHost(name).replace(/^\*?\./, '');
  return domain !== '' && (host === domain || (isIP(host) === 0 && host.endsWith(`.${domain}`)));
}

function isInSubnet(entry: string, host: string): boolean {
  const [network = '', bits = ''] = entry.split('/');
  const family = isIP(network);
  const length = /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
  if (family === 0 || isIP(host) !== family || length < 0 || length > (family === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  const kind = family === 4 ? 'ipv4' : 'ipv6';
  list.addSubnet(network, length, kind);
  return list.check(host, kind);
}

export function isLoopback(hostname: string): boolean {
  const host = plainHost(hostname);
  return (
    host === 'localhost' ||
    host.endsWith('.localhost') ||
    host === '::1' ||
    (isIP(host) === 4 && host.startsWith('127.'))
  );
}
