import { describe, expect, it } from 'vitest';
import type { SaslMechanism, SecurityProtocol } from '../../shared/contract/clusters.ts';
import { Secret } from '../../shared/values/secret.ts';
import { resolveConnection, type ConnectionProfile, type ResolveInput } from './resolve-connection.ts';

const NONE = { kind: 'none' } as const;
const TLS: ConnectionProfile['tls'] = {
  tlsFrom: 'pem',
  ca: NONE,
  certificate: NONE,
  key: NONE,
  truststore: NONE,
  keystore: NONE,
  serverName: '',
};

function profile(protocol: SecurityProtocol, changes: Partial<ConnectionProfile> = {}): ConnectionProfile {
  const sasl = { mechanism: 'PLAIN', username: 'bob' } as const;
  return { engine: 'kafkajs', bootstrapServers: 'b:9092', protocol, sasl, tls: TLS, ...changes };
}

function resolve(of: ConnectionProfile, more: Partial<ResolveInput> = {}) {
  const readFile = () => Promise.reject(new Error('no file is to be read here'));
  return resolveConnection({ profile: of, secrets: {}, readFile, clock: () => 0, ...more });
}

const secrets = { password: new Secret('hunter2') };

describe('resolveConnection', () => {
  it('uses neither TLS nor SASL for PLAINTEXT, whatever the form still holds', async () => {
    const settings = await resolve(profile('PLAINTEXT', { tls: { ...TLS, ca: { kind: 'file', path: '/gone' } } }), {
      secrets,
    });
    expect(settings).toMatchObject({
      engine: 'kafkajs',
      clientId: 'conduktor',
      bootstrapServers: [{ host: 'b', port: 9092 }],
    });
    expect(settings).not.toHaveProperty('tls');
    expect(settings).not.toHaveProperty('sasl');
  });

  it.each(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] satisfies SaslMechanism[])(
    'takes user and password for %s',
    async (mechanism) => {
      const settings = await resolve(profile('SASL_PLAINTEXT', { sasl: { mechanism, username: 'bob' } }), { secrets });
      expect(settings.sasl).toEqual({ mechanism, username: 'bob', password: secrets.password });
      expect(settings).not.toHaveProperty('tls');
    },
  );

  it('trusts the system for SSL where no CA is given', async () => {
    expect((await resolve(profile('SSL'))).tls).toEqual({ ca: [] });
    expect((await resolve(profile('SASL_SSL'), { secrets })).tls).toEqual({ ca: [] });
  });

  it('answers within ten seconds, also when nobody does', async () => {
    const { connectTimeoutMs, requestTimeoutMs } = await resolve(profile('PLAINTEXT'));
    expect(Math.max(connectTimeoutMs, requestTimeoutMs)).toBeLessThanOrEqual(10_000);
  });

  it.each([
    [
      'no user name',
      profile('SASL_SSL', { sasl: { mechanism: 'PLAIN', username: '' } }),
      'PLAIN needs a user name.',
      'sasl.username',
    ],
    [
      'no password',
      profile('SASL_SSL', { sasl: { mechanism: 'SCRAM-SHA-256', username: 'x' } }),
      'SCRAM-SHA-256 needs a password.',
      'sasl.password',
    ],
    ['no port', profile('PLAINTEXT', { bootstrapServers: 'b' }), '"b" has no port.', 'bootstrapServers'],
  ])('refuses %s', async (...[, of, message, field]) => {
    await expect(resolve(of)).rejects.toMatchObject({ code: 'BAD_INPUT', message, context: { field } });
  });

  it.each([
    ['password', profile('SASL_SSL')],
    ['key', profile('SSL', { tls: { ...TLS, key: { kind: 'text' } } })],
    ['keyPassphrase', profile('SSL', { tls: { ...TLS, key: { kind: 'file', path: '/k' } } })],
    [
      'truststorePassword',
      profile('SSL', { tls: { ...TLS, tlsFrom: 'store', truststore: { kind: 'file', path: '/t' } } }),
    ],
    ['keystorePassword', profile('SSL', { tls: { ...TLS, tlsFrom: 'store', keystore: { kind: 'file', path: '/k' } } })],
  ])('tells that the %s was lost, rather than never given', async (name, of) => {
    await expect(resolve(of, { secretNames: [name] })).rejects.toMatchObject({ code: 'SECRET_MISSING' });
  });

  it('does not ask for lost secrets that this connection does not use', async () => {
    const secretNames = ['password', 'key', 'keyPassphrase', 'truststorePassword', 'keystorePassword'];
    await expect(resolve(profile('SSL'), { secretNames })).resolves.toBeDefined();
  });
});
