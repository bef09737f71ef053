import { request as httpRequest, type Agent, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { isIP, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions, type SecureContext } from 'node:tls';
import type { Duplex } from 'node:stream';
import { AppError } from '../../shared/errors.ts';
import { PRODUCT } from '../../shared/product.ts';
import { guardedLookup } from './address-guard.ts';
import { networkError } from './network-error.ts';
import type { ProxyServer } from './proxy.ts';

const TUNNEL_LIMIT_MS = 15_000;

/** RFC 7617, for a proxy. */
export function proxyHeaders({ auth }: ProxyServer): Readonly<Record<string, string>> {
  if (auth === undefined) return {};
  const pair = `${auth.username}:${auth.password.reveal()}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(pair, 'utf8').toString('base64')}` };
}

/** Node would take the name from the Host header, which is that of the host behind the proxy. An address is no name. */
export function proxyServerName({ isSecure, host }: ProxyServer): { readonly servername?: string } {
  if (!isSecure) return {};
  return { servername: isIP(host) === 0 ? host : '' };
}

export function proxyName({ host, port }: ProxyServer): string {
  return host.includes(':') ? `[${host}]:${String(port)}` : `${host}:${String(port)}`;
}

/** TLS to a host through a proxy: `CONNECT`, then the handshake with the host itself, which the proxy only carries. */
export class TunnelAgent extends HttpsAgent {
  readonly #server: ProxyServer;
  readonly #trust: SecureContext | undefined;

  /** `trust` is for the proxy's own certificate, where it has one; the options are for the host's. */
  constructor(server: ProxyServer, options: ConstructorParameters<typeof HttpsAgent>[0], trust?: SecureContext) {
    super(options);
    this.#server = server;
    this.#trust = trust;
  }

  override createConnection(
    options: ConnectionOptions,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): null {
    const answer = callback as (error: Error | null, stream?: Duplex) => void;
    const { host = '', port = 443 } = options;
    openTunnel(this.#server, { host, port: Number(port), trust: this.#trust }).then(
      (socket) => {
        const name = options.servername ?? (isIP(host) === 0 ? host : undefined);
        const given = { ...options, socket, ...(name === undefined || name === '' ? {} : { servername: name }) };
        answer(null, connectTls(given));
      },
      (error: unknown) => answer(error instanceof Error ? error : new Error(String(error))),
    );
    return null;
  }
}

type Far = { readonly host: string; readonly port: number; readonly trust: SecureContext | undefined };

/** A connection to a host that the proxy only carries. `trust` is for the proxy's own certificate, where it has one. */
export function openTunnel(server: ProxyServer, { host, port, trust }: Far): Promise<Socket> {
  const open = server.isSecure ? httpsRequest : httpRequest;
  const authority = `${host.includes(':') ? `[${host}]` : host}:${String(port)}`;
  return new Promise((resolve, reject) => {
    const request = open({
      host: server.host,
      port: server.port,
      method: 'CONNECT',
      path: authority,
      headers: { host: authority, 'user-agent': PRODUCT.name, ...proxyHeaders(server) },
      agent: false as unknown as Agent,
      lookup: guardedLookup,
      timeout: TUNNEL_LIMIT_MS,
      ...proxyServerName(server),
      ...(server.isSecure && trust !== undefined ? { secureContext: trust } : {}),
    });
    request.once('timeout', () => request.destroy(new Error('TIMEDOUT')));
    request.once('error', (error) => reject(proxyUnreachable(server, error)));
    // A proxy that refuses may answer as to any other request.
    request.once('response', (message) => {
      message.resume();
      request.destroy();
      reject(refusedBy(server, authority, message));
    });
    request.once('connect', (message, socket: Socket, head) => {
      if (message.statusCode !== 200) {
        socket.destroy();
        reject(refusedBy(server, authority, message));
        return;
      }
      socket.setTimeout(0);
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    request.end();
  });
}

function refusedBy(server: ProxyServer, authority: string, { statusCode = 0 }: IncomingMessage): AppError {
  if (statusCode === 407) return proxyWantsPassword(server);
  const name = proxyName(server);
  return new AppError(
    'PROXY_FAILED',
    `The proxy ${name} does not let this computer reach ${authority} (${String(statusCode)}).`,
    {
      hint: 'Ask who runs the proxy, or name the host under “No proxy for” in Settings → Network.',
      context: { host: authority, proxy: name, status: statusCode },
    },
  );
}

/** RFC 9110, status 407. */
export function proxyWantsPassword(server: ProxyServer): AppError {
  const name = proxyName(server);
  const says =
    server.auth === undefined ? 'asks for a user name and a password' : 'refuses the user name or the password';
  return new AppError('PROXY_FAILED', `The proxy ${name} ${says}.`, {
    hint: 'Settings → Network has the proxy’s user name and password.',
    context: { proxy: name, status: 407 },
  });
}

/** What went wrong on the way to the proxy itself, so that nobody looks for it at the host. */
export function proxyUnreachable(server: ProxyServer, error: unknown): AppError {
  if (error instanceof AppError && error.code === 'PROXY_FAILED') return error;
  const name = proxyName(server);
  const { message } = networkError(`${server.isSecure ? 'https' : 'http'}://${name}/`, error);
  return new AppError('PROXY_FAILED', `The proxy cannot be used: ${message}`, {
    hint: 'Check the proxy in Settings → Network.',
    retryable: true,
    context: { proxy: name },
    cause: error,
  });
}
