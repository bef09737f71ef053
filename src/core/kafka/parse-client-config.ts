import { SaslMechanism, SecurityProtocol, type ParsedConfig } from '../../shared/contract/clusters.ts';
import { pemText, type Format, type Reading, type Take } from './config-reading.ts';
import { looksLikeDict, parseDict } from './dict.ts';
import { parseJaas } from './jaas.ts';
import { finishRegistry, REGISTRY_TAKERS } from './parse-registry-config.ts';
import { parseProperties, parseRawProperties, type ConfigEntry } from './properties.ts';
import { reasonNotUsed } from './unused-settings.ts';

const LIBRDKAFKA_KEYS =
  /^(metadata\.broker\.list|sasl\.(mechanisms|username|password)|ssl\.(ca|certificate|key)\.(location|pem)|enable\.ssl\.certificate\.verification)$/;
const JAVA_KEYS = /^(sasl\.jaas\.config|ssl\.(truststore|keystore)\.(type|certificates|key|certificate\.chain))$/;
const MAX_NOTES = 200;

/** Reads a pasted client configuration, Java's or librdkafka's, into the fields of the cluster form. */
export function parseClientConfig(text: string): ParsedConfig {
  const source = text.replace(/^\uFEFF/, '');
  const { format, entries } = readEntries(source);
  const known = entries.filter(({ key }) => looksLikeKey(key));
  const reading: Reading = {
    format,
    all: new Map(known.map(({ key, value }) => [key, value.trim()])), // The last of two lines wins, as in both clients.
    draft: {},
    notes: [],
  };
  const strange = entries.length - known.length;
  if (strange > 0)
    reading.notes.push(`${strange} ${strange === 1 ? 'line is' : 'lines are'} not a setting (key=value).`);
  for (const [key, value] of reading.all) takeSetting(key, value, reading);
  addAdvice(reading);
  finishRegistry(reading);
  return { format, draft: reading.draft, notes: reading.notes.slice(0, MAX_NOTES) };
}

function readEntries(text: string): { format: Format; entries: ConfigEntry[] } {
  const isDict = looksLikeDict(text);
  const raw = isDict ? parseDict(text) : parseRawProperties(text);
  const isJava = raw.some(({ key }) => JAVA_KEYS.test(key));
  const isLibrdkafka = !isJava && (isDict || raw.some(({ key }) => LIBRDKAFKA_KEYS.test(key)));
  if (isDict || isLibrdkafka) return { format: isLibrdkafka ? 'librdkafka' : 'java', entries: raw };
  return { format: 'java', entries: parseProperties(text) };
}

/** A stray line (half a key, a password on its own) must not be named in a note. */
function looksLikeKey(key: string): boolean {
  return key.length <= 100 && (/^[a-z][\w-]*(\.[\w-]+)+$/i.test(key) || /^(acks|retries|debug|url)$/.test(key));
}

function takeSetting(key: string, value: string, reading: Reading): void {
  const take = TAKERS.get(key);
  const reason = take === undefined ? reasonNotUsed(key, value) : takeValue(take, value, reading);
  if (reason !== undefined) reading.notes.push(`${key}: ${reason}`);
}

function takeValue(take: Take, value: string, reading: Reading): string | undefined {
  if (value === '') return undefined;
  if (/\$\{[^}]*\}/.test(value)) return 'refers to a value kept elsewhere (${…}); fill it in by hand.';
  return take(value, reading);
}

const takeServers: Take = (value, { draft }) => void (draft.bootstrapServers = value);

const takeProtocol: Take = (value, { draft }) => {
  const protocol = SecurityProtocol.safeParse(value.toUpperCase());
  if (!protocol.success) return 'not one of PLAINTEXT, SSL, SASL_PLAINTEXT and SASL_SSL.';
  draft.protocol = protocol.data;
  return undefined;
};

const takeMechanism: Take = (value, { draft }) => {
  const mechanism = SaslMechanism.safeParse(value.toUpperCase());
  if (!mechanism.success) return 'only PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512 can be used so far.';
  draft.mechanism = mechanism.data;
  return undefined;
};

const takeJaas: Take = (value, { draft, all }) => {
  const jaas = parseJaas(value);
  if (jaas === null) return 'does not read as "module required option=\\"value\\";".';
  const kind = /(?:^|\.)security\.(plain\.Plain|scram\.Scram)LoginModule$/.exec(jaas.module)?.[1];
  if (kind === undefined)
    return `only PlainLoginModule and ScramLoginModule are read; other login modules are never run.`;
  const [username, password] = [jaas.options.get('username'), jaas.options.get('password')];
  if (username !== undefined) draft.username = username;
  if (password !== undefined) draft.password = password;
  const isPlain = kind === 'plain.Plain';
  const mechanism = (all.get('sasl.mechanism') ?? '').toUpperCase();
  if (mechanism === '' && isPlain) draft.mechanism = 'PLAIN';
  if (mechanism === '' && !isPlain) return 'sasl.mechanism is missing; choose SCRAM-SHA-256 or SCRAM-SHA-512.';
  if (isPlain !== (mechanism === 'PLAIN' || mechanism === '')) return 'its login module does not fit sasl.mechanism.';
  return undefined;
};

/** Java names one file and its type; type PEM means the PEM boxes of the form. */
const takeTruststore: Take = (value, { draft, all }) => {
  if (isPem(all, 'ssl.truststore.type')) draft.ca = { kind: 'file', path: value };
  else draft.truststorePath = value;
  return undefined;
};

const takeKeystore: Take = (value, { draft, all }) => {
  if (!isPem(all, 'ssl.keystore.type')) draft.keystorePath = value;
  else {
    draft.certificate = { kind: 'file', path: value };
    draft.keyPath = value;
  }
  return undefined;
};

const takeStoreType: Take = (value) =>
  /^(jks|pkcs12|p12|pem)$/i.test(value) ? undefined : 'only JKS, PKCS12 and PEM stores can be read.';

function isPem(all: ReadonlyMap<string, string>, key: string): boolean {
  return all.get(key)?.toUpperCase() === 'PEM';
}

const text = (
  name: 'username' | 'password' | 'keyPassphrase' | 'truststorePassword' | 'keystorePassword' | 'keyPath',
) => ((value, { draft }) => void (draft[name] = value)) satisfies Take;
const pem = (name: 'ca' | 'certificate') =>
  ((value, { draft }) => void (draft[name] = { kind: 'text', pem: pemText(value) })) satisfies Take;
const pemFile = (name: 'ca' | 'certificate') =>
  ((value, { draft }) => void (draft[name] = { kind: 'file', path: value })) satisfies Take;
const keyText: Take = (value, { draft }) => void (draft.keyPem = pemText(value));

const TAKERS: ReadonlyMap<string, Take> = new Map<string, Take>([
  ['bootstrap.servers', takeServers],
  ['metadata.broker.list', takeServers],
  ['security.protocol', takeProtocol],
  ['sasl.mechanism', takeMechanism],
  ['sasl.mechanisms', takeMechanism],
  ['sasl.jaas.config', takeJaas],
  ['sasl.username', text('username')],
  ['sasl.password', text('password')],
  ['ssl.truststore.location', takeTruststore],
  ['ssl.truststore.password', text('truststorePassword')],
  ['ssl.truststore.type', takeStoreType],
  ['ssl.truststore.certificates', pem('ca')],
  ['ssl.keystore.location', takeKeystore],
  ['ssl.keystore.password', text('keystorePassword')],
  ['ssl.keystore.type', takeStoreType],
  ['ssl.keystore.key', keyText],
  ['ssl.keystore.certificate.chain', pem('certificate')],
  ['ssl.key.password', text('keyPassphrase')],
  ['ssl.ca.location', pemFile('ca')],
  ['ssl.ca.pem', pem('ca')],
  ['ssl.certificate.location', pemFile('certificate')],
  ['ssl.certificate.pem', pem('certificate')],
  ['ssl.key.location', text('keyPath')],
  ['ssl.key.pem', keyText],
  ...REGISTRY_TAKERS,
]);

/** What the whole of it lacks. */
function addAdvice({ draft, notes, all }: Reading): void {
  if (draft.bootstrapServers === undefined) notes.push('bootstrap.servers is missing.');
  const hasLogin = draft.username !== undefined || draft.password !== undefined;
  const hasTls = [...all.keys()].some((key) => key.startsWith('ssl.'));
  if (draft.protocol !== undefined || all.has('security.protocol')) return;
  if (hasLogin) notes.push('security.protocol is missing; choose SASL_SSL or SASL_PLAINTEXT.');
  else if (hasTls) notes.push('security.protocol is missing; choose SSL or SASL_SSL.');
}
