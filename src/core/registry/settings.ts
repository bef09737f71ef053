import type { PemSource, RegistryAuth } from '../../shared/contract/clusters.ts';
import { AppError } from '../../shared/errors.ts';
import { parseRegistryUrls } from '../../shared/values/registry-urls.ts';
import type { Secret } from '../../shared/values/secret.ts';
import { resolveTls, type TlsInput } from '../kafka/index.ts';
import type { NetworkAuth, NetworkTls } from '../network/index.ts';
import { SECRET_TITLES, type ClusterSecrets, type SecretName } from '../settings/index.ts';

/** What a client needs: at least one address, checked. */
export type RegistrySettings = {
  readonly urls: ReadonlyArray<string>;
  readonly auth?: NetworkAuth;
  readonly tls?: NetworkTls;
};

/** The part of a cluster profile that is about the registry. */
export type RegistryProfile = {
  readonly urls: string;
  readonly auth: RegistryAuth;
  readonly username: string;
  readonly tls: {
    readonly ca: PemSource;
    readonly certificate: PemSource;
    readonly key: TlsInput['sources']['key'];
    readonly serverName: string;
  };
};

export type ResolveRegistryInput = {
  readonly profile: RegistryProfile;
  readonly secrets: ClusterSecrets;
  /** Names of secrets the profile has; one of them that is not in `secrets` was lost, rather than never given. */
  readonly secretNames: ReadonlyArray<SecretName>;
  readonly readFile: (path: string) => Promise<Uint8Array>;
  readonly clock: () => number;
};

/** Checks a profile and reads its files; null where there is no registry. Fails with BAD_INPUT, TLS_MATERIAL or SECRET_MISSING. */
export async function resolveRegistry(input: ResolveRegistryInput): Promise<RegistrySettings | null> {
  const { profile } = input;
  const { urls, username, problem } = parseRegistryUrls(profile.urls);
  // What is stored has no user in it; a file that somebody else wrote may.
  if (problem !== null || username !== '') {
    throw badInput('draft.registry.urls', problem ?? 'The address of the registry must not hold a user.');
  }
  if (urls.length === 0) return null;
  const auth = authOf(input);
  const isTls = urls.some((url) => url.startsWith('https:'));
  return {
    urls,
    ...(auth === undefined ? {} : { auth }),
    ...(isTls ? { tls: await tlsOf(input) } : {}),
  };
}

function authOf(input: ResolveRegistryInput): NetworkAuth | undefined {
  const { profile, secrets } = input;
  if (profile.auth === 'none') return undefined;
  if (profile.auth === 'bearer')
    return { kind: 'bearer', token: required(input, 'registryToken', 'draft.registry.token') };
  if (profile.username === '') throw badInput('draft.registry.username', 'The Schema Registry needs a user name.');
  if (profile.username.includes(':')) {
    throw badInput('draft.registry.username', 'A user name cannot have a colon in it.');
  }
  const password = secrets.registryPassword ?? required(input, 'registryPassword', 'draft.registry.password');
  return { kind: 'basic', username: profile.username, password };
}

async function tlsOf(input: ResolveRegistryInput): Promise<NetworkTls> {
  const { profile, secrets, readFile, clock } = input;
  const { tls } = profile;
  if (tls.key.kind === 'text') required(input, 'registryKey', 'draft.registry.tls.key');
  if (tls.key.kind !== 'none') kept(input, 'registryKeyPassphrase');
  const none = { kind: 'none' } as const;
  try {
    return await resolveTls({
      sources: { tlsFrom: 'pem', ...tls, truststore: none, keystore: none },
      secrets: {
        ...(secrets.registryKey === undefined ? {} : { key: secrets.registryKey }),
        ...(secrets.registryKeyPassphrase === undefined ? {} : { keyPassphrase: secrets.registryKeyPassphrase }),
      },
      readFile,
      now: clock(),
    });
  } catch (error) {
    throw ofRegistry(error);
  }
}

/** The boxes of the cluster's own certificates have the same names: the sentence says whose this is. */
function ofRegistry(error: unknown): unknown {
  if (!(error instanceof AppError)) return error;
  return new AppError(error.code, `Schema Registry: ${error.message}`, {
    hint: error.hint,
    retryable: error.retryable,
    context: error.context,
    cause: error,
  });
}

function required(input: ResolveRegistryInput, name: SecretName, field: string): Secret {
  kept(input, name);
  const secret = input.secrets[name];
  if (secret !== undefined) return secret;
  const title = SECRET_TITLES[name];
  throw badInput(field, `The ${title} is missing.`);
}

function kept(input: ResolveRegistryInput, name: SecretName): void {
  if (input.secrets[name] !== undefined || !input.secretNames.includes(name)) return;
  const title = SECRET_TITLES[name];
  throw new AppError('SECRET_MISSING', `The ${title} of this cluster was not kept, so it must be typed again.`, {
    hint: `Edit the cluster and type the ${title}.`,
    context: { secret: title },
  });
}

function badInput(field: string, message: string): AppError {
  return new AppError('BAD_INPUT', message, {
    hint: 'Edit the Schema Registry of the cluster.',
    context: { field },
  });
}
