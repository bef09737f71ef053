import { describe, expect, test } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { Secret } from '../../shared/values/secret.ts';
import { createNetwork } from '../network/index.ts';
import type { ClusterSecrets } from '../settings/index.ts';
import { createRegistries, resolveRegistry, type RegistryProfile } from './index.ts';

const NONE = { kind: 'none' } as const;
const PROFILE: RegistryProfile = {
  urls: '',
  auth: 'none',
  username: '',
  tls: { ca: NONE, certificate: NONE, key: NONE, serverName: '' },
};

function resolve(
  profile: Partial<RegistryProfile>,
  secrets: ClusterSecrets = {},
  secretNames: ReadonlyArray<keyof ClusterSecrets> = [],
) {
  const readFile = (path: string) => Promise.reject(Object.assign(new Error(path), { code: 'ENOENT' }));
  return resolveRegistry({ profile: { ...PROFILE, ...profile }, secrets, secretNames, readFile, clock: () => 0 });
}

describe('settings of a registry', () => {
  test('are none without an address, whatever else is filled in', async () => {
    expect(await resolve({ urls: '', auth: 'basic' })).toBeNull();
  });

  test('have what the profile and its secrets say', async () => {
    const password = new Secret('pw');
    expect(
      await resolve({ urls: 'http://a,https://b', auth: 'basic', username: 'bob' }, { registryPassword: password }),
    ).toEqual({
      urls: ['http://a', 'https://b'],
      auth: { kind: 'basic', username: 'bob', password },
      tls: { ca: [] },
    });
    const token = new Secret('t');
    expect(await resolve({ urls: 'http://a', auth: 'bearer' }, { registryToken: token })).toEqual({
      urls: ['http://a'],
      auth: { kind: 'bearer', token },
    });
  });

  test.each<readonly [string, Partial<RegistryProfile>, object]>([
    ['no user', { auth: 'basic' }, { code: 'BAD_INPUT', context: { field: 'draft.registry.username' } }],
    ['a colon in the user', { auth: 'basic', username: 'a:b' }, { context: { field: 'draft.registry.username' } }],
    ['no password', { auth: 'basic', username: 'a' }, { context: { field: 'draft.registry.password' } }],
    ['no token', { auth: 'bearer' }, { code: 'BAD_INPUT', context: { field: 'draft.registry.token' } }],
    ['a user in the stored address', { urls: 'https://a:b@c' }, { context: { field: 'draft.registry.urls' } }],
    [
      'a file that is not there',
      { tls: { ...PROFILE.tls, ca: { kind: 'file', path: '/x/ca.pem' } } },
      { code: 'TLS_MATERIAL', message: 'Schema Registry: The file /x/ca.pem does not exist.' },
    ],
  ])('with %s fail before anything is asked', async (_, profile, error) => {
    await expect(resolve({ urls: 'https://sr', ...profile })).rejects.toMatchObject(error);
  });

  test('tell a secret that was lost from one that was never given', async () => {
    const lost = resolve({ urls: 'https://sr', auth: 'bearer' }, {}, ['registryToken']);
    await expect(lost).rejects.toMatchObject({ code: 'SECRET_MISSING', context: { secret: 'Schema Registry token' } });
  });
});

/** A profile may be somebody else's: whatever address it names is refused, or fails in one sentence of ours. */
test('a hundred hostile addresses are refused without a request, and not repeated', async () => {
  const schemes = ['file', 'ftp', 'gopher', 'data', 'javascript', 'smb', 'jar', 'ldap', 'ms-msdt', 'chrome'];
  const hosts = ['canary', '127.0.0.1', '169.254.169.254', 'etc/passwd', '[::1]', 'canary@a', '%00', '\\\\canary'];
  const urls = [
    ...schemes.flatMap((scheme) => hosts.map((host) => `${scheme}://${host}/canary`)),
    ...[
      'http://169.254.169.254/latest/meta-data',
      'http://2852039166',
      'http://0xa9.254.0xa9fe',
      'http://[fe80::1]:80',
    ],
    ...['http://[::ffff:a9fe:a9fe]/', 'https://canary:canary@169.254.169.254', 'http://169.254.170.2/v2/credentials'],
    ...Array.from({ length: 20 }, (_, at) => `http://169.254.${at}.${at}/canary?x=${at}`),
  ];
  expect(urls.length).toBeGreaterThan(100);
  const network = createNetwork();
  const registries = createRegistries({ settingsOf: async () => null, network, clock: () => 0 });
  for (const url of urls) {
    const outcome: unknown = await (async () => {
      const settings = await resolve({ urls: url });
      if (settings === null) throw new Error(`taken for none: ${url}`);
      return registries.test(settings);
    })().catch((error: unknown) => error);
    expect(outcome, url).toBeInstanceOf(AppError);
    expect((outcome as AppError).code, url).toBe('BAD_INPUT');
    expect(JSON.stringify((outcome as AppError).toData()), url).not.toContain('canary');
  }
  expect(network.ledger()).toEqual([]);
});
