import { parseRegistryUrls } from '../../shared/values/registry-urls.ts';
import { pemText, type Reading, type Take } from './config-reading.ts';

/** Java's clients and librdkafka's Python sisters name the same settings, with and without this before them. */
const PREFIX = 'schema.registry.';

const takeUrl: Take = (value, { draft }) => {
  const { urls, username, password, problem } = parseRegistryUrls(value);
  if (problem !== null) return `cannot be used. ${problem}`;
  draft.registryUrls = urls.join(',');
  if (username === '' && password === '') return undefined;
  draft.registryAuth = 'basic';
  draft.registryUsername = username;
  draft.registryPassword = password;
  return undefined;
};

/** A Python client's registry settings have a plain `url`; anything else called so is not ours. */
const takePlainUrl: Take = (value, reading) =>
  /^https?:\/\//i.test(value) ? takeUrl(value, reading) : 'not needed to connect.';

const takeUserInfo: Take = (value, { draft }) => {
  const colon = value.indexOf(':');
  if (colon < 0) return 'is not "user:password".';
  draft.registryAuth = 'basic';
  draft.registryUsername = value.slice(0, colon);
  draft.registryPassword = value.slice(colon + 1);
  return undefined;
};

const takeUserSource: Take = (value) =>
  /^(USER_INFO|URL|SASL_INHERIT)$/i.test(value) ? undefined : 'only USER_INFO, URL and SASL_INHERIT can be used.';

const takeToken: Take = (value, { draft }) => {
  draft.registryAuth = 'bearer';
  draft.registryToken = value;
  return undefined;
};

const takeTokenSource: Take = (value) =>
  /^STATIC_TOKEN$/i.test(value) ? undefined : 'only a fixed token (STATIC_TOKEN) can be used so far.';

const NOT_PEM = 'the registry takes PEM files only; give the certificates in the form.';

const takeTruststore: Take = (value, { draft, all }) => {
  if (all.get(`${PREFIX}ssl.truststore.type`)?.toUpperCase() !== 'PEM') return NOT_PEM;
  draft.registryCa = { kind: 'file', path: value };
  return undefined;
};

const takeKeystore: Take = (value, { draft, all }) => {
  if (all.get(`${PREFIX}ssl.keystore.type`)?.toUpperCase() !== 'PEM') return NOT_PEM;
  draft.registryCertificate = { kind: 'file', path: value };
  draft.registryKeyPath = value;
  return undefined;
};

const ignored: Take = () => undefined;

const BOTH: ReadonlyArray<readonly [string, Take]> = [
  ['basic.auth.user.info', takeUserInfo],
  ['basic.auth.credentials.source', takeUserSource],
  ['bearer.auth.token', takeToken],
  ['bearer.auth.credentials.source', takeTokenSource],
];

/** Settings of the Schema Registry's client, which pasted configurations often hold as well. */
export const REGISTRY_TAKERS: ReadonlyArray<readonly [string, Take]> = [
  ['url', takePlainUrl],
  [`${PREFIX}url`, takeUrl],
  ...BOTH,
  ...BOTH.map(([key, take]) => [`${PREFIX}${key}`, take] as const),
  [`${PREFIX}ssl.truststore.location`, takeTruststore],
  [`${PREFIX}ssl.truststore.type`, ignored],
  [`${PREFIX}ssl.truststore.password`, ignored],
  [`${PREFIX}ssl.keystore.location`, takeKeystore],
  [`${PREFIX}ssl.keystore.type`, ignored],
  [`${PREFIX}ssl.keystore.password`, ignored],
  [`${PREFIX}ssl.key.password`, (value, { draft }) => void (draft.registryKeyPassphrase = value)],
  [
    `${PREFIX}ssl.truststore.certificates`,
    (value, { draft }) => void (draft.registryCa = { kind: 'text', pem: pemText(value) }),
  ],
  [
    `${PREFIX}ssl.keystore.certificate.chain`,
    (value, { draft }) => void (draft.registryCertificate = { kind: 'text', pem: pemText(value) }),
  ],
  [`${PREFIX}ssl.keystore.key`, (value, { draft }) => void (draft.registryKeyPem = pemText(value))],
  [`${PREFIX}ssl.ca.location`, (value, { draft }) => void (draft.registryCa = { kind: 'file', path: value })],
  [
    `${PREFIX}ssl.certificate.location`,
    (value, { draft }) => void (draft.registryCertificate = { kind: 'file', path: value }),
  ],
  [`${PREFIX}ssl.key.location`, (value, { draft }) => void (draft.registryKeyPath = value)],
];

/** What can be said only when all lines are read. */
export function finishRegistry({ draft, all, notes }: Reading): void {
  const source = all.get(`${PREFIX}basic.auth.credentials.source`) ?? all.get('basic.auth.credentials.source') ?? '';
  if (source.toUpperCase() === 'SASL_INHERIT' && draft.username !== undefined && draft.password !== undefined) {
    draft.registryAuth = 'basic';
    draft.registryUsername = draft.username;
    draft.registryPassword = draft.password;
  }
  if (draft.registryAuth !== undefined && draft.registryUrls === undefined)
    notes.push('schema.registry.url is missing.');
}
