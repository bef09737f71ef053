import type { Socket } from 'node:net';
import { AppError } from '../../shared/errors.ts';
import { forbiddenHost, isForbiddenHost } from './address-guard.ts';
import { connectBy, urlOf, type Destination } from './connect.ts';
import type { ConnectionSink } from './connection-events.ts';
import { createLedger, type Ledger, type LedgerEntry, type LedgerTarget } from './ledger.ts';
import { networkError } from './network-error.ts';
import type { NetworkRequest, NetworkFetch, NetworkTarget } from './request.ts';
import { firstWay, routesTo, type ProxyChoice, type Route, type SystemRoutes } from './proxy.ts';
import { whyOfPurpose } from './purposes.ts';
import { send as sendByNode, type Send } from './send.ts';
import { authHeaders, createAgents, type Agents, type NetworkAuth, type NetworkTls } from './target.ts';
import { createTrust } from './trust.ts';
import { proxyName, proxyUnreachable, proxyWantsPassword } from './tunnel.ts';
import { createUserList, type ListedAddress, type UserList } from './user-list.ts';
import { webFetchOf, type WebFetch } from './web-fetch.ts';

/** How everything but Kafka goes out. `ca`: PEM certificates trusted beside the system's, where a target names none of its own. */
export type NetworkConfig = { readonly proxy: ProxyChoice; readonly ca: ReadonlyArray<string> };

export type Network = {
  /** Follows redirects itself, so that every host on the way is in the ledger. Rejects with an AppError. */
  readonly fetch: NetworkFetch;
  /** The same in the form of the web's `fetch`, for libraries that take one (`openid-client`, `jose`). */
  webFetch(purpose: string): WebFetch;
  /** The same door with its own certificates and credentials, which no other host is shown. */
  target(settings: { readonly tls?: NetworkTls; readonly auth?: NetworkAuth }): NetworkTarget;
  /** A connection for what is no HTTP (mail), by the same proxy and to nobody the guard forbids. Rejects with an AppError. */
  connect(to: Destination): Promise<Socket>;
  /** Whom such a connection trusts: who is named, or the system where nobody is; and the user's own. PEM. */
  trusted(named: ReadonlyArray<string>): Promise<ReadonlyArray<string>>;
  /** From the next request on, which waits for it. Connections that are kept are ended. */
  configure(config: NetworkConfig | Promise<NetworkConfig>): void;
  /** The same door by other settings, to try them. */
  trial(config: NetworkConfig): NetworkTarget;
  /** Expects connections that do not go through here: a cluster being tested. */
  expect(address: ListedAddress): void;
  /** Takes what a thread tells of its connections; `owner` is whose they are: "cluster orders". */
  connections(owner: string): ConnectionSink;
  ledger(): ReadonlyArray<LedgerEntry>;
  /** Everybody who was contacted, by any way. */
  targets(): ReadonlyArray<LedgerTarget>;
  /** Targets that had to make room for newer ones. */
  readonly forgotten: number;
  /** Forgets all but open connections. */
  clear(): void;
};

export type NetworkOptions = {
  readonly clock?: () => number;
  readonly send?: Send;
  /** Where connections are expected to go; nowhere where absent. */
  readonly list?: UserList;
  readonly systemRoutes?: SystemRoutes;
  /** Told once of each target that nobody named. */
  readonly onForeign?: (target: LedgerTarget) => void;
};

const MAX_REDIRECTS = 5;
const REDIRECTS = [301, 302, 303, 307, 308];

export function createNetwork(options: NetworkOptions = {}): Network {
  const { clock = Date.now, send = sendByNode, systemRoutes = () => Promise.resolve([{ kind: 'direct' }]) } = options;
  const list = options.list ?? createUserList(() => []);
  const { onForeign } = options;
  const ledger = createLedger({ clock, list, ...(onForeign === undefined ? {} : { onForeign }) });
  let config: Promise<NetworkConfig> = Promise.resolve({ proxy: { mode: 'none' }, ca: [] });
  const targets = new Set<Renewable>();

  const open = (configOf: () => Promise<NetworkConfig>, tls?: NetworkTls, auth?: NetworkAuth): NetworkTarget => {
    let agents: Agents | undefined;
    const renewable: Renewable = {
      renew() {
        agents?.close();
        agents = undefined;
      },
    };
    targets.add(renewable);
    return {
      async fetch(url, request) {
        const { proxy, ca } = await configOf();
        agents ??= createAgents(tls, createTrust(ca));
        return follow({ url, request, auth, agents, send, ledger, routes: (to) => routesTo(to, proxy, systemRoutes) });
      },
      close() {
        targets.delete(renewable);
        agents?.close();
      },
    };
  };
  const current = () => config;
  const main = open(current);
  return {
    fetch: main.fetch,
    webFetch: (purpose) => webFetchOf(main.fetch, purpose),
    target: ({ tls, auth }) => open(current, tls, auth),
    async connect(to) {
      const { proxy, ca } = await config;
      return connectBy(await routesTo(urlOf(to), proxy, systemRoutes), to, { ledger, trust: createTrust(ca) });
    },
    async trusted(named) {
      const { ca } = await config;
      return named.length === 0 ? createTrust(ca).certificates() : [...named, ...ca];
    },
    trial: (trialled) => open(() => Promise.resolve(trialled)),
    configure(next) {
      config = Promise.resolve(next);
      for (const target of targets) target.renew();
    },
    expect: list.add,
    connections: ledger.connections,
    ledger: ledger.entries,
    targets: ledger.targets,
    get forgotten() {
      return ledger.forgotten;
    },
    clear: ledger.clear,
  };
}

type Renewable = { renew(): void };

type Errand = {
  readonly url: string;
  readonly request: NetworkRequest;
  readonly auth: NetworkAuth | undefined;
  readonly agents: Agents;
  readonly send: Send;
  readonly ledger: Ledger;
  readonly routes: (url: URL) => Promise<ReadonlyArray<Route>>;
};

async function follow(errand: Errand): Promise<Response> {
  const { request } = errand;
  const home = allowed(errand.url, null, request);
  const deadline = request.totalLimitMs === undefined ? undefined : performance.now() + request.totalLimitMs;
  let url = home;
  let headers: Readonly<Record<string, string>> = { ...request.headers, ...authHeaders(errand.auth) };
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const response = await once(errand, { url, headers, isForeign: url.host !== home.host, deadline });
    const location = response.headers.get('location');
    if (!REDIRECTS.includes(response.status) || location === null || !mayFollow(request)) return response;
    await response.body?.cancel();
    const next = allowed(URL.canParse(location, url) ? new URL(location, url).href : location, url, request);
    // What was meant for one host is not for another to see.
    if (next.host !== url.host) headers = withoutCredentials(headers);
    url = next;
  }
  throw new AppError('DOWNLOAD_FAILED', `${url.host} sends the request round in circles.`, {
    context: { host: url.host },
  });
}

/** What was to be done at one place is not done at another. */
function mayFollow({ method = 'GET', redirect = 'follow' }: NetworkRequest): boolean {
  return redirect === 'follow' && (method === 'GET' || method === 'HEAD');
}

/** Only the web, and never from a protected page to an open one. */
function allowed(text: string, from: URL | null, { isProtected = false }: NetworkRequest): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new AppError('BAD_INPUT', 'This address is not one of the web (http or https).');
  }
  if (url.username !== '' || url.password !== '') {
    throw new AppError('BAD_INPUT', 'An address must not hold a user name or a password.', {
      context: { host: url.host },
    });
  }
  if (isForbiddenHost(url.hostname)) throw forbiddenHost(url.host);
  if (isProtected && url.protocol === 'http:' && url.hostname !== '127.0.0.1') {
    throw new AppError('DOWNLOAD_FAILED', `${url.host} is not asked over an unprotected connection.`, {
      hint: 'Its address must begin with https.',
      context: { host: url.host },
    });
  }
  if (from?.protocol === 'https:' && url.protocol === 'http:') {
    throw new AppError('DOWNLOAD_FAILED', `${from.host} sends the request on to an unprotected address.`, {
      context: { host: url.host },
    });
  }
  return url;
}

function withoutCredentials(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !/^(authorization|cookie)$/i.test(name)));
}

type Hop = {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** True where a redirect led away from the host that was asked for. */
  readonly isForeign: boolean;
  /** By `performance.now`. */
  readonly deadline: number | undefined;
};

async function once(errand: Errand, { url, headers, isForeign, deadline }: Hop) {
  const { signal, answerLimitMs = 30_000, maxBytes = Number.POSITIVE_INFINITY } = errand.request;
  const controller = new AbortController();
  const cancel = () => controller.abort(signal?.reason);
  if (signal?.aborted) cancel();
  // Stays for the body, too: cancelling ends a download that is under way.
  signal?.addEventListener('abort', cancel, { once: true });
  const expire = () => controller.abort(new DOMException('no answer', 'TimeoutError'));
  const answerTimer = setTimeout(expire, answerLimitMs);
  const totalTimer = deadline === undefined ? undefined : setTimeout(expire, Math.max(0, deadline - performance.now()));
  const release = () => {
    clearTimeout(answerTimer);
    clearTimeout(totalTimer);
    signal?.removeEventListener('abort', cancel);
  };
  const explain = (error: unknown): AppError =>
    signal?.aborted
      ? new AppError('CANCELLED', 'The request was cancelled.', { cause: error })
      : networkError(url.href, error);
  try {
    const response = await byRoutes({ errand, hop: { url, headers, isForeign, deadline } }, controller.signal);
    clearTimeout(answerTimer);
    return watched(response.response, { received: response.received, release, explain, maxBytes, host: url.host });
  } catch (error) {
    release();
    throw explain(error);
  }
}

type Sent = { readonly response: Response; readonly received: (bytes: number) => void };

async function byRoutes(
  { errand, hop }: { readonly errand: Errand; readonly hop: Hop },
  signal: AbortSignal,
): Promise<Sent> {
  return firstWay(await errand.routes(hop.url), (route) => byRoute(errand, hop, { route, signal }), signal);
}

async function byRoute(
  { request, agents, send, ledger }: Errand,
  { url, headers, isForeign }: Hop,
  { route, signal }: { readonly route: Route; readonly signal: AbortSignal },
): Promise<Sent> {
  const { purpose, method = 'GET', body } = request;
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  const via = route.kind === 'direct' ? undefined : proxyName(route.server);
  if (route.kind === 'proxy') ledger.expect({ ...route.server, purpose: 'proxy', why: 'your proxy' });
  const received = ledger.contact({ host: url.hostname, port, purpose, via, why: whyOfPurpose(purpose) });
  const agent = agents.of({ url, isForeign, route, mayReuse: method === 'GET' || method === 'HEAD' });
  const isThroughOpenProxy = route.kind === 'proxy' && url.protocol === 'http:';
  const response = await send(url, { method, body, headers, agent, route, signal }).catch((error: unknown) => {
    if (!isThroughOpenProxy || signal.aborted) throw error;
    throw proxyUnreachable(route.server, error);
  });
  if (!isThroughOpenProxy || response.status !== 407) return { response, received };
  await response.body?.cancel();
  throw proxyWantsPassword(route.server);
}

type Watch = {
  readonly received: (bytes: number) => void;
  readonly release: () => void;
  readonly explain: (error: unknown) => AppError;
  readonly maxBytes: number;
  readonly host: string;
};

/** The response with a body that is counted, limited, and whose failures are AppErrors. */
function watched(response: Response, { received, release, explain, maxBytes, host }: Watch): Response {
  if (response.body === null) {
    release();
    return response;
  }
  const reader = response.body.getReader();
  let total = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { value, done } = await reader.read();
          if (done) {
            release();
            controller.close();
            return;
          }
          total += value.byteLength;
          received(value.byteLength);
          if (total > maxBytes) throw tooMuch(host);
          controller.enqueue(value);
        } catch (error) {
          release();
          // Ends the connection of a body that is too long; one that broke off by itself has nothing left to end.
          reader.cancel().catch(() => undefined);
          throw explain(error);
        }
      },
      async cancel() {
        release();
        await reader.cancel();
      },
    },
    { highWaterMark: 0 },
  );
  const { status, statusText, headers } = response;
  return new Response(body, { status, statusText, headers });
}

function tooMuch(host: string): AppError {
  return new AppError('DOWNLOAD_FAILED', `${host} sent far more than was asked for.`, { context: { host } });
}
