import { AppError } from '../../shared/errors.ts';
import { createLedger, type Ledger, type LedgerEntry } from './ledger.ts';
import { networkError } from './network-error.ts';

export type NetworkRequest = {
  /** Why, in words a user reads: "download of Java". */
  readonly purpose: string;
  readonly signal?: AbortSignal | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** How long the first line of the answer may take. */
  readonly answerLimitMs?: number;
};

export type NetworkFetch = (url: string, request: NetworkRequest) => Promise<Response>;

export type Network = {
  /** GET. Follows redirects itself, so that every host on the way is in the ledger. Rejects with an AppError. */
  readonly fetch: NetworkFetch;
  ledger(): ReadonlyArray<LedgerEntry>;
};

export type NetworkOptions = {
  readonly clock?: () => number;
  /** What sends a request; the runtime's own unless a test listens in. */
  readonly send?: typeof fetch;
};

const MAX_REDIRECTS = 5;
const REDIRECTS = [301, 302, 303, 307, 308];

export function createNetwork({ clock = Date.now, send = fetch }: NetworkOptions = {}): Network {
  const ledger = createLedger(clock);

  async function follow(start: string, request: NetworkRequest): Promise<Response> {
    let url = allowed(start, null);
    let headers = request.headers ?? {};
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      const response = await once({ url, request, headers, send, ledger });
      const location = response.headers.get('location');
      if (!REDIRECTS.includes(response.status) || location === null) return response;
      await response.body?.cancel();
      const next = allowed(new URL(location, url).href, url);
      // What was meant for one host is not for another to see.
      if (next.host !== url.host) headers = withoutCredentials(headers);
      url = next;
    }
    throw new AppError('DOWNLOAD_FAILED', `${url.host} sends the request round in circles.`, {
      context: { host: url.host },
    });
  }

  return { fetch: follow, ledger: ledger.entries };
}

/** Only the web, and never from a protected page to an open one. */
function allowed(text: string, from: URL | null): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new AppError('BAD_INPUT', 'This address is not one of the web (http or https).');
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

type OneRequest = {
  readonly url: URL;
  readonly request: NetworkRequest;
  readonly headers: Readonly<Record<string, string>>;
  readonly send: typeof fetch;
  readonly ledger: Ledger;
};

async function once({ url, request, headers, send, ledger }: OneRequest): Promise<Response> {
  const { signal, purpose, answerLimitMs = 30_000 } = request;
  const controller = new AbortController();
  const cancel = () => controller.abort(signal?.reason);
  if (signal?.aborted) cancel();
  // Stays for the body, too: cancelling ends a download that is under way.
  signal?.addEventListener('abort', cancel, { once: true });
  const timer = setTimeout(() => controller.abort(new DOMException('no answer', 'TimeoutError')), answerLimitMs);
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  const received = ledger.contact(url.hostname, port, purpose);
  try {
    const response = await send(url, { headers: { ...headers }, redirect: 'manual', signal: controller.signal });
    return counted(response, received);
  } catch (error) {
    if (signal?.aborted) throw new AppError('CANCELLED', 'The request was cancelled.', { cause: error });
    throw networkError(url.href, error);
  } finally {
    clearTimeout(timer);
  }
}

function counted(response: Response, received: (bytes: number) => void): Response {
  if (response.body === null) return response;
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, out) {
      received(chunk.byteLength);
      out.enqueue(chunk);
    },
  });
  const { status, statusText, headers } = response;
  return new Response(response.body.pipeThrough(counter), { status, statusText, headers });
}
