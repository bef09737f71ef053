import { request as httpRequest, type Agent, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { PRODUCT } from '../../shared/product.ts';
import { guardedLookup } from './address-guard.ts';
import type { Route } from './proxy.ts';
import { proxyHeaders, proxyServerName } from './tunnel.ts';

/** Some servers refuse who does not say what they are. */
const WHO = { accept: '*/*', 'user-agent': PRODUCT.name };

export type SendOptions = {
  readonly method?: string | undefined;
  readonly body?: string | Uint8Array | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly agent: Agent;
  readonly route?: Route;
  readonly signal: AbortSignal;
};

/** One request, not following anything. The body breaks off with an error where the connection, or the signal, does. */
export type Send = (url: URL, options: SendOptions) => Promise<Response>;

/**
 * On node:http rather than the runtime's `fetch`, which cannot be given a CA or a client certificate for one request.
 * A kept connection that the server closed in the very moment we used it is replaced by a new one, once.
 */
export const send: Send = async (url, options) => {
  try {
    return await attempt(url, options);
  } catch (error) {
    if (!(error instanceof StaleConnection)) throw error;
    // What changes something must not be sent twice.
    if (options.body !== undefined || (options.method ?? 'GET') !== 'GET') throw error.cause;
    try {
      return await attempt(url, options);
    } catch (again) {
      throw again instanceof StaleConnection ? again.cause : again;
    }
  }
};

class StaleConnection extends Error {}

/** The request as it goes onto the wire: to the host itself, or, unprotected, to a proxy with the whole address in its first line. */
function requestOf(url: URL, { method = 'GET', headers, agent, route, body }: SendOptions): ClientRequest {
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const common = { method, agent, lookup: guardedLookup };
  if (url.protocol === 'https:') return httpsRequest(url, { ...common, headers: { ...WHO, ...headers, ...length } });
  if (route?.kind !== 'proxy') return httpRequest(url, { ...common, headers: { ...WHO, ...headers, ...length } });
  const { server } = route;
  const open = server.isSecure ? httpsRequest : httpRequest;
  return open({
    ...common,
    host: server.host,
    port: server.port,
    path: url.href,
    ...proxyServerName(server),
    headers: { ...WHO, ...headers, ...length, host: url.host, ...proxyHeaders(server) },
  });
}

function attempt(url: URL, options: SendOptions): Promise<Response> {
  const { signal, body } = options;
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(reasonOf(signal));
      return;
    }
    const request = requestOf(url, options);
    const onAbort = () => void request.destroy(reasonOf(signal));
    signal.addEventListener('abort', onAbort, { once: true });
    request.once('error', (error) => {
      signal.removeEventListener('abort', onAbort);
      reject(isStale(request, error) ? new StaleConnection('stale', { cause: error }) : error);
    });
    request.once('response', (message) => {
      signal.removeEventListener('abort', onAbort);
      // A late error of the connection reaches the reader of the body through the message.
      request.on('error', () => undefined);
      try {
        resolve(toResponse(message, signal));
      } catch (error) {
        message.destroy();
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
    request.end(body);
  });
}

function isStale(request: ClientRequest, error: Error): boolean {
  return request.reusedSocket && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
}

function reasonOf(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  return reason instanceof Error ? reason : new Error('aborted');
}

/** Statuses that have no body, by the Fetch standard; `Response` refuses one. */
const WITHOUT_BODY = [204, 205, 304];

function toResponse(message: IncomingMessage, signal: AbortSignal): Response {
  const headers = new Headers();
  for (let at = 0; at + 1 < message.rawHeaders.length; at += 2) {
    headers.append(message.rawHeaders[at] ?? '', message.rawHeaders[at + 1] ?? '');
  }
  const status = message.statusCode ?? 0;
  const init = { status, statusText: message.statusMessage ?? '', headers };
  if (!WITHOUT_BODY.includes(status)) return new Response(streamOf(message, signal), init);
  message.resume();
  return new Response(null, init);
}

/** Pulled: what the reader does not take is not read from the connection. */
function streamOf(message: IncomingMessage, signal: AbortSignal): ReadableStream<Uint8Array> {
  const body = decoded(message);
  const onAbort = () => void message.destroy(reasonOf(signal));
  signal.addEventListener('abort', onAbort, { once: true });
  const release = () => signal.removeEventListener('abort', onAbort);
  const chunks = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { value, done } = await chunks.next();
          if (done === true) {
            release();
            controller.close();
          } else {
            controller.enqueue(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
          }
        } catch (error) {
          release();
          throw signal.aborted ? reasonOf(signal) : error;
        }
      },
      cancel() {
        release();
        message.destroy();
        body.destroy();
      },
    },
    { highWaterMark: 0 },
  );
}

/** We ask for no encoding; a server that uses one all the same is understood. */
function decoded(message: IncomingMessage): Readable {
  const encoding = (message.headers['content-encoding'] ?? '').trim().toLowerCase();
  const decoder =
    encoding === 'gzip' || encoding === 'x-gzip'
      ? createGunzip()
      : encoding === 'deflate'
        ? createInflate()
        : encoding === 'br'
          ? createBrotliDecompress()
          : null;
  if (decoder === null) return message;
  // Its error, if any, is the decoder's too, where the reader meets it.
  return pipeline(message, decoder, () => undefined);
}
