import { beforeAll, describe, expect, test } from 'vitest';
import {
  createEngine,
  parseClientConfig,
  readMaterialFile,
  resolveConnection,
  type ConnectionProfile,
} from '../../src/core/kafka/index.ts';
import { Secret } from '../../src/shared/values/secret.ts';
import { secured, type SecuredBroker } from '../support/brokers.ts';
import { ENGINES } from '../support/engines.ts';

/** From what a person writes into the cluster form to an answer of a real, secured broker. */
const NONE = { kind: 'none' } as const;
const FORM_TLS: ConnectionProfile['tls'] = {
  tlsFrom: 'pem',
  ca: NONE,
  certificate: NONE,
  key: NONE,
  truststore: NONE,
  keystore: NONE,
  serverName: '',
};

function file(path: string) {
  return { kind: 'file', path } as const;
}

describe.each(ENGINES)('a profile on the %s engine', (engine) => {
  let broker: SecuredBroker;

  beforeAll(async () => {
    broker = await secured();
  });

  async function connect(profile: Partial<ConnectionProfile>, secrets: Record<string, string> = {}) {
    const wrapped = Object.fromEntries(Object.entries(secrets).map(([name, text]) => [name, new Secret(text)]));
    const sasl = { mechanism: 'PLAIN', username: '' } as const;
    const whole = { engine, bootstrapServers: '', protocol: 'PLAINTEXT', sasl, tls: FORM_TLS, ...profile } as const;
    const from = { profile: whole, secrets: wrapped, readFile: readMaterialFile, clock: Date.now };
    const opened = createEngine(await resolveConnection(from));
    try {
      return (await opened.describeCluster()).kafkaClusterId;
    } finally {
      await opened.close();
    }
  }

  test('connects with mutual TLS by PEM files, by an encrypted key, and by JKS and PKCS12 stores', async () => {
    const { certificates: at, listeners, clusterId } = broker;
    const base = { bootstrapServers: listeners.mtls, protocol: 'SSL' } as const;
    const pem = { ...FORM_TLS, ca: file(at.caFile), certificate: file(at.clientCertificateFile) };
    expect(await connect({ ...base, tls: { ...pem, key: file(at.clientKeyFile) } })).toBe(clusterId);
    const encrypted = { ...pem, key: file(at.encryptedClientKeyFile) };
    expect(await connect({ ...base, tls: encrypted }, { keyPassphrase: at.storePassword })).toBe(clusterId);
    for (const [trust, own] of [
      [at.trustStoreJks, at.keyStoreJks],
      [at.trustStoreP12, at.keyStoreP12],
    ] as const) {
      const tls = { ...FORM_TLS, tlsFrom: 'store', truststore: file(trust), keystore: file(own) } as const;
      const secrets = { truststorePassword: at.storePassword, keystorePassword: at.storePassword };
      expect(await connect({ ...base, tls }, secrets), own).toBe(clusterId);
    }
  });

  test('connects with SASL_SSL from a pasted Java configuration', async () => {
    const { certificates: at, listeners, alice } = broker;
    const { draft, notes } = parseClientConfig(
      [
        `bootstrap.servers=SASL_SSL://${listeners.saslSsl}`,
        'security.protocol=SASL_SSL',
        'sasl.mechanism=SCRAM-SHA-512',
        'sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required \\',
        `  username="${alice.username}" password="${alice.password}";`,
        `ssl.truststore.location=${at.trustStoreJks}`,
        `ssl.truststore.password=${at.storePassword}`,
      ].join('\n'),
    );
    expect(notes).toEqual([]);
    const { bootstrapServers = '', protocol = 'PLAINTEXT', mechanism = 'PLAIN', username = '' } = draft;
    const { password = '', truststorePath = '', truststorePassword = '' } = draft;
    const tls = { ...FORM_TLS, tlsFrom: 'store', truststore: file(truststorePath) } as const;
    const profile = { bootstrapServers, protocol, sasl: { mechanism, username }, tls };
    expect(await connect(profile, { password, truststorePassword })).toBe(broker.clusterId);
  });

  test('is refused by name without the CA, and without the client certificate', async () => {
    const { certificates: at, listeners } = broker;
    const withoutCa = { bootstrapServers: listeners.ssl, protocol: 'SSL' } as const;
    await expect(connect(withoutCa)).rejects.toMatchObject({ code: 'TLS_UNTRUSTED' });
    const tls = { ...FORM_TLS, ca: file(at.caFile) };
    const withoutOwn = { bootstrapServers: listeners.mtls, protocol: 'SSL', tls } as const;
    await expect(connect(withoutOwn)).rejects.toMatchObject({ code: 'TLS_CLIENT_CERT_REQUIRED' });
  });
});
