import type { EngineKind, SaslMechanism, SecurityProtocol } from '../../shared/contract/clusters.ts';
import { PRODUCT } from '../../shared/product.ts';
import { AppError } from '../../shared/errors.ts';
import type { Secret } from '../../shared/values/secret.ts';
import { forbiddenHost, isForbiddenHost } from '../network/index.ts';
import { parseBootstrapServers } from './bootstrap-servers.ts';
import type { ConnectionSettings, SaslSettings } from './engine.ts';
import { resolveTls, type TlsSecrets, type TlsSources } from './tls-material.ts';

/** What a connection needs to know of a cluster profile, stored or being edited. */
export type ConnectionProfile = {
  readonly engine: EngineKind;
  readonly bootstrapServers: string;
  readonly protocol: SecurityProtocol;
  readonly sasl: { readonly mechanism: SaslMechanism; readonly username: string };
  readonly tls: TlsSources;
};

export type ConnectionSecrets = TlsSecrets & { readonly password?: Secret };

export type ResolveInput = {
  readonly profile: ConnectionProfile;
  readonly secrets: ConnectionSecrets;
  /** Names of secrets the profile has; one of them that is not in `secrets` was lost, rather than never given. */
  readonly secretNames?: ReadonlyArray<string>;
  readonly readFile: (path: string) => Promise<Uint8Array>;
  readonly clock: () => number;
};

/** An unreachable cluster is told within ten seconds; a slow one gets time to answer. */
const CONNECT_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 10_000;

/** Checks a profile and reads its files. Fails with BAD_INPUT, TLS_MATERIAL or SECRET_MISSING, before any connection. */
export async function resolveConnection(input: ResolveInput): Promise<ConnectionSettings> {
  const { profile } = input;
  const bootstrapServers = parseBootstrapServers(profile.bootstrapServers);
  const forbidden = bootstrapServers.find(({ host }) => isForbiddenHost(host));
  if (forbidden !== undefined) throw forbiddenHost(forbidden.host);
  const sasl = profile.protocol.startsWith('SASL_') ? resolveSasl(input) : undefined;
  const tls = profile.protocol.endsWith('SSL') ? await resolveTlsOf(input) : undefined;
  return {
    engine: profile.engine,
    clientId: PRODUCT.folder,
    bootstrapServers,
    ...(tls === undefined ? {} : { tls }),
    ...(sasl === undefined ? {} : { sasl }),
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
    requestTimeoutMs: REQUEST_TIMEOUT_MS,
  };
}

function resolveSasl(input: ResolveInput): SaslSettings {
  const { mechanism, username } = input.profile.sasl;
  if (username === '') {
    throw new AppError('BAD_INPUT', `${mechanism} needs a user name.`, {
      hint: 'Type the user name, or choose a protocol without SASL.',
      context: { field: 'sasl.username' },
    });
  }
  requireKept(input, 'password', 'password');
  const { password } = input.secrets;
  if (password !== undefined) return { mechanism, username, password };
  throw new AppError('BAD_INPUT', `${mechanism} needs a password.`, {
    hint: 'Type the password, or choose a protocol without SASL.',
    context: { field: 'sasl.password' },
  });
}

async function resolveTlsOf(input: ResolveInput) {
  const { profile, secrets, readFile, clock } = input;
  const { tls } = profile;
  if (tls.tlsFrom === 'pem') {
    if (tls.key.kind === 'text') requireKept(input, 'key', 'private key');
    if (tls.key.kind !== 'none' || tls.certificate.kind !== 'none')
      requireKept(input, 'keyPassphrase', 'key passphrase');
  } else {
    if (tls.truststore.kind === 'file') requireKept(input, 'truststorePassword', 'truststore password');
    if (tls.keystore.kind === 'file') requireKept(input, 'keystorePassword', 'keystore password');
  }
  return resolveTls({ sources: tls, secrets, readFile, now: clock() });
}

function requireKept(input: ResolveInput, name: keyof ConnectionSecrets, title: string): void {
  if (input.secrets[name] !== undefined || input.secretNames?.includes(name) !== true) return;
  throw new AppError('SECRET_MISSING', `The ${title} of this cluster was not kept, so it must be typed again.`, {
    hint: `Edit the cluster and type the ${title}.`,
    context: { secret: title },
  });
}
