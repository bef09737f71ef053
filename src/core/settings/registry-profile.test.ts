import { describe, expect, it } from 'vitest';
import { Secret } from '../../shared/values/secret.ts';
import { clustersFormat } from './cluster-store.ts';
import { parseFile } from './format.ts';
import { secretsFormat } from './secret-store.ts';
import { allText, draft, newFolder, open, put, registry } from './testing.ts';

const KEEP = { kind: 'keep' } as const;
const NONE = { kind: 'none' } as const;
const set = (text: string) => ({ kind: 'set', value: new Secret(text) }) as const;

/** What version 0.1.0 wrote, letter by letter: never to be changed. */
const CLUSTERS_1 = `{
  "version": 1,
  "clusters": {
    "c1": {
      "id": "c1", "name": "orders", "color": "#112233", "mode": "production", "engine": "kafkajs",
      "bootstrapServers": "broker:9092", "protocol": "SASL_SSL",
      "sasl": { "mechanism": "PLAIN", "username": "bob" },
      "tls": {
        "tlsFrom": "pem", "ca": { "kind": "file", "path": "/ca.pem" }, "certificate": { "kind": "none" },
        "key": { "kind": "text" }, "truststore": { "kind": "none" }, "keystore": { "kind": "none" }, "serverName": ""
      },
      "secrets": ["password", "key"], "createdAt": 5, "lastOpenedAt": null, "isLocalKafka": false
    }
  }
}
`;
const SECRETS_1 = `{ "version": 1, "secrets": { "c1": { "password": "Ym94Om93dC1yZXRudWg=" } } }`;

describe('files of version 1', () => {
  it('are read: no registry, nothing forbidden, all else as it was', async () => {
    const folder = newFolder();
    put(folder, 'clusters.json', CLUSTERS_1);
    put(folder, 'secrets.json', SECRETS_1);
    const settings = await open(folder);
    expect(settings.notices.list()).toEqual([]);
    expect(settings.clusters.list()).toMatchObject([
      { id: 'c1', mode: 'production', hasRegistry: false, neverStore: false, missingSecrets: ['private key'] },
    ]);
    expect(settings.clusters.get('c1')?.tls.ca).toEqual({ kind: 'file', path: '/ca.pem' });
    expect((await settings.clusters.secretsOf('c1')).password?.reveal()).toBe('hunter-two');
    await settings.clusters.markOpened('c1');
    await settings.close();
    expect((await open(folder)).clusters.list()).toMatchObject([{ id: 'c1', lastOpenedAt: 2000 }]);
  });

  it.each(['null', '[1]', '{"a":17}', '{"a":null}'])('with %s inside are damaged, not a crash', (content) => {
    expect(parseFile(clustersFormat, `{"version":1,"clusters":${content}}`).kind).toBe('corrupt');
    expect(['good', 'corrupt']).toContain(parseFile(secretsFormat, `{"version":1,"secrets":${content}}`).kind);
  });
});

describe('the registry of a cluster', () => {
  it('is there again after a restart, its secrets in no file and kept by the form', async () => {
    const folder = newFolder();
    const first = await open(folder);
    const tls = { ...registry().tls, key: { kind: 'text', pem: set('canary-key') }, keyPassphrase: set('canary-pass') };
    const { id } = await first.clusters.create(
      draft({
        neverStore: true,
        registry: registry({
          urls: 'https://a/,https://b',
          auth: 'basic',
          username: 'bob',
          password: set('canary-pw'),
          token: set('canary-token'),
          tls: tls as ReturnType<typeof registry>['tls'],
        }),
      }),
    );
    await first.close();
    expect(allText(folder)).not.toContain('canary');
    const again = await open(folder);
    expect(again.clusters.list()).toMatchObject([{ hasRegistry: true, neverStore: true, missingSecrets: [] }]);
    const form = again.clusters.draft(id);
    expect(form.registry).toEqual({
      urls: 'https://a,https://b',
      auth: 'basic',
      username: 'bob',
      password: KEEP,
      token: KEEP,
      tls: { ca: NONE, certificate: NONE, key: { kind: 'text', pem: KEEP }, keyPassphrase: KEEP, serverName: '' },
    });
    expect(form.neverStore).toBe(true);
    const secrets = await again.clusters.secretsOf(id);
    expect(secrets.registryPassword?.reveal()).toBe('canary-pw');
    expect(secrets.registryKey?.reveal()).toBe('canary-key');

    const copy = await again.clusters.duplicate(id);
    expect((await again.clusters.secretsOf(copy.id)).registryToken?.reveal()).toBe('canary-token');
    expect(copy).toMatchObject({ hasRegistry: true, neverStore: true });
  });

  it('keeps no secret when it is switched off', async () => {
    const settings = await open(newFolder());
    const on = registry({ urls: 'http://a', auth: 'bearer', token: set('t') });
    const { id } = await settings.clusters.create(draft({ registry: on }));
    await settings.clusters.update(id, draft({ registry: { ...on, urls: '', token: KEEP } }));
    expect(await settings.clusters.secretsOf(id)).toEqual({});
    expect(settings.clusters.get(id)?.secrets).toEqual([]);
  });

  it('takes user and password out of the address', async () => {
    const folder = newFolder();
    const settings = await open(folder);
    const { id } = await settings.clusters.create(
      draft({ registry: registry({ urls: 'https://key:can%20ary@sr.example/' }) }),
    );
    expect(settings.clusters.get(id)?.registry).toMatchObject({
      urls: 'https://sr.example',
      auth: 'basic',
      username: 'key',
    });
    expect((await settings.clusters.secretsOf(id)).registryPassword?.reveal()).toBe('can ary');
    await settings.close();
    expect(allText(folder)).not.toMatch(/can( |%20)ary/);
  });

  it('refuses two different users, and a private key in the certificate box of the CA', async () => {
    const settings = await open(newFolder());
    const two = registry({ urls: 'https://a:b@c', auth: 'basic', username: 'other' });
    await expect(settings.clusters.create(draft({ registry: two }))).rejects.toMatchObject({
      code: 'BAD_INPUT',
      context: { field: 'draft.registry.urls' },
    });
    const tls = { ...registry().tls, ca: { kind: 'text', pem: '-----BEGIN PRIVATE KEY-----' } } as const;
    await expect(
      settings.clusters.create(draft({ registry: registry({ urls: 'https://a', tls }) })),
    ).rejects.toMatchObject({ context: { field: 'draft.registry.tls.ca' } });
  });
});
