import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { AppError } from '../../shared/errors.ts';
import { callbackPage, PAGE_HEADERS, type CallbackPage } from './callback-page.ts';

export type Loopback = {
  readonly redirectUri: string;
  /** Stops listening; an answer that is on its way to the browser gets there. */
  close(): void;
};

const HOST = '127.0.0.1';
const PATH = '/callback';
/** An answer to the browser that takes longer is cut off. */
const LAST_WORD_MS = 2_000;

/**
 * Waits on this computer for the browser's answer (RFC 8252): on the address itself, not the name, and on a port that was
 * free just now. `onCallback` judges what comes in and says what the browser shows.
 */
export async function openLoopback(onCallback: (callback: URL) => Promise<CallbackPage>): Promise<Loopback> {
  const server = createServer({ maxHeaderSize: 16 * 1024, requestTimeout: 10_000, headersTimeout: 10_000 });
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const port = await listen(server);
  const origin = `http://${HOST}:${port}`;
  server.on('request', (request, response) => {
    pageFor(request, origin, onCallback).then(
      (page) => show(request, response, page),
      () => show(request, response, callbackPage('failed')),
    );
  });
  return {
    redirectUri: origin + PATH,
    close() {
      server.close();
      const cutOff = () => sockets.forEach((socket) => socket.destroy());
      setTimeout(cutOff, LAST_WORD_MS).unref();
    },
  };
}

async function pageFor(
  request: IncomingMessage,
  origin: string,
  onCallback: (callback: URL) => Promise<CallbackPage>,
): Promise<CallbackPage> {
  // A foreign name that leads here (DNS rebinding) is somebody else's page asking.
  if (`http://${request.headers.host ?? ''}` !== origin) return callbackPage('not-found');
  const text = request.url ?? '';
  const callback = text.startsWith('/') && URL.canParse(origin + text) ? new URL(origin + text) : null;
  if (request.method !== 'GET' || callback?.pathname !== PATH) return callbackPage('not-found');
  return onCallback(callback);
}

function show(request: IncomingMessage, response: ServerResponse, { status, html }: CallbackPage): void {
  request.resume();
  // Closed after each answer, or the server could not end.
  response.writeHead(status, { ...PAGE_HEADERS, connection: 'close' });
  response.end(request.method === 'HEAD' ? undefined : html);
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new AppError('LOGIN_FAILED', 'This computer does not let Conduktor wait for the sign-in page’s answer.', {
          hint: 'A firewall may forbid listening on 127.0.0.1. Allow it for Conduktor, or use a licence file.',
          cause,
        }),
      ),
    );
    server.listen(0, HOST, () => resolve((server.address() as AddressInfo).port));
  });
}
