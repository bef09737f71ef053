import { describe, expect, it } from 'vitest';
import { parseClientConfig } from './parse-client-config.ts';

const B = 'bootstrap.servers=b:9092\n';

describe('the registry in a pasted configuration', () => {
  it.each<readonly [string, string, object]>([
    ['an address', 'schema.registry.url=http://sr:8081/', { registryUrls: 'http://sr:8081' }],
    ['several addresses', 'schema.registry.url=http://a,http://b', { registryUrls: 'http://a,http://b' }],
    [
      'user and password',
      'schema.registry.url=https://sr\nbasic.auth.credentials.source=USER_INFO\nbasic.auth.user.info=key:se:cret',
      { registryUrls: 'https://sr', registryAuth: 'basic', registryUsername: 'key', registryPassword: 'se:cret' },
    ],
    [
      'the prefixed name',
      'schema.registry.url=https://sr\nschema.registry.basic.auth.user.info=key:secret',
      { registryUrls: 'https://sr', registryAuth: 'basic', registryUsername: 'key', registryPassword: 'secret' },
    ],
    [
      'a user in the address',
      'schema.registry.url=https://key:se%20cret@sr\nbasic.auth.credentials.source=URL',
      { registryUrls: 'https://sr', registryAuth: 'basic', registryUsername: 'key', registryPassword: 'se cret' },
    ],
    [
      'a token',
      'schema.registry.url=https://sr\nbearer.auth.credentials.source=STATIC_TOKEN\nbearer.auth.token=tok',
      { registryUrls: 'https://sr', registryAuth: 'bearer', registryToken: 'tok' },
    ],
    [
      'PEM stores',
      'schema.registry.url=https://sr\nschema.registry.ssl.truststore.type=PEM\nschema.registry.ssl.truststore.location=/ca.pem\n' +
        'schema.registry.ssl.keystore.type=PEM\nschema.registry.ssl.keystore.location=/me.pem\nschema.registry.ssl.key.password=kp',
      {
        registryUrls: 'https://sr',
        registryCa: { kind: 'file', path: '/ca.pem' },
        registryCertificate: { kind: 'file', path: '/me.pem' },
        registryKeyPath: '/me.pem',
        registryKeyPassphrase: 'kp',
      },
    ],
  ])('with %s', (_, text, draft) => {
    const parsed = parseClientConfig(B + text);
    expect(parsed.draft).toEqual({ bootstrapServers: 'b:9092', ...draft });
    expect(parsed.notes).toEqual([]);
  });

  it('inherits the cluster’s own user where it says so', () => {
    const login = 'org.apache.kafka.common.security.plain.PlainLoginModule required username="bob" password="pw";';
    const { draft } = parseClientConfig(
      `${B}basic.auth.credentials.source=SASL_INHERIT\nschema.registry.url=http://sr\nsecurity.protocol=SASL_SSL\nsasl.mechanism=PLAIN\nsasl.jaas.config=${login}`,
    );
    expect(draft).toMatchObject({ registryAuth: 'basic', registryUsername: 'bob', registryPassword: 'pw' });
  });

  it('is read from a Python program', () => {
    const { draft, format, notes } = parseClientConfig(
      `sr = SchemaRegistryClient({'url': 'https://sr.example', 'basic.auth.user.info': 'k:s'})\nconf = {'bootstrap.servers': 'b:9092', 'sasl.username': 'u', 'sasl.password': 'p', 'security.protocol': 'SASL_SSL'}`,
    );
    expect(format).toBe('librdkafka');
    expect(notes).toEqual([]);
    expect(draft).toMatchObject({ registryUrls: 'https://sr.example', registryUsername: 'k', registryPassword: 's' });
  });

  it.each([
    ['schema.registry.url=file:///etc/c4n4ry', /^schema\.registry\.url: cannot be used/],
    ['schema.registry.url=http://a?c4n4ry', /cannot be used/],
    ['url=jdbc:c4n4ry', /^url: not needed/],
    ['schema.registry.url=http://a\nbasic.auth.user.info=c4n4ry', /user:password/],
    ['schema.registry.url=http://a\nbearer.auth.credentials.source=OAUTHBEARER', /fixed token/],
    ['schema.registry.url=http://a\nschema.registry.ssl.truststore.location=/c4n4ry.jks', /PEM files only/],
    ['schema.registry.url=http://a\nschema.registry.oauth.secret=c4n4ry', /cannot be used so far/],
    ['basic.auth.user.info=bob:c4n4ry', /schema\.registry\.url is missing/],
  ])('%j is not used, with a reason', (text, note) => {
    const { notes } = parseClientConfig(B + text);
    expect(notes).toEqual([expect.stringMatching(note)]);
    expect(notes.join()).not.toContain('c4n4ry');
  });
});
