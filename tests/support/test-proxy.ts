import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

export type TestProxyOptions = {
  /** `user:password` it asks for. */
  readonly auth?: string;
  /** Spoken to over TLS. */
  readonly identity?: { readonly certificate: string; readonly key: string };
  /** Where names lead that no computer has, by `host:port`. */
  readonly places?: Readonly<Record<string, number>>;
  /** Refuses all with this status. */
  readonly status?: number;
};

export type TestProxy = {
  readonly port: number;
  /** What it was asked for: `CONNECT host:port` or `GET http://…`. */
  readonly asked: string[];
  readonly connections: () => number;
  close(): Promise<void>;
};

/** A real HTTP proxy on loopback: `CONNECT`, and requests with the whole address in their first line. */
export async function startTestProxy(options: TestProxyOptions = {}): Promise<TestProxy> {
  const asked: string[] = [];
  const open = new Set<Duplex>();
  let connections = 0;
  const { identity } = options;
  const server: Server =
    identity === undefined ? createServer() : createTlsServer({ cert: identity.certificate, key: identity.key });
  server.on('connection', (socket: Duplex) => {
    connections += 1;
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  server.on('connect', (request: IncomingMessage, socket: Duplex) => {
    const status = refusalOf(request, options);
    asked.push(`CONNECT ${request.url ?? ''}${status === null ? '' : ` ${status}`}`);
    socket.on('error', () => undefined);
    if (status === null) carry(request.url ?? '', socket, options);
    else socket.end(`HTTP/1.1 ${status} No\r\nproxy-authenticate: Basic\r\nconnection: close\r\n\r\n`);
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const status = refusalOf(request, options);
    asked.push(`${request.method ?? ''} ${request.url ?? ''}${status === null ? '' : ` ${status}`}`);
    if (status === null) pass(request, response, options);
    else response.writeHead(status, { 'proxy-authenticate': 'Basic' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    connections: () => connections,
    async close() {
      for (const socket of open) socket.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function refusalOf({ headers }: IncomingMessage, { auth, status }: TestProxyOptions): number | null {
  if (status !== undefined) return status;
  if (auth === undefined) return null;
  return headers['proxy-authorization'] === `Basic ${Buffer.from(auth).toString('base64')}` ? null : 407;
}

function carry(authority: string, socket: Duplex, { places = {} }: TestProxyOptions): void {
  const port = places[authority] ?? Number(authority.split(':').at(-1));
  const upstream = connect(port, '127.0.0.1', () => {
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    socket.pipe(upstream).pipe(socket);
  });
  upstream.on('error', () => socket.destroy());
  socket.on('close', () => upstream.destroy());
}

function pass(request: IncomingMessage, response: ServerResponse, { places = {} }: TestProxyOptions): void {
  const url = new URL(request.url ?? '');
  const port = places[`${url.hostname}:${url.port === '' ? '80' : url.port}`] ?? Number(url.port);
  const headers = { ...request.headers };
  delete headers['proxy-authorization'];
  const upstream = httpRequest(
    { host: '127.0.0.1', port, method: request.method, path: `${url.pathname}${url.search}`, headers },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    },
  );
  upstream.on('error', () => response.writeHead(502).end());
  request.pipe(upstream);
}
