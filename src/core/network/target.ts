import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent, type AgentOptions as HttpsAgentOptions } from 'node:https';
import { createSecureContext, type SecureContext } from 'node:tls';
import { AppError } from '../../shared/errors.ts';
import type { Secret } from '../../shared/values/secret.ts';
import type { Route } from './proxy.ts';
import type { Trust } from './trust.ts';
import { proxyName, TunnelAgent } from './tunnel.ts';

/** Whom to trust and who we are. `ca` empty: the list that comes with the runtime. All PEM. */
export type NetworkTls = {
  readonly ca: ReadonlyArray<string>;
  readonly certificate?: string;
  readonly key?: Secret;
  readonly keyPassphrase?: Secret;
  /** Name expected in the server's certificate where it is not the host's. */
  readonly serverName?: string;
};

export type NetworkAuth =
  | { readonly kind: 'basic'; readonly username: string; readonly password: Secret }
  | { readonly kind: 'bearer'; readonly token: Secret };

/** A request on its way: to which host, whether a redirect led there, by which route, and whether a kept connection will do. */
export type Way = {
  readonly url: URL;
  /** True where a redirect led away from the host that was asked for. */
  readonly isForeign: boolean;
  readonly route: Route;
  /** False for what must not be sent twice: a kept connection may be closed in the moment it is used. */
  readonly mayReuse: boolean;
};

/** The connections of one target. With all of its TLS settings for its own host; others do not see who we are. */
export type Agents = {
  of(way: Way): HttpAgent | HttpsAgent;
  close(): void;
};

const IDLE_MS = 15_000;
/** Requests at the same time to one host; more wait for a free connection. */
const MAX_SOCKETS = 8;

const KEPT = { keepAlive: true, maxSockets: MAX_SOCKETS, maxFreeSockets: 4, timeout: IDLE_MS };
const FRESH = { keepAlive: false, maxSockets: MAX_SOCKETS, timeout: IDLE_MS };

export function createAgents(tls: NetworkTls | undefined, trust: Trust): Agents {
  const agents = new Map<string, HttpAgent | HttpsAgent>();
  const contexts = new Map<'own' | 'foreign' | 'proxy', SecureContext | undefined>();

  /** Made once: reading hundreds of certificates for each connection takes longer than the handshake. */
  function contextFor(whom: 'own' | 'foreign' | 'proxy'): SecureContext | undefined {
    if (!contexts.has(whom)) {
      const isOurs = whom !== 'proxy' && tls !== undefined && tls.ca.length > 0;
      const ca = isOurs ? [...tls.ca] : trust.certificates();
      const identity = whom === 'own' ? identityOf(tls) : {};
      contexts.set(whom, createSecureContext({ ca: [...ca], ...identity }));
    }
    return contexts.get(whom);
  }

  function secureOptions(isForeign: boolean) {
    const serverName = isForeign ? undefined : tls?.serverName;
    const context = contextFor(isForeign ? 'foreign' : 'own');
    return { secureContext: context, ...(serverName === undefined ? {} : { servername: serverName }) };
  }

  function create({ url, isForeign, route, mayReuse }: Way): HttpAgent | HttpsAgent {
    const common = mayReuse ? KEPT : FRESH;
    if (url.protocol === 'https:') {
      const options = { ...common, ...secureOptions(isForeign) };
      if (route.kind === 'direct') return new HttpsAgent(options);
      return new TunnelAgent(route.server, options, route.server.isSecure ? contextFor('proxy') : undefined);
    }
    if (route.kind === 'direct' || !route.server.isSecure) return new HttpAgent(common);
    return new HttpsAgent({ ...common, secureContext: contextFor('proxy') } as HttpsAgentOptions);
  }

  return {
    of(way) {
      const { url, isForeign, route, mayReuse } = way;
      const by = route.kind === 'direct' ? '' : `${proxyName(route.server)} ${String(route.server.isSecure)}`;
      const key = `${url.protocol} ${String(isForeign)} ${String(mayReuse)} ${by}`;
      const agent = agents.get(key) ?? create(way);
      agents.set(key, agent);
      return agent;
    },
    close() {
      for (const agent of agents.values()) agent.destroy();
    },
  };
}

function identityOf(tls: NetworkTls | undefined) {
  if (tls === undefined) return {};
  return {
    ...(tls.certificate === undefined ? {} : { cert: tls.certificate }),
    ...(tls.key === undefined ? {} : { key: tls.key.reveal() }),
    ...(tls.keyPassphrase === undefined ? {} : { passphrase: tls.keyPassphrase.reveal() }),
  };
}

/** RFC 7617 and RFC 6750. */
export function authHeaders(auth: NetworkAuth | undefined): Readonly<Record<string, string>> {
  if (auth === undefined) return {};
  if (auth.kind === 'bearer') {
    const token = auth.token.reveal();
    if (!/^[\x21-\x7e]+$/.test(token)) throw badAuth('The token has characters that no token can have.');
    return { authorization: `Bearer ${token}` };
  }
  if (auth.username.includes(':')) throw badAuth('A user name cannot have a colon in it.');
  const pair = `${auth.username}:${auth.password.reveal()}`;
  return { authorization: `Basic ${Buffer.from(pair, 'utf8').toString('base64')}` };
}

function badAuth(message: string): AppError {
  return new AppError('BAD_INPUT', message, { hint: 'Copy it again, without blanks or line ends around it.' });
}
