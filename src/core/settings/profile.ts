import { z } from 'zod';
import {
  ClusterMode,
  EngineKind,
  PemSource,
  RegistryAuth,
  SaslMechanism,
  SecurityProtocol,
} from '../../shared/contract/clusters.ts';
import { ClusterId, TimestampMs } from '../../shared/contract/meta.ts';
import type { Secret } from '../../shared/values/secret.ts';

/** Every secret a cluster profile can have. Kept apart from the profile, through the secret box only. */
export const SecretName = z.enum([
  'password',
  'key',
  'keyPassphrase',
  'truststorePassword',
  'keystorePassword',
  'registryPassword',
  'registryToken',
  'registryKey',
  'registryKeyPassphrase',
]);
export type SecretName = z.infer<typeof SecretName>;

/** What the user reads where one is missing. */
export const SECRET_TITLES: Readonly<Record<SecretName, string>> = {
  password: 'password',
  key: 'private key',
  keyPassphrase: 'key passphrase',
  truststorePassword: 'truststore password',
  keystorePassword: 'keystore password',
  registryPassword: 'Schema Registry password',
  registryToken: 'Schema Registry token',
  registryKey: 'Schema Registry private key',
  registryKeyPassphrase: 'Schema Registry key passphrase',
};

export type ClusterSecrets = Readonly<Partial<Record<SecretName, Secret>>>;

const StoredFile = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('file'), path: z.string().min(1).max(4096) }),
]);

/** `text`: the key was pasted; its text is the secret `key`. */
const StoredKey = z.discriminatedUnion('kind', [...StoredFile.options, z.strictObject({ kind: z.literal('text') })]);

/** A cluster as clusters.json keeps it: all of the form but its secrets. */
export const ClusterProfile = z.strictObject({
  id: ClusterId,
  name: z.string().min(1).max(100),
  color: z.string().regex(/^#[0-9a-f]{6}$/i),
  mode: ClusterMode,
  engine: EngineKind,
  bootstrapServers: z.string().min(1).max(10_000),
  protocol: SecurityProtocol,
  sasl: z.strictObject({ mechanism: SaslMechanism, username: z.string().max(1000) }),
  tls: z.strictObject({
    tlsFrom: z.enum(['pem', 'store']),
    ca: PemSource,
    certificate: PemSource,
    key: StoredKey,
    truststore: StoredFile,
    keystore: StoredFile,
    serverName: z.string().max(253),
  }),
  /** `urls` empty: none. */
  registry: z.strictObject({
    urls: z.string().max(10_000),
    auth: RegistryAuth,
    username: z.string().max(1000),
    tls: z.strictObject({
      ca: PemSource,
      certificate: PemSource,
      key: StoredKey,
      serverName: z.string().max(253),
    }),
  }),
  /** Records of this cluster are never kept on disk (the search cache asks). */
  neverStore: z.boolean(),
  /** Secrets this profile has. One that no key store kept is missing, and asked for again. */
  secrets: z.array(SecretName).max(SecretName.options.length),
  createdAt: TimestampMs,
  lastOpenedAt: TimestampMs.nullable(),
  isLocalKafka: z.boolean(),
});
export type ClusterProfile = z.infer<typeof ClusterProfile>;

/** The part of a profile that the form edits. */
export type ProfileFields = Omit<ClusterProfile, 'id' | 'secrets' | 'createdAt' | 'lastOpenedAt' | 'isLocalKafka'>;
