import { z } from 'zod';
import { parseRegistryUrls } from '../values/registry-urls.ts';
import { ClusterId, procedure, SecretInput, TimestampMs } from './meta.ts';

export const ClusterMode = z.enum(['read-only', 'normal', 'production']);
export type ClusterMode = z.infer<typeof ClusterMode>;

/** Which client library speaks to this cluster. `kafkajs` is the "Compatible client". */
export const EngineKind = z.enum(['platformatic', 'kafkajs']);
export type EngineKind = z.infer<typeof EngineKind>;

export const SecurityProtocol = z.enum(['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL']);
export type SecurityProtocol = z.infer<typeof SecurityProtocol>;

export const SaslMechanism = z.enum(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512']);
export type SaslMechanism = z.infer<typeof SaslMechanism>;

/** Certificate material: pasted PEM text, or a file read when connecting (so that a renewed file is picked up). */
export const PemSource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('text'), pem: z.string().max(1_000_000) }),
  z.strictObject({ kind: z.literal('file'), path: z.string().min(1).max(4096) }),
]);
export type PemSource = z.infer<typeof PemSource>;

/** A private key as pasted text is itself a secret. */
export const KeySource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('text'), pem: SecretInput }),
  z.strictObject({ kind: z.literal('file'), path: z.string().min(1).max(4096) }),
]);

/** A Java key store file; its type is read from the file itself, not from its name. */
export const StoreSource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('file'), path: z.string().min(1).max(4096), password: SecretInput }),
]);

export const RegistryAuth = z.enum(['none', 'basic', 'bearer']);
export type RegistryAuth = z.infer<typeof RegistryAuth>;

/** Where schemas of records are asked for. Without an address there is no registry, and the rest counts for nothing. */
export const RegistryDraft = z.strictObject({
  /** Addresses with commas, blanks or lines between, asked in turn. See parseRegistryUrls. */
  urls: z
    .string()
    .trim()
    .max(10_000)
    .check((context) => {
      const { problem } = parseRegistryUrls(context.value);
      // The text is left out of the issue: it may hold a password.
      if (problem !== null) context.issues.push({ code: 'custom', message: problem, input: '' });
    }),
  auth: RegistryAuth,
  username: z.string().max(1000),
  password: SecretInput,
  token: SecretInput,
  tls: z.strictObject({
    ca: PemSource,
    certificate: PemSource,
    key: KeySource,
    keyPassphrase: SecretInput,
    /** Name expected in the registry's certificate where it differs from the host; empty means the host. */
    serverName: z.string().max(253),
  }),
});
export type RegistryDraft = z.output<typeof RegistryDraft>;
export type RegistryDraftInput = z.input<typeof RegistryDraft>;

/** What the cluster form edits. `pem` and `store` are two ways to say the same; `tlsFrom` says which one counts. */
export const ClusterDraft = z.strictObject({
  name: z.string().trim().min(1, 'A cluster needs a name').max(100),
  color: z.string().regex(/^#[0-9a-f]{6}$/i),
  mode: ClusterMode,
  engine: EngineKind,
  /** `host:port` pairs, separated by commas, spaces or new lines. Parsed by core/kafka; IPv6 in brackets. */
  bootstrapServers: z.string().trim().min(1, 'At least one bootstrap server, as host:port').max(10_000),
  protocol: SecurityProtocol,
  sasl: z.strictObject({
    mechanism: SaslMechanism,
    username: z.string().max(1000),
    password: SecretInput,
  }),
  tls: z.strictObject({
    tlsFrom: z.enum(['pem', 'store']),
    ca: PemSource,
    certificate: PemSource,
    key: KeySource,
    keyPassphrase: SecretInput,
    truststore: StoreSource,
    keystore: StoreSource,
    /** Name expected in the broker's certificate where it differs from the host; empty means the host. */
    serverName: z.string().max(253),
  }),
  registry: RegistryDraft,
  /** Records of this cluster are never kept on this computer's disk. */
  neverStore: z.boolean(),
});
export type ClusterDraft = z.output<typeof ClusterDraft>;
/** The draft as a page writes it: secrets are plain text only inside `{kind: 'set'}`. */
export type ClusterDraftInput = z.input<typeof ClusterDraft>;

export const ClusterSummary = z.object({
  id: ClusterId,
  name: z.string(),
  color: z.string(),
  mode: ClusterMode,
  engine: EngineKind,
  bootstrapServers: z.string(),
  protocol: SecurityProtocol,
  lastOpenedAt: TimestampMs.nullable(),
  /** True for the Kafka this product runs on this computer. */
  isLocalKafka: z.boolean(),
  /** Names of secrets that must be typed again because no key store kept them. */
  missingSecrets: z.array(z.string()),
  hasRegistry: z.boolean(),
  neverStore: z.boolean(),
});
export type ClusterSummary = z.infer<typeof ClusterSummary>;

export const Broker = z.object({
  id: z.int(),
  host: z.string(),
  port: z.int(),
  rack: z.string().nullable(),
  isController: z.boolean(),
});
export type Broker = z.infer<typeof Broker>;

export const ClusterOverview = z.object({
  kafkaClusterId: z.string().nullable(),
  brokers: z.array(Broker),
  /** Broker version as far as its API versions tell, e.g. "4.3 or newer" or "2.8". */
  kafkaVersion: z.string(),
  /** Round trip of one request, milliseconds. */
  latencyMs: z.number(),
  asOf: TimestampMs,
});
export type ClusterOverview = z.infer<typeof ClusterOverview>;

/** How a test went: the cluster as it answered, and the registry where the draft names one. */
export const ClusterTest = ClusterOverview.extend({
  registry: z
    .object({
      /** What it seems to be: "Confluent Schema Registry 7.9.1". */
      kind: z.string(),
      subjects: z.int(),
    })
    .nullable(),
});
export type ClusterTest = z.infer<typeof ClusterTest>;

/** What a pasted configuration said. `notes` names each line that was not used, and why. */
export const ParsedConfig = z.object({
  format: z.enum(['java', 'librdkafka']),
  draft: z.object({
    bootstrapServers: z.string().optional(),
    protocol: SecurityProtocol.optional(),
    mechanism: SaslMechanism.optional(),
    username: z.string().optional(),
    /** The one place where a secret travels back: the user has just pasted it into this form. */
    password: z.string().optional(),
    ca: PemSource.optional(),
    certificate: PemSource.optional(),
    keyPem: z.string().optional(),
    keyPath: z.string().optional(),
    keyPassphrase: z.string().optional(),
    truststorePath: z.string().optional(),
    truststorePassword: z.string().optional(),
    keystorePath: z.string().optional(),
    keystorePassword: z.string().optional(),
    /** Without credentials. */
    registryUrls: z.string().optional(),
    registryAuth: RegistryAuth.optional(),
    registryUsername: z.string().optional(),
    registryPassword: z.string().optional(),
    registryToken: z.string().optional(),
    registryCa: PemSource.optional(),
    registryCertificate: PemSource.optional(),
    registryKeyPath: z.string().optional(),
    registryKeyPem: z.string().optional(),
    registryKeyPassphrase: z.string().optional(),
  }),
  notes: z.array(z.string()),
});
export type ParsedConfig = z.infer<typeof ParsedConfig>;

const OneCluster = z.strictObject({ clusterId: ClusterId });

export const clustersContract = {
  /** Most recently opened first. */
  list: procedure('clusters', 'read').output(z.array(ClusterSummary)),
  /** For the form: every stored secret reads `{kind: 'keep'}`. */
  draft: procedure('clusters', 'read').input(OneCluster).output(z.custom<ClusterDraftInput>()),
  create: procedure('clusters', 'configure')
    .input(z.strictObject({ draft: ClusterDraft }))
    .output(ClusterSummary),
  update: procedure('clusters', 'configure')
    .input(z.strictObject({ clusterId: ClusterId, draft: ClusterDraft }))
    .output(ClusterSummary),
  duplicate: procedure('clusters', 'configure').input(OneCluster).output(ClusterSummary),
  remove: procedure('clusters', 'configure').input(OneCluster),
  /** Connects once with the draft, to its registry too, and forgets it. `clusterId` lets `keep` find the stored secrets. */
  test: procedure('clusters', 'read')
    .input(z.strictObject({ draft: ClusterDraft, clusterId: ClusterId.optional() }))
    .output(ClusterTest),
  parseConfig: procedure('clusters', 'read')
    .input(z.strictObject({ text: z.string().max(200_000) }))
    .output(ParsedConfig),
  /** Connects (or finds the open connection), marks the cluster as used now. */
  open: procedure('clusters', 'configure').input(OneCluster).output(ClusterOverview),
  /** Asks the cluster again: what the status bar shows. */
  overview: procedure('clusters', 'read').input(OneCluster).output(ClusterOverview),
  /** Ends this app's connections to the cluster and its reading sessions. */
  close: procedure('clusters', 'configure').input(OneCluster),
};
