import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { contentSecurityPolicy, pageHeaders, readPageFile } from '../core/page/index.ts';
import { createAccess, type Access } from './access.ts';

/** Larger than any input of the contract (certificates and keys), small enough to refuse a flood. */
const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

export type ConsoleServerOptions = {
  /** Folder of the built renderer. */
  readonly pageRoot: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** Told each connected page. */
  readonly onPage: (socket: WebSocket) => void;
  readonly onError: (error: unknown) => void;
};

export type ConsoleServer = {
  /** The address to open, with its one-time token. */
  readonly url: string;
  close(): Promise<void>;
};

/** Serves the page and its WebSocket on 127.0.0.1, to one browser that brings the token. */
export async function startConsoleServer(options: ConsoleServerOptions): Promise<ConsoleServer> {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES, perMessageDeflate: false });
  const server = createServer({ maxHeaderSize: 16 * 1024, requestTimeout: 30_000 });
  const port = await listen(server, options.port);
  const access = createAccess(port);
  const policy = contentSecurityPolicy([`ws://127.0.0.1:${port}`]);
  server.on('request', (request, response) => {
    answer({ request, response, access, policy, pageRoot: options.pageRoot }).catch((error: unknown) => {
      options.onError(error);
      refuse(response, 500, 'The host failed to answer. Its log has the details.');
    });
  });
  server.on('upgrade', (request, socket, head) => {
    const isOurs = request.url === '/rpc' && request.headers.origin !== undefined;
    if (!isOurs || access.refusal(request.headers) !== null || !access.hasSession(request.headers)) {
      refuseUpgrade(socket);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (page) => {
      page.on('error', options.onError);
      options.onPage(page);
    });
  });
  return {
    url: `http://127.0.0.1:${port}/?token=${access.token}`,
    close: () => close(server, sockets),
  };
}

type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly access: Access;
  readonly policy: string;
  readonly pageRoot: string;
};

async function answer({ request, response, access, policy, pageRoot }: Exchange): Promise<void> {
  const refusal = access.refusal(request.headers);
  if (refusal !== null) return refuse(response, 403, refusal);
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return refuse(response, 405, 'Only reading is served here.');
  const { path, query } = splitUrl(request.url ?? '/');
  const token = path === '/' ? query.get('token') : null;
  if (token !== null) {
    const cookie = access.exchange(token);
    if (cookie !== null) {
      response.writeHead(303, { location: '/', 'set-cookie': cookie, 'cache-control': 'no-store' }).end();
      return;
    }
  }
  if (!access.hasSession(request.headers)) {
    return refuse(
      response,
      401,
      'Open the address that the terminal printed; it works once. Start the host again for a new one.',
    );
  }
  const file = await readPageFile(pageRoot, path);
  if (file === null) return refuse(response, 404, 'There is no such file.');
  response.writeHead(200, { ...pageHeaders(file.path, policy), 'content-length': file.bytes.length });
  response.end(request.method === 'HEAD' ? undefined : file.bytes);
}

/** The path as it came: a URL parser would fold `..` before it is judged. */
function splitUrl(url: string): { path: string; query: URLSearchParams } {
  const mark = url.indexOf('?');
  return mark < 0
    ? { path: url, query: new URLSearchParams() }
    : { path: url.slice(0, mark), query: new URLSearchParams(url.slice(mark + 1)) };
}

function refuse(response: ServerResponse, status: number, sentence: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  response.end(`${sentence}\n`);
}

function refuseUpgrade(socket: Duplex): void {
  socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  return (server.address() as AddressInfo).port;
}

async function close(server: Server, sockets: WebSocketServer): Promise<void> {
  for (const page of sockets.clients) page.terminate();
  sockets.close();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}
