import { ClusterDraft, type ClusterDraftInput, type ParsedConfig } from '../../../shared/contract/clusters.ts';
import { AppError } from '../../../shared/errors.ts';

/** Colours to tell clusters apart; dark enough for white text, bright enough on a dark screen. */
export const COLORS = {
  blue: '#2f6fde',
  teal: '#12888a',
  green: '#2e8b57',
  amber: '#b7791f',
  orange: '#d2601a',
  red: '#c53030',
  pink: '#c2418a',
  purple: '#8548c4',
  indigo: '#5158c8',
  grey: '#6b7280',
} as const;
export type ColorName = keyof typeof COLORS;

const NONE = { kind: 'none' } as const;

export function emptyDraft(): ClusterDraftInput {
  return {
    name: '',
    color: COLORS.blue,
    mode: 'normal',
    engine: 'platformatic',
    bootstrapServers: '',
    protocol: 'PLAINTEXT',
    sasl: { mechanism: 'SCRAM-SHA-512', username: '', password: NONE },
    tls: {
      tlsFrom: 'pem',
      ca: NONE,
      certificate: NONE,
      key: NONE,
      keyPassphrase: NONE,
      truststore: NONE,
      keystore: NONE,
      serverName: '',
    },
    registry: {
      urls: '',
      auth: 'none',
      username: '',
      password: NONE,
      token: NONE,
      tls: { ca: NONE, certificate: NONE, key: NONE, keyPassphrase: NONE, serverName: '' },
    },
    neverStore: false,
  };
}

export function usesSasl({ protocol }: ClusterDraftInput): boolean {
  return protocol === 'SASL_PLAINTEXT' || protocol === 'SASL_SSL';
}

export function usesTls({ protocol }: ClusterDraftInput): boolean {
  return protocol === 'SSL' || protocol === 'SASL_SSL';
}

export function usesRegistry({ registry }: ClusterDraftInput): boolean {
  return registry.urls.trim() !== '';
}

export function usesRegistryTls({ registry }: ClusterDraftInput): boolean {
  return /\bhttps:/i.test(registry.urls);
}

/** What is wrong with a draft, by the dotted path of the field; empty where nothing is. */
export type FieldErrors = Readonly<Record<string, string>>;

/** Judges a draft by the contract's own rules, as the core will. */
export function fieldErrors(draft: ClusterDraftInput): FieldErrors {
  const result = ClusterDraft.safeParse(draft);
  if (result.success) return {};
  return Object.fromEntries(result.error.issues.map((issue) => [issue.path.join('.'), issue.message]));
}

/** The field an error of the core points at, or none where it is about the whole. */
export function fieldErrorOf(error: unknown): FieldErrors {
  if (!(error instanceof AppError) || (error.code !== 'BAD_INPUT' && error.code !== 'TLS_MATERIAL')) return {};
  const { field } = error.context;
  if (typeof field !== 'string' || field === '') return {};
  const path = field.replace(/^draft\./, '');
  return { [path]: error.message.replace(`${field}: `, '') };
}

/** The draft with what a pasted configuration said; what it does not mention stays. */
export function applyParsed(draft: ClusterDraftInput, { draft: parsed }: ParsedConfig): ClusterDraftInput {
  return {
    ...draft,
    name: draft.name.trim() === '' ? nameFrom(parsed.bootstrapServers) : draft.name,
    bootstrapServers: parsed.bootstrapServers ?? draft.bootstrapServers,
    protocol: parsed.protocol ?? draft.protocol,
    sasl: {
      mechanism: parsed.mechanism ?? draft.sasl.mechanism,
      username: parsed.username ?? draft.sasl.username,
      password: secret(parsed.password) ?? draft.sasl.password,
    },
    tls: {
      ...draft.tls,
      tlsFrom: tlsFrom(parsed) ?? draft.tls.tlsFrom,
      ca: parsed.ca ?? draft.tls.ca,
      certificate: parsed.certificate ?? draft.tls.certificate,
      key: key(parsed.keyPem, parsed.keyPath) ?? draft.tls.key,
      keyPassphrase: secret(parsed.keyPassphrase) ?? draft.tls.keyPassphrase,
      truststore: store(parsed.truststorePath, parsed.truststorePassword) ?? draft.tls.truststore,
      keystore: store(parsed.keystorePath, parsed.keystorePassword) ?? draft.tls.keystore,
    },
    registry: registryFrom(draft.registry, parsed),
  };
}

function registryFrom(before: Registry, parsed: Parsed): Registry {
  return {
    urls: parsed.registryUrls ?? before.urls,
    auth: parsed.registryAuth ?? before.auth,
    username: parsed.registryUsername ?? before.username,
    password: secret(parsed.registryPassword) ?? before.password,
    token: secret(parsed.registryToken) ?? before.token,
    tls: {
      ...before.tls,
      ca: parsed.registryCa ?? before.tls.ca,
      certificate: parsed.registryCertificate ?? before.tls.certificate,
      key: key(parsed.registryKeyPem, parsed.registryKeyPath) ?? before.tls.key,
      keyPassphrase: secret(parsed.registryKeyPassphrase) ?? before.tls.keyPassphrase,
    },
  };
}

type Parsed = ParsedConfig['draft'];
type Tls = ClusterDraftInput['tls'];
type Registry = ClusterDraftInput['registry'];

function nameFrom(bootstrapServers: string | undefined): string {
  return bootstrapServers?.split(/[\s,]+/)[0]?.replace(/:\d+$/, '') ?? '';
}

function tlsFrom(parsed: Parsed): Tls['tlsFrom'] | undefined {
  if (parsed.truststorePath !== undefined || parsed.keystorePath !== undefined) return 'store';
  const hasPem = parsed.ca ?? parsed.certificate ?? parsed.keyPem ?? parsed.keyPath;
  return hasPem === undefined ? undefined : 'pem';
}

function secret(value: string | undefined): ClusterDraftInput['sasl']['password'] | undefined {
  return value === undefined ? undefined : { kind: 'set', value };
}

function key(pem: string | undefined, path: string | undefined): Tls['key'] | undefined {
  if (pem !== undefined) return { kind: 'text', pem: { kind: 'set', value: pem } };
  return path === undefined ? undefined : { kind: 'file', path };
}

function store(path: string | undefined, password: string | undefined): Tls['truststore'] | undefined {
  return path === undefined ? undefined : { kind: 'file', path, password: secret(password) ?? NONE };
}

/** Whether something was typed that is to be kept as a secret. */
export function hasNewSecret(draft: unknown): boolean {
  if (typeof draft !== 'object' || draft === null) return false;
  if ('kind' in draft && draft.kind === 'set') return 'value' in draft && draft.value !== '';
  return Object.values(draft).some(hasNewSecret);
}
