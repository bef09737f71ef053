import { describe, expect, it } from 'vitest';
import type { ParsedConfig } from '../../shared/contract/clusters.ts';
import { parseClientConfig } from './parse-client-config.ts';

type Row = readonly [
  name: string,
  text: string,
  draft: ParsedConfig['draft'],
  ...notes: ReadonlyArray<string | RegExp>,
];

const PLAIN = 'org.apache.kafka.common.security.plain.PlainLoginModule';
const SCRAM = 'org.apache.kafka.common.security.scram.ScramLoginModule';
const LOGIN = {
  bootstrapServers: 'b:9092',
  protocol: 'SASL_SSL',
  mechanism: 'PLAIN',
  username: 'bob',
  password: 'pw',
} as const;
const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\nAAAA\n-----END CERTIFICATE-----';
const KEY = '-----BEGIN PRIVATE KEY-----\nMIIC\n-----END PRIVATE KEY-----';
const START = 'bootstrap.servers=b:9092\n';
const SASL = `${START}security.protocol=SASL_SSL\n`;
const SERVER = { bootstrapServers: 'b:9092' } as const;
const SASL_SERVER = { ...SERVER, protocol: 'SASL_SSL' } as const;

function inline(pem: string): string {
  return pem.replaceAll('\n', '\\n');
}

const JAVA: ReadonlyArray<Row> = [
  ['one server', 'bootstrap.servers=b:9092', SERVER],
  ['several servers', 'bootstrap.servers=a:1,b:2', { bootstrapServers: 'a:1,b:2' }],
  ['blanks around =', 'bootstrap.servers = b:9092 ', SERVER],
  ['a colon', 'bootstrap.servers: b:9092', SERVER],
  ['a blank as separator', 'bootstrap.servers b:9092', SERVER],
  ['indentation', '   bootstrap.servers=b:9092', SERVER],
  ['comments of both kinds', '# x=y\n! z\nbootstrap.servers=b:9092', SERVER],
  ['Windows line ends', 'bootstrap.servers=b:9092\r\nsecurity.protocol=SSL\r\n', { ...SERVER, protocol: 'SSL' }],
  ['a byte order mark', '\uFEFFbootstrap.servers=b:9092', SERVER],
  ['a continued line', 'bootstrap.servers=a:1,\\\n    b:2', { bootstrapServers: 'a:1,b:2' }],
  [
    'a backslash that does not continue',
    'ssl.truststore.location=C:\\\\\nbootstrap.servers=b:9092\nsecurity.protocol=SSL',
    { ...SERVER, protocol: 'SSL', truststorePath: 'C:\\' },
  ],
  [
    'escapes',
    'bootstrap.servers=b\\:9092\nssl.key.password=a\\tb\\u00e9\\=\nsecurity.protocol=SSL',
    { ...SERVER, protocol: 'SSL', keyPassphrase: 'a\tbé=' },
  ],
  ['the last of two lines', 'bootstrap.servers=a:1\nbootstrap.servers=b:9092', SERVER],
  ['a protocol in small letters', `${START}security.protocol=ssl`, { ...SERVER, protocol: 'SSL' }],
  ['an unknown protocol', `${START}security.protocol=TLS`, SERVER, /^security\.protocol: not one of/],
  ['PLAIN', `${SASL}sasl.mechanism=PLAIN\nsasl.jaas.config=${PLAIN} required username="bob" password="pw";`, LOGIN],
  [
    'PLAIN over several lines',
    `${SASL}sasl.mechanism=PLAIN\nsasl.jaas.config=${PLAIN} required \\\n  username="bob" \\\n  password="pw";`,
    LOGIN,
  ],
  ['PLAIN without a mechanism', `${SASL}sasl.jaas.config=${PLAIN} required username="bob" password="pw";`, LOGIN],
  ['JAAS in single quotes', `${SASL}sasl.jaas.config=${PLAIN} required username='bob' password='pw';`, LOGIN],
  ['JAAS without quotes', `${SASL}sasl.jaas.config=${PLAIN} required username=bob password=pw;`, LOGIN],
  ['JAAS without the semicolon', `${SASL}sasl.jaas.config=${PLAIN} required username="bob" password="pw"`, LOGIN],
  [
    'JAAS with other options between',
    `${SASL}sasl.jaas.config=${PLAIN} required serviceName="kafka" username="bob" password="pw";`,
    LOGIN,
  ],
  [
    'a semicolon, a blank and an equals sign in a password',
    `${SASL}sasl.jaas.config=${PLAIN} required username="bob" password="p; w=1";`,
    { ...LOGIN, password: 'p; w=1' },
  ],
  [
    'an escaped quote in a password',
    `${SASL}sasl.jaas.config=${PLAIN} required username="bob" password="p\\\\"w";`,
    { ...LOGIN, password: 'p"w' },
  ],
  [
    'SCRAM',
    `${SASL}sasl.mechanism=SCRAM-SHA-512\nsasl.jaas.config=${SCRAM} required username="bob" password="pw";`,
    { ...LOGIN, mechanism: 'SCRAM-SHA-512' },
  ],
  [
    'the mechanism after the JAAS line',
    `${SASL}sasl.jaas.config=${SCRAM} required username="bob" password="pw";\nsasl.mechanism=SCRAM-SHA-256`,
    { ...LOGIN, mechanism: 'SCRAM-SHA-256' },
  ],
  [
    'SCRAM without a mechanism',
    `${SASL}sasl.jaas.config=${SCRAM} required username="bob" password="pw";`,
    { ...SASL_SERVER, username: 'bob', password: 'pw' },
    /^sasl\.jaas\.config: sasl\.mechanism is missing/,
  ],
  [
    'a module that does not fit the mechanism',
    `${SASL}sasl.mechanism=PLAIN\nsasl.jaas.config=${SCRAM} required username="bob" password="pw";`,
    LOGIN,
    /does not fit/,
  ],
  ['a shaded module', `${SASL}sasl.jaas.config=kafkashaded.${PLAIN} required username="bob" password="pw";`, LOGIN],
  [
    'JndiLoginModule',
    `${SASL}sasl.jaas.config=com.sun.security.auth.module.JndiLoginModule required user.provider.url="ldap://evil/x" username="bob" password="pw";`,
    SASL_SERVER,
    /^sasl\.jaas\.config: only PlainLoginModule/,
  ],
  [
    'a module that only looks like Plain',
    `${SASL}sasl.jaas.config=evil.PlainLoginModule required username="bob" password="pw";`,
    SASL_SERVER,
    /only PlainLoginModule/,
  ],
  [
    'Kerberos',
    `${SASL}sasl.mechanism=GSSAPI\nsasl.kerberos.service.name=kafka\nsasl.jaas.config=com.sun.security.auth.module.Krb5LoginModule required keyTab="/x";`,
    SASL_SERVER,
    /^sasl\.mechanism: only PLAIN/,
    /^sasl\.kerberos/,
    /only PlainLoginModule/,
  ],
  [
    'a JAAS line that is none',
    `${SASL}sasl.jaas.config=hunter2`,
    SASL_SERVER,
    /^sasl\.jaas\.config: does not read like|^sasl\.jaas\.config: does not read as/,
  ],
  [
    'stores',
    `${START}security.protocol=SSL\nssl.truststore.location=/t.jks\nssl.truststore.password=tp\nssl.truststore.type=JKS\nssl.keystore.location=/k.p12\nssl.keystore.password=kp\nssl.keystore.type=PKCS12\nssl.key.password=kk`,
    {
      ...SERVER,
      protocol: 'SSL',
      truststorePath: '/t.jks',
      truststorePassword: 'tp',
      keystorePath: '/k.p12',
      keystorePassword: 'kp',
      keyPassphrase: 'kk',
    },
  ],
  [
    'PEM files',
    `${START}security.protocol=SSL\nssl.truststore.location=/ca.pem\nssl.truststore.type=PEM\nssl.keystore.location=/me.pem\nssl.keystore.type=PEM`,
    {
      ...SERVER,
      protocol: 'SSL',
      ca: { kind: 'file', path: '/ca.pem' },
      certificate: { kind: 'file', path: '/me.pem' },
      keyPath: '/me.pem',
    },
  ],
  [
    'PEM on one line',
    `${START}security.protocol=SSL\nssl.truststore.type=PEM\nssl.truststore.certificates=${inline(PEM)}`,
    { ...SERVER, protocol: 'SSL', ca: { kind: 'text', pem: PEM } },
  ],
  [
    'PEM with continued lines',
    `${START}security.protocol=SSL\nssl.keystore.type=PEM\nssl.keystore.key=${KEY.replaceAll('\n', '\\n\\\n  ')}\nssl.keystore.certificate.chain=${inline(PEM)}`,
    { ...SERVER, protocol: 'SSL', keyPem: KEY.replaceAll('\n', '\n\n'), certificate: { kind: 'text', pem: PEM } },
  ],
  [
    'PEM with real line breaks, which Java would not take',
    `${START}security.protocol=SSL\nssl.truststore.certificates=${PEM}\nacks=all`,
    { ...SERVER, protocol: 'SSL', ca: { kind: 'text', pem: PEM } },
    /^acks|not a setting/,
  ],
  [
    'a store type nobody reads',
    `${START}security.protocol=SSL\nssl.keystore.location=/k\nssl.keystore.type=BCFKS`,
    { ...SERVER, protocol: 'SSL', keystorePath: '/k' },
    /^ssl\.keystore\.type: only JKS/,
  ],
  [
    'host checks switched off',
    `${START}security.protocol=SSL\nssl.endpoint.identification.algorithm=`,
    { ...SERVER, protocol: 'SSL' },
    /always checked/,
  ],
  [
    'host checks left on',
    `${START}security.protocol=SSL\nssl.endpoint.identification.algorithm=https`,
    { ...SERVER, protocol: 'SSL' },
  ],
  [
    'a value from elsewhere',
    `${SASL}sasl.mechanism=PLAIN\nssl.key.password=\${file:/x:key}`,
    { ...SASL_SERVER, mechanism: 'PLAIN' },
    /^ssl\.key\.password: refers to a value kept elsewhere/,
  ],
  [
    'settings of other parts',
    `${START}group.id=g\nauto.offset.reset=earliest\nlinger.ms=5\nkey.deserializer=x\nclient.dns.lookup=use`,
    SERVER,
    /^group\.id: a setting of consumers/,
    /^auto\.offset/,
    /^linger\.ms: a setting of producers/,
    /^key\.deserializer/,
    /^client\.dns\.lookup: not needed/,
  ],
  ['no servers', 'security.protocol=SSL', { protocol: 'SSL' }, 'bootstrap.servers is missing.'],
  ['nothing at all', '', {}, 'bootstrap.servers is missing.'],
  [
    'a login without a protocol',
    `${START}sasl.mechanism=PLAIN\nsasl.jaas.config=${PLAIN} required username="bob" password="pw";`,
    { ...SERVER, mechanism: 'PLAIN', username: 'bob', password: 'pw' },
    /^security\.protocol is missing; choose SASL_SSL/,
  ],
];

const LIBRDKAFKA: ReadonlyArray<Row> = [
  [
    'properties',
    `${START}security.protocol=SASL_SSL\nsasl.mechanisms=PLAIN\nsasl.username=bob\nsasl.password=pw`,
    LOGIN,
  ],
  [
    'the old names',
    'metadata.broker.list=b:9092\nsecurity.protocol=sasl_ssl\nsasl.mechanism=PLAIN\nsasl.username=bob\nsasl.password=pw',
    LOGIN,
  ],
  [
    'a Windows path, which has no escapes here',
    `${START}security.protocol=ssl\nssl.ca.location=C:\\certs\\new.pem`,
    { ...SERVER, protocol: 'SSL', ca: { kind: 'file', path: 'C:\\certs\\new.pem' } },
  ],
  [
    'certificate and key files',
    `${START}security.protocol=ssl\nssl.certificate.location=/c.pem\nssl.key.location=/k.pem\nssl.key.password=kk`,
    {
      ...SERVER,
      protocol: 'SSL',
      certificate: { kind: 'file', path: '/c.pem' },
      keyPath: '/k.pem',
      keyPassphrase: 'kk',
    },
  ],
  [
    'a PKCS12 file',
    `${START}security.protocol=ssl\nssl.ca.location=/ca.pem\nssl.keystore.location=/k.p12\nssl.keystore.password=kp`,
    {
      ...SERVER,
      protocol: 'SSL',
      ca: { kind: 'file', path: '/ca.pem' },
      keystorePath: '/k.p12',
      keystorePassword: 'kp',
    },
  ],
  [
    'checks switched off',
    `${START}security.protocol=ssl\nenable.ssl.certificate.verification=false`,
    { ...SERVER, protocol: 'SSL' },
    /^enable\.ssl\.certificate\.verification: broker certificates are always checked/,
  ],
  [
    'JSON',
    JSON.stringify({
      'bootstrap.servers': 'b:9092',
      'security.protocol': 'SASL_SSL',
      'sasl.mechanisms': 'PLAIN',
      'sasl.username': 'bob',
      'sasl.password': 'pw',
    }),
    LOGIN,
  ],
  [
    'JSON with PEM',
    JSON.stringify(
      {
        'bootstrap.servers': 'b:9092',
        'security.protocol': 'SSL',
        'ssl.ca.pem': PEM,
        'ssl.certificate.pem': PEM,
        'ssl.key.pem': KEY,
      },
      null,
      2,
    ),
    {
      ...SERVER,
      protocol: 'SSL',
      ca: { kind: 'text', pem: PEM },
      certificate: { kind: 'text', pem: PEM },
      keyPem: KEY,
    },
  ],
  [
    'a Python dict with comments',
    `# config\nconf = {\n  'bootstrap.servers': 'b:9092',  # don't ask\n  'security.protocol': 'SASL_SSL',\n  'sasl.mechanisms': 'PLAIN',\n  'sasl.username': 'bob',\n  'sasl.password': 'pw',\n  'session.timeout.ms': 45000,\n}`,
    LOGIN,
    /^session\.timeout\.ms: a setting of consumers/,
  ],
  [
    'lines of a Python dict',
    `'bootstrap.servers': "b:9092",\n'sasl.username': 'bob', 'sasl.password': 'p\\'w',\n'security.protocol': 'SASL_SSL', 'sasl.mechanism': 'PLAIN'`,
    { ...LOGIN, password: "p'w" },
  ],
  [
    'a Python text of several lines',
    `conf = {'bootstrap.servers': 'b:9092', 'security.protocol': 'SSL', 'ssl.ca.pem': """${PEM}"""}`,
    { ...SERVER, protocol: 'SSL', ca: { kind: 'text', pem: PEM } },
  ],
  [
    'a Ruby or PHP map',
    `config = {\n "bootstrap.servers" => "b:9092",\n "security.protocol" => "SASL_SSL", "sasl.mechanisms" => "PLAIN", "sasl.username" => "bob", "sasl.password" => "pw"\n}`,
    LOGIN,
  ],
  [
    'a Go map',
    `p, err := kafka.NewProducer(&kafka.ConfigMap{\n  "bootstrap.servers": "b:9092",\n  "security.protocol": "SASL_SSL", "sasl.mechanisms": "PLAIN", "sasl.username": "bob", "sasl.password": "pw"})`,
    LOGIN,
  ],
  [
    'values that are no text',
    `{"bootstrap.servers": "b:9092", "enable.ssl.certificate.verification": false, "security.protocol": "SSL"}`,
    { ...SERVER, protocol: 'SSL' },
    /always checked/,
  ],
];

describe.each([
  ['java', JAVA],
  ['librdkafka', LIBRDKAFKA],
] as const)('a %s configuration', (format, rows) => {
  const named = rows.map(([name, text, draft, ...notes]) => ({ name, text, draft, notes }));
  it.each(named)('with $name', ({ text, draft, notes }) => {
    const parsed = parseClientConfig(text);
    expect(parsed.draft).toEqual(draft);
    expect(parsed.format).toBe(format);
    expect(parsed.notes).toEqual(notes.map((note) => (typeof note === 'string' ? note : expect.stringMatching(note))));
  });
});

describe('notes', () => {
  it.each([
    ['a password on a line of its own', 'bootstrap.servers=b:9092\nhunter2-c4n4ry\n'],
    ['a key without its BEGIN line', 'bootstrap.servers=b:9092\nMIIEc4n4ry+/=\nAAAAc4n4ry==\n'],
    ['a key without its END line', 'ssl.keystore.key=-----BEGIN PRIVATE KEY-----\nc4n4ry\nc4n4ry==\n'],
    ['a password as a mechanism', 'sasl.mechanism=c4n4ry'],
    ['a password as a protocol', 'security.protocol=c4n4ry'],
    ['a password as a store type', 'ssl.keystore.type=c4n4ry'],
    ['another login module', 'sasl.jaas.config=x.y.OtherLoginModule required password="c4n4ry";'],
    ['a broken JAAS line', 'sasl.jaas.config=password="c4n4ry"'],
    [
      'a secret of another client',
      'schema.registry.basic.auth.user.info=bob:c4n4ry\nsasl.oauthbearer.client.secret=c4n4ry',
    ],
    ['a dict', `{'sasl.oauthbearer.client.secret': 'c4n4ry', 'c4n4ry': 'c4n4ry'}`],
  ])('do not repeat %s', (_, text) => {
    const { notes } = parseClientConfig(text);
    expect(notes.length).toBeGreaterThan(0);
    expect(notes.join('\n')).not.toContain('c4n4ry');
  });

  it('are as many as can be read', () => {
    const text = Array.from({ length: 5_000 }, (_, index) => `a.b${index}=1`).join('\n');
    expect(parseClientConfig(text).notes).toHaveLength(200);
  });
});

it.each(['"', "'", '{', '\\', '-----BEGIN ', '"a.b": ', 'a.b=\\\n', '{"a.b":', '#'])(
  'ends soon on %j repeated to the limit',
  (piece) => {
    const text = piece.repeat(Math.ceil(200_000 / piece.length));
    const start = process.cpuUsage();
    parseClientConfig(text);
    parseClientConfig(`sasl.jaas.config=a.b required ${text}`);
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(2_000);
  },
);
