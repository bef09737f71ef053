import { connect as connectTcp, type Socket } from 'node:net';
import { createSecureContext } from 'node:tls';
import { forbiddenHost, guardedLookup, isForbiddenHost } from './address-guard.ts';
import type { Ledger } from './ledger.ts';
import { networkError } from './network-error.ts';
import { firstWay, type Route } from './proxy.ts';
import type { Trust } from './trust.ts';
import { openTunnel, proxyName } from './tunnel.ts';

/** A place that is reached for something else than HTTP. */
export type Destination = {
  readonly host: string;
  readonly port: number;
  /** What goes there, in words a user reads: "support mail". */
  readonly purpose: string;
  /** Whose address it is: "mail server of Settings". */
  readonly why: string;
};

type Surroundings = { readonly ledger: Ledger; readonly trust: Trust };

const CONNECT_LIMIT_MS = 15_000;

/** The place as proxies and their exceptions know places. */
export function urlOf({ host, port }: Pick<Destination, 'host' | 'port'>): URL {
  return new URL(`https://${host.includes(':') ? `[${host}]` : host}:${String(port)}/`);
}

/** A connection by the first way that works, straight or through a proxy (`CONNECT`). Rejects with an AppError. */
export async function connectBy(routes: ReadonlyArray<Route>, to: Destination, around: Surroundings): Promise<Socket> {
  if (isForbiddenHost(to.host)) throw forbiddenHost(to.host);
  return firstWay(routes, (route) => connectByRoute(route, to, around));
}

async function connectByRoute(route: Route, to: Destination, { ledger, trust }: Surroundings): Promise<Socket> {
  const { host, port } = to;
  if (route.kind === 'direct') {
    ledger.expect(to);
    return connectStraight(to);
  }
  const { server } = route;
  ledger.expect({ ...server, purpose: 'proxy', why: 'your proxy' });
  const received = ledger.contact({ ...to, via: proxyName(server) });
  const context = server.isSecure ? createSecureContext({ ca: [...trust.certificates()] }) : undefined;
  const socket = await openTunnel(server, { host, port, trust: context });
  socket.once('close', () => received(socket.bytesRead));
  return socket;
}

function connectStraight({ host, port }: Destination): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connectTcp({ host, port, lookup: guardedLookup });
    const fail = (error: Error): void => {
      socket.destroy();
      reject(networkError(urlOf({ host, port }).href, error));
    };
    socket.setTimeout(CONNECT_LIMIT_MS, () => fail(new Error('TIMEDOUT')));
    socket.once('error', fail);
    socket.once('connect', () => {
      socket.setTimeout(0);
      socket.removeAllListeners('timeout');
      socket.off('error', fail);
      resolve(socket);
    });
  });
}
