import { AppError } from '../../shared/errors.ts';
import { forbiddenHost, isForbiddenHost } from './address-guard.ts';
import { createLedger, type Ledger, type LedgerEntry } from './ledger.ts';
import { networkError } from './network-error.ts';
import { send as sendByNode, type Send } from './send.ts';
import { authHeaders, createAgents, type Agents, type NetworkAuth, type NetworkTls } from './target.ts';

export type NetworkRequest = {
  /** Why, in words a user reads: "download of Java". */
  readonly purpose: string;
  readonly signal?: AbortSignal | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** GET where not said. A POST is sent once and follows nothing: its answer is handed back as it came. */
  readonly method?: 'GET' | 'POST';
  readonly body?: Uint8Array | undefined;
  /** How long the first line of the answer may take. */
  readonly answerLimitMs?: number;
  /** How long the whole of it may take, redirects and body included; without one the body may take any time. */
  readonly totalLimitMs?: number;
  /** The body breaks off with an error beyond it. Counted after decoding, so a bomb is met by it, too. */
  readonly maxBytes?: number;
};

export type NetworkFetch = (url: string, request: NetworkRequest) => Promise<Response>;

/** Requests that share credentials and kept connections. */
export type NetworkTarget = {
  readonly fetch: NetworkFetch;
  /** Ends its connections; what is under way fails. */
  close(): void;
};

export type Network = {
  /** Follows redirects of a GET itself, so that every host on the way is in the ledger. Rejects with an AppError. */
  readonly fetch: NetworkFetch;
  /** The same door with its own certificates and credentials, which no other host is shown. */
  target(settings: { readonly tls?: NetworkTls; readonly auth?: NetworkAuth }): NetworkTarget;
  ledger(): ReadonlyArray<LedgerEntry>;
};

export type NetworkOptions = {
  readonly clock?: () => number;
  /** What sends a request; the real thing unless a test listens in. */
  readonly send?: Send;
};

const MAX_REDIRECTS = 5;
const REDIRECTS = [301, 302, 303, 307, 308];

export function createNetwork({ clock = Date.now, send = sendByNode }: NetworkOptions = {}): Network {
  const ledger = createLedger(clock);
  const open = (tls?: NetworkTls, auth?: NetworkAuth): NetworkTarget => {
    const agents = createAgents(tls);
    return { fetch: (url, request) => follow({ url, request, auth, agents, send, ledger }), close: agents.close };
  };
  return { fetch: open().fetch, target: ({ tls, auth }) => open(tls, auth), ledger: ledger.entries };
}

type Errand = {
  readonly url: string;
  readonly request: NetworkRequest;
  readonly auth: NetworkAuth | undefined;
  readonly agents: Agents;
  readonly send: Send;
  readonly ledger: Ledger;
};

async function follow(errand: Errand): Promise<Response> {
  const { request } = errand;
  const home = allowed(errand.url, null);
  const deadline = request.totalLimitMs === undefined ? undefined : performance.now() + request.totalLimitMs;
  let url = home;
  let headers: Readonly<Record<string, string>> = { ...request.headers, ...authHeaders(errand.auth) };
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const response = await once(errand, { url, headers, isForeign: url.host !== home.host, deadline });
    const location = response.headers.get('location');
    if (!REDIRECTS.includes(response.status) || location === null || request.method === 'POST') return response;
    await response.body?.cancel();
    const next = allowed(URL.canParse(location, url) ? new URL(location, url).href : location, url);
    // What was meant for one host is not for another to see.
    if (next.host !== url.host) headers = withoutCredentials(headers);
    url = next;
  }
  throw new AppError('DOWNLOAD_FAILED', `${url.host} sends the request round in circles.`, {
    context: { host: url.host },
  });
}

/** Only the web, and never from a protected page to an open one. */
function allowed(text: string, from: URL | null): URL {
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

async function once({ request, agents, send, ledger }: Errand, { url, headers, isForeign, deadline }: Hop) {
  const { signal, purpose, answerLimitMs = 30_000, maxBytes = Number.POSITIVE_INFINITY } = request;
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
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  const received = ledger.contact(url.hostname, port, purpose);
  try {
    const { method = 'GET', body } = request;
    const connection = { agent: agents.of(url, isForeign), signal: controller.signal };
    const response = await send(url, { method, body, headers, ...connection });
    clearTimeout(answerTimer);
    return watched(response, { received, release, explain, maxBytes, host: url.host });
  } catch (error) {
    release();
    throw explain(error);
  }
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
