import type { NetworkFetch, NetworkRequest } from './request.ts';

/** The part of the web's `fetch` that libraries use. */
export type WebFetch = (input: string | URL, init?: WebFetchInit) => Promise<Response>;

export type WebFetchInit = {
  readonly method?: string | undefined;
  readonly headers?: HeadersInit | undefined;
  readonly body?: unknown;
  readonly redirect?: RequestRedirect | undefined;
  readonly signal?: AbortSignal | null | undefined;
};

/** Answers of sign-in and keys are a few kilobytes; one that never ends must not fill the memory. */
const MAX_BYTES = 10_000_000;
const TOTAL_LIMIT_MS = 30_000;

export function webFetchOf(fetch: NetworkFetch, purpose: string): WebFetch {
  return async (input, init = {}) => {
    const headers = Object.fromEntries(new Headers(init.headers).entries());
    const body = bodyOf(init.body, headers);
    const request: NetworkRequest = {
      purpose,
      method: init.method?.toUpperCase(),
      headers,
      body,
      redirect: init.redirect === 'manual' || init.redirect === 'error' ? 'manual' : 'follow',
      signal: init.signal ?? undefined,
      totalLimitMs: TOTAL_LIMIT_MS,
      maxBytes: MAX_BYTES,
    };
    return fetch(String(input), request);
  };
}

/** Texts and bytes; a form also says what it is. */
function bodyOf(body: unknown, headers: Record<string, string>): Uint8Array | undefined {
  if (body === undefined || body === null) return undefined;
  if (body instanceof Uint8Array) return body;
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (body instanceof URLSearchParams) {
    headers['content-type'] ??= 'application/x-www-form-urlencoded;charset=UTF-8';
    return Buffer.from(body.toString(), 'utf8');
  }
  if (typeof body === 'string') {
    headers['content-type'] ??= 'text/plain;charset=UTF-8';
    return Buffer.from(body, 'utf8');
  }
  throw new TypeError('Only texts, forms and bytes can be sent.');
}
