import type { ClusterDraft, ClusterDraftInput, PemSource, RegistryDraft } from '../../shared/contract/clusters.ts';
import type { SecretInput } from '../../shared/contract/meta.ts';
import { AppError } from '../../shared/errors.ts';
import { parseRegistryUrls } from '../../shared/values/registry-urls.ts';
import { Secret } from '../../shared/values/secret.ts';
import { SecretName, type ClusterProfile, type ClusterSecrets, type ProfileFields } from './profile.ts';

export type SecretInputs = Readonly<Record<SecretName, SecretInput>>;

const NONE = { kind: 'none' } as const;
// No part of it repeats over what another part may match, so it stays linear on any text.
const PRIVATE_KEY = /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]*-----END [A-Z ]{0,30}PRIVATE KEY-----\s*/g;

/** Parts a form's draft: what may be stored in plain, and the secrets. */
export function splitDraft(draft: ClusterDraft): { fields: ProfileFields; secrets: SecretInputs } {
  const { sasl, tls: tlsDraft, registry: registryDraft, ...rest } = draft;
  const tls = takeKeyOutOfCertificate(tlsDraft, 'draft.tls');
  const key = keyOf(tls);
  const registry = splitRegistry(registryDraft);
  return {
    fields: {
      ...rest,
      sasl: { mechanism: sasl.mechanism, username: sasl.username },
      tls: {
        tlsFrom: tls.tlsFrom,
        ca: tls.ca,
        certificate: tls.certificate,
        key: key.kind === 'text' ? { kind: 'text' } : key,
        truststore: withoutPassword(tls.truststore),
        keystore: withoutPassword(tls.keystore),
        serverName: tls.serverName.trim(),
      },
      registry: registry.fields,
    },
    secrets: {
      password: sasl.password,
      key: key.kind === 'text' ? key.pem : NONE,
      keyPassphrase: tls.keyPassphrase,
      truststorePassword: tls.truststore.kind === 'file' ? tls.truststore.password : NONE,
      keystorePassword: tls.keystore.kind === 'file' ? tls.keystore.password : NONE,
      ...registry.secrets,
    },
  };
}

type RegistrySecrets = Pick<
  SecretInputs,
  'registryPassword' | 'registryToken' | 'registryKey' | 'registryKeyPassphrase'
>;

/** A registry that is off keeps no secrets; credentials in an address go to their fields, which are kept as secrets are. */
function splitRegistry(draft: RegistryDraft): { fields: ProfileFields['registry']; secrets: RegistrySecrets } {
  const { urls, username, password } = parseRegistryUrls(draft.urls);
  const isOff = urls.length === 0;
  const isInAddress = username !== '' || password !== '';
  const isInFields = draft.auth !== 'none' && (draft.username !== '' || draft.auth === 'bearer');
  if (isInAddress && isInFields && (draft.auth === 'bearer' || draft.username !== username)) {
    throw new AppError('BAD_INPUT', 'The registry’s address holds another user than the fields below it.', {
      hint: 'Take the part up to the @ out of the address.',
      context: { field: 'draft.registry.urls' },
    });
  }
  const tls = takeKeyOutOfCertificate(draft.tls, 'draft.registry.tls');
  const key = keyOf(tls);
  const fromAddress: SecretInput = { kind: 'set', value: new Secret(password) };
  return {
    fields: {
      urls: urls.join(','),
      auth: isInAddress ? 'basic' : draft.auth,
      username: isInAddress ? username : draft.username,
      tls: {
        ca: tls.ca,
        certificate: tls.certificate,
        key: key.kind === 'text' ? { kind: 'text' } : key,
        serverName: tls.serverName.trim(),
      },
    },
    secrets: {
      registryPassword: isOff ? NONE : isInAddress ? fromAddress : draft.password,
      registryToken: isOff ? NONE : draft.token,
      registryKey: isOff || key.kind !== 'text' ? NONE : key.pem,
      registryKeyPassphrase: isOff ? NONE : draft.tls.keyPassphrase,
    },
  };
}

function keyOf({ key }: CertificateBoxes): CertificateBoxes['key'] {
  return key.kind === 'text' && key.pem.kind === 'none' ? NONE : key;
}

type SecretInputOfForm = ClusterDraftInput['sasl']['password'];

/** The form of a stored profile: every secret it has reads `keep`, or as `inputOf` says. */
export function draftOf(
  profile: ClusterProfile,
  inputOf: (name: SecretName) => SecretInputOfForm = () => ({ kind: 'keep' }),
): ClusterDraftInput {
  const has = (name: SecretName) => (profile.secrets.includes(name) ? inputOf(name) : NONE);
  const { truststore, keystore, key } = profile.tls;
  const { registry } = profile;
  return {
    name: profile.name,
    color: profile.color,
    mode: profile.mode,
    engine: profile.engine,
    bootstrapServers: profile.bootstrapServers,
    protocol: profile.protocol,
    sasl: { ...profile.sasl, password: has('password') },
    tls: {
      ...profile.tls,
      key: key.kind === 'text' ? { kind: 'text', pem: has('key') } : key,
      keyPassphrase: has('keyPassphrase'),
      truststore: truststore.kind === 'file' ? { ...truststore, password: has('truststorePassword') } : truststore,
      keystore: keystore.kind === 'file' ? { ...keystore, password: has('keystorePassword') } : keystore,
    },
    registry: {
      ...registry,
      password: has('registryPassword'),
      token: has('registryToken'),
      tls: {
        ...registry.tls,
        key: registry.tls.key.kind === 'text' ? { kind: 'text', pem: has('registryKey') } : registry.tls.key,
        keyPassphrase: has('registryKeyPassphrase'),
      },
    },
    neverStore: profile.neverStore,
  };
}

/** Names of the secrets a profile has after the form was saved over it. */
export function secretNamesAfter(inputs: SecretInputs, before: ReadonlyArray<SecretName>): SecretName[] {
  return SecretName.options.filter((name) => {
    const input = inputs[name];
    return input.kind === 'set' ? !input.value.isEmpty : input.kind === 'keep' && before.includes(name);
  });
}

/** The secrets themselves, for a connection made from the draft without saving it. */
export function secretsAfter(inputs: SecretInputs, stored: ClusterSecrets): ClusterSecrets {
  const secrets: Partial<Record<SecretName, Secret>> = {};
  for (const name of SecretName.options) {
    const input = inputs[name];
    const value = input.kind === 'set' ? input.value : input.kind === 'keep' ? stored[name] : undefined;
    if (value !== undefined && !value.isEmpty) secrets[name] = value;
  }
  return secrets;
}

function withoutPassword(store: ClusterDraft['tls']['keystore']): ProfileFields['tls']['keystore'] {
  return store.kind === 'file' ? { kind: 'file', path: store.path } : store;
}

type CertificateBoxes = Pick<ClusterDraft['tls'], 'ca' | 'certificate' | 'key'>;

/**
 * Certificate boxes are stored in plain, yet people paste whole PEM bundles. A private key among the certificates goes
 * to the key box, so that it is kept as the secret it is. `field`: where in the draft these boxes are.
 */
function takeKeyOutOfCertificate<T extends CertificateBoxes>(tls: T, field: string): T {
  if (tls.ca.kind === 'text' && tls.ca.pem.includes('PRIVATE KEY')) {
    throw new AppError('BAD_INPUT', 'The CA box holds a private key; only certificates belong there.', {
      hint: 'Paste the private key into the key box.',
      context: { field: `${field}.ca` },
    });
  }
  if (tls.certificate.kind !== 'text' || !tls.certificate.pem.includes('PRIVATE KEY')) return tls;
  const pem = tls.certificate.pem;
  const certificate: PemSource = { kind: 'text', pem: pem.replaceAll(PRIVATE_KEY, '') };
  if (certificate.pem.includes('PRIVATE KEY')) {
    throw new AppError('BAD_INPUT', 'The certificate box holds a broken private key: its END line is missing.', {
      hint: 'Paste the certificate here and the whole private key into the key box.',
      context: { field: `${field}.certificate` },
    });
  }
  const found = pem.match(PRIVATE_KEY)?.[0];
  const isKeyGiven = tls.key.kind === 'file' || (tls.key.kind === 'text' && tls.key.pem.kind !== 'none');
  const key: CertificateBoxes['key'] =
    isKeyGiven || found === undefined ? tls.key : { kind: 'text', pem: { kind: 'set', value: new Secret(found) } };
  return { ...tls, certificate, key };
}
