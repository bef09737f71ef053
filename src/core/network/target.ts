import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { AppError } from '../../shared/errors.ts';
import type { Secret } from '../../shared/values/secret.ts';

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

/** The connections of one target: `own` with all of its TLS settings, `foreign` for hosts a redirect leads to. */
export type Agents = {
  of(url: URL, isForeign: boolean): HttpAgent | HttpsAgent;
  close(): void;
};

const IDLE_MS = 15_000;
/** Requests at the same time to one host; more wait for a free connection. */
const MAX_SOCKETS = 8;

export function createAgents(tls: NetworkTls | undefined): Agents {
  const common = { keepAlive: true, maxSockets: MAX_SOCKETS, maxFreeSockets: 4, timeout: IDLE_MS };
  const trust = tls === undefined || tls.ca.length === 0 ? {} : { ca: [...tls.ca] };
  const http = new HttpAgent(common);
  const own = new HttpsAgent({ ...common, ...trust, ...identityOf(tls) });
  // Another host is not shown who we are, nor taken for the one whose certificate's name we were told.
  const foreign = new HttpsAgent({ ...common, ...trust });
  return {
    of: (url, isForeign) => (url.protocol === 'http:' ? http : isForeign ? foreign : own),
    close() {
      for (const agent of [http, own, foreign]) agent.destroy();
    },
  };
}

function identityOf(tls: NetworkTls | undefined) {
  if (tls === undefined) return {};
  return {
    ...(tls.certificate === undefined ? {} : { cert: tls.certificate }),
    ...(tls.key === undefined ? {} : { key: tls.key.reveal() }),
    ...(tls.keyPassphrase === undefined ? {} : { passphrase: tls.keyPassphrase.reveal() }),
    ...(tls.serverName === undefined ? {} : { servername: tls.serverName }),
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
