import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ImportChoice } from '../../../shared/contract/transfer.ts';
import { Secret } from '../../../shared/values/secret.ts';
import { createDisk } from '../disk.ts';
import { draft, names, newFolder, open, registry, withPassword } from '../testing.ts';
import { createTransfer } from './transfer.ts';

const PASSPHRASE = new Secret('a passphrase for the file');

async function instance() {
  const folder = newFolder();
  const settings = await open(folder);
  const disconnected: string[] = [];
  let ids = 0;
  const transfer = createTransfer({
    clusters: settings.clusters,
    disk: createDisk(() => 'id'),
    folder,
    readFile,
    clock: () => Date.UTC(2026, 10, 21),
    newId: () => `new-${(ids += 1)}`,
    onSecret: () => undefined,
    disconnect: (id) => Promise.resolve(void disconnected.push(id)),
  });
  return { folder, settings, transfer, disconnected };
}

type Instance = Awaited<ReturnType<typeof instance>>;

async function exportAll({ settings, transfer }: Instance, passphrase: Secret | null): Promise<string> {
  const clusterIds = settings.clusters.list().map(({ id }) => id);
  const { text } = await transfer.exportClusters({ clusterIds, passphrase, path: null });
  return text ?? '';
}

function all(action: ImportChoice['action'], count = 1): ImportChoice[] {
  return Array.from({ length: count }, (_, index) => ({ index, action }));
}

describe('an export', () => {
  it('has everything of a cluster but its secrets @securityTest export-without-secrets', async () => {
    const one = await instance();
    await one.settings.clusters.create(withPassword('hunter-two'));
    const text = await exportAll(one, null);
    expect(text).not.toContain('hunter-two');
    expect(JSON.parse(text)).toMatchObject({
      format: 'conduktor-clusters',
      version: 1,
      exportedAt: '2026-11-21T00:00:00.000Z',
      clusters: [{ name: 'orders', sasl: { username: 'bob' }, secrets: ['password'] }],
      secrets: null,
    });
  });

  it('holds secrets only under a passphrase @securityTest export-encrypts-secrets', async () => {
    const one = await instance();
    await one.settings.clusters.create(withPassword('hunter-two'));
    const text = await exportAll(one, PASSPHRASE);
    for (const plain of ['hunter-two', Buffer.from('hunter-two').toString('base64'), PASSPHRASE.reveal()])
      expect(text).not.toContain(plain);
    expect(JSON.parse(text)).toMatchObject({
      secrets: { cipher: 'aes-256-gcm', derivation: { name: 'argon2id', memoryKib: 32_768, iterations: 3 } },
    });
  });

  it('is written to a file that only this user reads, and never into the settings folder', async () => {
    const one = await instance();
    const { id } = await one.settings.clusters.create(draft());
    const path = join(mkdtempSync(join(tmpdir(), 'export-test-')), 'clusters.json');
    const outcome = await one.transfer.exportClusters({ clusterIds: [id], passphrase: null, path });
    expect(outcome).toMatchObject({ clusters: 1, secrets: 0, path, text: null });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ format: 'conduktor-clusters' });
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
    for (const bad of [join(one.folder, 'clusters.json'), join(one.folder, 'x', '..', 'y.json'), 'relative.json'])
      await expect(
        one.transfer.exportClusters({ clusterIds: [id], passphrase: null, path: bad }),
      ).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });
});

describe('an import', () => {
  it('shows what comes in and changes nothing before it is confirmed @securityTest import-previews-first', async () => {
    const [one, two] = [await instance(), await instance()];
    await one.settings.clusters.create({
      ...withPassword('hunter-two'),
      registry: registry({ urls: 'https://registry:8081' }),
      tls: { ...draft().tls, ca: { kind: 'file', path: '/etc/passwd' } },
    });
    const preview = two.transfer.previewText(await exportAll(one, PASSPHRASE));
    expect(preview).toMatchObject({
      secrets: 'locked',
      clusters: [
        {
          name: 'orders',
          bootstrapServers: 'broker:9092',
          username: 'bob',
          registryUrls: 'https://registry:8081',
          paths: ['/etc/passwd'],
          secrets: [],
          missingSecrets: ['password'],
          conflict: { kind: 'none' },
        },
      ],
    });
    expect(names(two.settings)).toEqual([]);
    two.transfer.discard(preview.importId);
    await expect(two.transfer.apply(preview.importId, all('add'))).rejects.toMatchObject({ code: 'BAD_INPUT' });
    expect(names(two.settings)).toEqual([]);
  });

  it('brings secrets once their passphrase is given, and asks for them where it is not', async () => {
    const one = await instance();
    await one.settings.clusters.create(withPassword('hunter-two'));
    const text = await exportAll(one, PASSPHRASE);

    const two = await instance();
    const locked = two.transfer.previewText(text);
    await expect(two.transfer.unlock(locked.importId, new Secret('wrong'))).rejects.toMatchObject({
      code: 'PASSPHRASE_WRONG',
    });
    const preview = await two.transfer.unlock(locked.importId, PASSPHRASE);
    expect(preview.clusters[0]).toMatchObject({ secrets: ['password'], missingSecrets: [] });
    expect(await two.transfer.apply(preview.importId, all('add'))).toEqual({ added: 1, replaced: 0, skipped: 0 });
    const [taken] = two.settings.clusters.list();
    expect((await two.settings.clusters.secretsOf(taken?.id ?? '')).password?.reveal()).toBe('hunter-two');

    const three = await instance();
    const { importId } = three.transfer.previewText(text);
    await three.transfer.apply(importId, all('add'));
    expect(three.settings.clusters.list()).toMatchObject([{ name: 'orders', missingSecrets: ['password'] }]);
    expect(three.disconnected).toEqual([]);
  });

  it('does as is chosen for each: keep both, replace, skip', async () => {
    const one = await instance();
    const kept = await one.settings.clusters.create(withPassword('of the first', 'kept'));
    await one.settings.clusters.create(draft({ name: 'other' }));
    const text = await exportAll(one, null);
    await one.settings.clusters.update(kept.id, withPassword('changed since', 'renamed'));

    const preview = one.transfer.previewText(text);
    const index = preview.clusters.findIndex(({ name }) => name === 'kept');
    expect(preview.clusters[index]?.conflict).toEqual({ kind: 'same-id', name: 'renamed', canReplace: true });
    const choices: ImportChoice[] = [{ index, action: 'replace' }];
    expect(await one.transfer.apply(preview.importId, choices)).toEqual({ added: 0, replaced: 1, skipped: 1 });
    expect(one.disconnected).toEqual([kept.id]);
    expect(one.settings.clusters.summaryOf(kept.id)).toMatchObject({ name: 'kept', missingSecrets: ['password'] });

    const both = one.transfer.previewText(text);
    expect(await one.transfer.apply(both.importId, all('keep-both', 2))).toMatchObject({ added: 2 });
    expect(names(one.settings).sort()).toEqual(['kept', 'kept (imported)', 'other', 'other (imported)']);
  });

  it('sends no stored password to a server that an import put in its place @securityTest import-drops-old-secrets', async () => {
    const one = await instance();
    const { id } = await one.settings.clusters.create(withPassword('hunter-two'));
    const evil = (await exportAll(one, null)).replaceAll('broker:9092', 'evil.example:9092');
    const { importId } = one.transfer.previewText(evil);
    await one.transfer.apply(importId, all('replace'));
    expect(one.settings.clusters.summaryOf(id)).toMatchObject({ bootstrapServers: 'evil.example:9092' });
    expect(await one.settings.clusters.secretsOf(id)).toEqual({});
  });

  it('uses no secrets of a file whose clusters were changed @securityTest import-binds-secrets', async () => {
    const one = await instance();
    await one.settings.clusters.create(withPassword('hunter-two'));
    const evil = (await exportAll(one, PASSPHRASE)).replaceAll('broker:9092', 'evil.example:9092');
    const two = await instance();
    const { importId } = two.transfer.previewText(evil);
    await expect(two.transfer.unlock(importId, PASSPHRASE)).rejects.toThrow(/changed after it was made/);
    await two.transfer.apply(importId, all('add'));
    expect(two.settings.clusters.list()[0]?.missingSecrets).toEqual(['password']);
  });

  it('adds beside what came into the list after the preview', async () => {
    const [one, two] = [await instance(), await instance()];
    await one.settings.clusters.create(draft());
    const text = await exportAll(one, null);
    const { importId } = two.transfer.previewText(text);
    const again = two.transfer.previewText(text);
    await two.transfer.apply(importId, all('add'));
    await two.transfer.apply(again.importId, all('add'));
    expect(names(two.settings).sort()).toEqual(['orders', 'orders (imported)']);
  });

  it('never takes the place of the local Kafka', async () => {
    const one = await instance();
    await one.settings.clusters.upsertLocal({ bootstrapServers: '127.0.0.1:9092' });
    const evil = (await exportAll(one, null)).replaceAll('127.0.0.1:9092', 'evil.example:9092');
    const preview = one.transfer.previewText(evil);
    expect(preview.clusters[0]?.conflict).toMatchObject({ kind: 'same-id', canReplace: false });
    await one.transfer.apply(preview.importId, all('replace'));
    expect(one.settings.clusters.summaryOf('local-kafka')).toMatchObject({ bootstrapServers: '127.0.0.1:9092' });
    expect(one.settings.clusters.list()).toHaveLength(2);
  });
});

describe('a hostile import', () => {
  async function good(): Promise<Record<string, unknown>> {
    const one = await instance();
    await one.settings.clusters.create(withPassword('hunter-two'));
    return JSON.parse(await exportAll(one, PASSPHRASE)) as Record<string, unknown>;
  }
  const cluster = (file: Record<string, unknown>) => (file['clusters'] as Array<Record<string, unknown>>)[0] ?? {};

  const HOSTILE: ReadonlyArray<readonly [string, (file: Record<string, unknown>) => string]> = [
    ['text that is no JSON', () => 'nonsense'],
    ['an empty text', () => ''],
    ['a list', () => '[]'],
    ['null', () => 'null'],
    ['another product’s file', () => '{"format":"other","version":1}'],
    ['a later version', (file) => JSON.stringify({ ...file, version: 2 })],
    ['no clusters', (file) => JSON.stringify({ ...file, clusters: [] })],
    ['a field of nobody', (file) => JSON.stringify({ ...file, run: 'rm -rf /' })],
    ['a field of nobody in a cluster', (file) => JSON.stringify({ ...file, clusters: [{ ...cluster(file), x: 1 }] })],
    ['__proto__ at the top', (file) => JSON.stringify(file).replace('{', '{"__proto__":{"polluted":1},')],
    ['__proto__ in a cluster', (file) => JSON.stringify(file).replace('"name"', '"__proto__":{"polluted":1},"name"')],
    ['constructor in a cluster', (file) => JSON.stringify(file).replace('"name"', '"constructor":{},"name"')],
    ['an id that is a path', (file) => JSON.stringify({ ...file, clusters: [{ ...cluster(file), id: '../../x' }] })],
    ['an id of __proto__', (file) => JSON.stringify({ ...file, clusters: [{ ...cluster(file), id: '__proto__' }] })],
    ['an id twice', (file) => JSON.stringify({ ...file, clusters: [cluster(file), cluster(file)] })],
    ['a name too long', (file) => JSON.stringify({ ...file, clusters: [{ ...cluster(file), name: 'x'.repeat(101) }] })],
    [
      'a colour that is a script',
      (file) => JSON.stringify({ ...file, clusters: [{ ...cluster(file), color: 'url(x)' }] }),
    ],
    ['a thousand and one clusters', (file) => JSON.stringify({ ...file, clusters: Array(1_001).fill(cluster(file)) })],
    [
      'depth',
      () => `{"format":"conduktor-clusters","version":1,"clusters":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
    ],
    ['size', (file) => JSON.stringify({ ...file, pad: 'x'.repeat(6_000_000) })],
    [
      'a registry address of another scheme',
      (file) => JSON.stringify(file).replace('"urls":""', '"urls":"file:///etc/passwd"'),
    ],
    [
      'a key derivation that asks for all the memory',
      (file) => JSON.stringify(file).replace('"memoryKib":32768', '"memoryKib":99999999'),
    ],
    [
      'a private key among the CAs',
      (file) =>
        JSON.stringify(file).replace(
          '"ca":{"kind":"none"}',
          '"ca":{"kind":"text","pem":"-----BEGIN PRIVATE KEY-----"},"__x":0'.replace(',"__x":0', ''),
        ),
    ],
  ];

  it.each(HOSTILE)('with %s is refused with a sentence, and nothing is taken in', async (_, make) => {
    const two = await instance();
    const text = make(await good());
    const start = process.cpuUsage();
    let message = 'taken in';
    try {
      const { importId } = two.transfer.previewText(text);
      await two.transfer.apply(importId, all('add'));
    } catch (error) {
      expect(error).toMatchObject({ code: 'BAD_INPUT' });
      message = String(error);
    }
    expect(message).toMatch(/cannot be imported|box holds|private key/);
    expect(message.length).toBeLessThan(400);
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(2_000);
    expect(names(two.settings)).toEqual([]);
    expect(({} as Record<string, unknown>)['polluted']).toBe(undefined);
  });

  it('names the version it cannot read', async () => {
    const two = await instance();
    const text = JSON.stringify({ ...(await good()), version: 7 });
    expect(() => two.transfer.previewText(text)).toThrow(/format 7/);
  });

  it('takes user and password of a registry address for secrets, as the form does', async () => {
    const two = await instance();
    const text = JSON.stringify({ ...(await good()), secrets: null }).replace(
      '"urls":""',
      '"urls":"https://u:pw-in-url@r:1"',
    );
    const { importId } = two.transfer.previewText(text);
    await two.transfer.apply(importId, all('add'));
    expect(readFileSync(join(two.folder, 'clusters.json'), 'utf8')).not.toContain('pw-in-url');
  });

  it('is read from a file only where it is one', async () => {
    const two = await instance();
    await expect(two.transfer.previewFile(two.folder)).rejects.toMatchObject({ code: 'BAD_INPUT' });
    const path = join(mkdtempSync(join(tmpdir(), 'import-test-')), 'x.json');
    writeFileSync(path, JSON.stringify(await good()));
    expect((await two.transfer.previewFile(path)).clusters).toHaveLength(1);
  });

  it('holds the last few previews only', async () => {
    const two = await instance();
    const text = JSON.stringify(await good());
    const ids = Array.from({ length: 5 }, () => two.transfer.previewText(text).importId);
    await expect(two.transfer.apply(ids[0] ?? '', [])).rejects.toThrow(/not held/);
    expect(await two.transfer.apply(ids[4] ?? '', [])).toEqual({ added: 0, replaced: 0, skipped: 1 });
  });
});
