import { type KeyObject, type X509Certificate } from 'node:crypto';
import type { PemSource } from '../../shared/contract/clusters.ts';
import { Secret } from '../../shared/values/secret.ts';
import type { TlsSettings } from './engine.ts';
import { materialError, titleOf, type Material, type MaterialPart } from './material-error.ts';
import { hasCertificate, hasPrivateKey, readCertificates, readPrivateKey } from './pem.ts';
import { readKeyStore } from './key-store.ts';

type FileSource = { readonly kind: 'none' } | { readonly kind: 'file'; readonly path: string };

/** Where a profile says its TLS material is. Secrets are apart. */
export type TlsSources = {
  readonly tlsFrom: 'pem' | 'store';
  readonly ca: PemSource;
  readonly certificate: PemSource;
  readonly key: FileSource | { readonly kind: 'text' };
  readonly truststore: FileSource;
  readonly keystore: FileSource;
  readonly serverName: string;
};

export type TlsSecrets = {
  readonly key?: Secret;
  readonly keyPassphrase?: Secret;
  readonly truststorePassword?: Secret;
  readonly keystorePassword?: Secret;
};

export type TlsInput = {
  readonly sources: TlsSources;
  readonly secrets: TlsSecrets;
  readonly readFile: (path: string) => Promise<Uint8Array>;
  readonly now: number;
};

type Identity = { readonly key: KeyObject; readonly chain: ReadonlyArray<X509Certificate> };

/** Reads and checks all TLS material before a connection is tried, so that each mistake has its own sentence. */
export async function resolveTls(input: TlsInput): Promise<TlsSettings> {
  const { sources, now } = input;
  const { ca, identity } = sources.tlsFrom === 'pem' ? await fromPem(input) : await fromStores(input);
  const part = sources.tlsFrom === 'pem' ? 'certificate' : 'keystore';
  return {
    ca: ca.map((certificate) => certificate.toString()),
    ...(identity === null ? {} : identitySettings(part, identity, now)),
    ...(sources.serverName === '' ? {} : { serverName: sources.serverName }),
  };
}

async function fromPem(input: TlsInput): Promise<{ ca: X509Certificate[]; identity: Identity | null }> {
  const { sources, secrets } = input;
  const ca = await load(input, 'ca', sources.ca);
  let certificate = await load(input, 'certificate', sources.certificate);
  let key = await loadKey(input);
  // One file or text may hold both, as many tools write it.
  if (key === null && certificate !== null && hasPrivateKey(certificate.bytes)) key = { ...certificate, part: 'key' };
  if (certificate === null && key !== null && hasCertificate(key.bytes)) certificate = { ...key, part: 'certificate' };
  if (certificate !== null && key === null) {
    throw materialError(
      'key',
      'There is a client certificate but no private key for it.',
      'Add the private key, or remove the certificate.',
    );
  }
  if (certificate === null && key !== null) {
    throw materialError(
      'certificate',
      'There is a private key but no client certificate for it.',
      'Add the certificate, or remove the key.',
    );
  }
  const identity =
    certificate === null || key === null
      ? null
      : { key: readPrivateKey(key, secrets.keyPassphrase), chain: readCertificates(certificate) };
  return { ca: ca === null ? [] : readCertificates(ca), identity };
}

async function fromStores(input: TlsInput): Promise<{ ca: X509Certificate[]; identity: Identity | null }> {
  const { sources, secrets } = input;
  const trust = await load(input, 'truststore', sources.truststore);
  const own = await load(input, 'keystore', sources.keystore);
  const trusted = trust === null ? null : await readKeyStore(trust, { store: secrets.truststorePassword });
  if (trusted !== null && trusted.certificates.length === 0) {
    throw materialError(
      'truststore',
      `${titleOf('truststore')} holds no certificate.`,
      'Choose the store with the CA of the brokers.',
    );
  }
  const passwords = { store: secrets.keystorePassword, key: secrets.keyPassphrase };
  const identity = own === null ? null : (await readKeyStore(own, passwords)).identity;
  if (own !== null && identity === null) {
    throw materialError(
      'keystore',
      `${own.name} holds no private key.`,
      'A keystore has your own key and certificate; a store with only certificates is a truststore.',
    );
  }
  return { ca: [...(trusted?.certificates ?? [])], identity };
}

/** Leaf first, then its chain; the key decrypted, so that no engine has to know its cipher. */
function identitySettings(part: MaterialPart, { key, chain }: Identity, now: number) {
  const leaf = chain.find((certificate) => certificate.checkPrivateKey(key));
  if (leaf === undefined) {
    throw materialError(
      part,
      'The private key does not belong to the client certificate.',
      'Choose the key and the certificate that were made together.',
    );
  }
  refuseOutdated(part, leaf, now);
  const ordered = [leaf, ...chain.filter((certificate) => certificate !== leaf)];
  const pem = key.export({ type: 'pkcs8', format: 'pem' });
  return { certificate: ordered.map((certificate) => certificate.toString()).join(''), key: new Secret(String(pem)) };
}

function refuseOutdated(part: MaterialPart, leaf: X509Certificate, now: number): void {
  const day = (date: string) => new Date(date).toISOString().slice(0, 10);
  const who = leaf.subject.replaceAll('\n', ', ');
  if (Date.parse(leaf.validTo) < now) {
    throw materialError(
      part,
      `Your client certificate (${who}) expired on ${day(leaf.validTo)}.`,
      'Get a new certificate from whoever gave you this one.',
    );
  }
  if (Date.parse(leaf.validFrom) > now) {
    throw materialError(
      part,
      `Your client certificate (${who}) is valid only from ${day(leaf.validFrom)}.`,
      'Check the clock of this computer.',
    );
  }
}

async function load(input: TlsInput, part: MaterialPart, source: PemSource | FileSource): Promise<Material | null> {
  if (source.kind === 'none') return null;
  if (source.kind === 'text') return { part, name: titleOf(part), bytes: Buffer.from(source.pem) };
  return loadFile(input, part, source.path);
}

async function loadKey(input: TlsInput): Promise<Material | null> {
  const { sources, secrets } = input;
  if (sources.key.kind === 'file') return loadFile(input, 'key', sources.key.path);
  if (sources.key.kind === 'none' || secrets.key === undefined) return null;
  return { part: 'key', name: titleOf('key'), bytes: Buffer.from(secrets.key.reveal()) };
}

async function loadFile({ readFile }: TlsInput, part: MaterialPart, path: string): Promise<Material> {
  try {
    return { part, name: titleOf(part, path), bytes: await readFile(path) };
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    const reason = FILE_REASONS[code] ?? 'cannot be read';
    throw materialError(
      part,
      `The file ${path} ${reason}.`,
      `Choose the file again (${titleOf(part).toLowerCase()}).`,
      cause,
    );
  }
}

const FILE_REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EACCES: 'may not be read by this user',
  EPERM: 'may not be read by this user',
  EISDIR: 'is a folder',
  EFBIG: 'is too large to be a certificate or key store',
};
