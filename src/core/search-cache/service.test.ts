import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Notice } from '../../shared/contract/app.ts';
import { Secret } from '../../shared/values/secret.ts';
import type { ProductSecrets } from '../settings/index.ts';
import { cachedReader } from './cached-reader.ts';
import { createCacheDisk, type CacheDisk } from './disk.ts';
import { openSearchCache } from './search-cache.ts';
import { createSearchCaches, type SearchCaches } from './service.ts';
import { FakeTopic, filesBelow, newFolder, readAll, TOPIC } from './testing.ts';

const GIB = 1024 ** 3;

function secretsIn(kept: Map<string, string>, kind: ProductSecrets['kind'] = 'system'): ProductSecrets {
  const read: ProductSecrets['read'] = async (name) => (kept.has(name) ? new Secret(kept.get(name)!) : null);
  return {
    kind,
    read,
    readAgain: read,
    remove: async (name) => void kept.delete(name),
    write: async (name, secret) => void kept.set(name, secret.reveal()),
  };
}

type Setting = {
  readonly folder: string;
  readonly kept?: Map<string, string>;
  readonly kind?: ProductSecrets['kind'];
  readonly clusters?: Array<{ id: string; name: string; neverStore: boolean }>;
  readonly disk?: CacheDisk;
};

function start({ folder, kept = new Map(), kind = 'system', clusters = CLUSTERS, disk }: Setting) {
  let choice = { isOn: true, maxBytes: 2 * GIB };
  const notices: Notice[] = [];
  let changes = 0;
  const caches = createSearchCaches({
    folder,
    secrets: secretsIn(kept, kind),
    store: { get: () => choice, save: async (next) => void (choice = next) },
    clusters: () => clusters,
    notices: { add: (notice) => void notices.push(notice), dismiss: () => void (notices.length = 0) },
    clock: Date.now,
    onChange: async () => void (changes += 1),
    ...(disk === undefined ? {} : { disk }),
  });
  return { caches, notices, changes: () => changes };
}

const CLUSTERS = [
  { id: 'one', name: 'One', neverStore: false },
  { id: 'two', name: 'Two', neverStore: false },
  { id: 'secret', name: 'Secret', neverStore: true },
];

/** Reads something of a cluster, so that something is kept of it. */
async function fill(caches: SearchCaches, clusterId: string): Promise<void> {
  const settings = await caches.settingsOf(clusterId);
  const cache = openSearchCache({ ...settings!, clock: Date.now });
  const topic = new FakeTopic();
  for (let index = 0; index < 50; index += 1) topic.at(0).append({ bytes: 2000 });
  const reader = cachedReader(topic.reader(), cache.topic(TOPIC));
  await readAll(reader, new Map([[0, 0n]]));
  await reader.close();
  await cache.flush();
}

const bytesOf = async (caches: SearchCaches) =>
  Object.fromEntries((await caches.info()).clusters.map(({ clusterId, bytes }) => [clusterId, bytes > 0]));

describe('the main side', () => {
  it('says how much is kept of which cluster, where and how, and deletes it', async () => {
    const folder = newFolder();
    const { caches } = start({ folder });
    await fill(caches, 'one');
    await fill(caches, 'two');
    const info = await caches.info();
    expect(info).toMatchObject({ isOn: true, problem: null, segments: 2, folder: join(folder, 'search-cache') });
    expect(info.bytes).toBeGreaterThan(100_000);
    expect(info.sentence).toContain('AES-256-GCM');
    expect(await bytesOf(caches)).toEqual({ one: true, two: true, secret: false });
    await caches.clear('one');
    expect(await bytesOf(caches)).toEqual({ one: false, two: true, secret: false });
    expect((await caches.clear()).bytes).toBe(0);
  });

  it('keeps nothing of clusters that say so, and deletes what was kept when they begin to, or are removed', async () => {
    const folder = newFolder();
    const clusters = CLUSTERS.map((cluster) => ({ ...cluster }));
    const { caches } = start({ folder, clusters });
    expect(await caches.settingsOf('secret')).toBe(null);
    expect(await caches.settingsOf('unknown')).toBe(null);
    await fill(caches, 'one');
    await fill(caches, 'two');
    await caches.reconsider('one');
    expect(await bytesOf(caches)).toMatchObject({ one: true });
    clusters[0]!.neverStore = true;
    await caches.reconsider('one');
    expect(await bytesOf(caches)).toMatchObject({ one: false, two: true });
    clusters.splice(1, 1);
    await caches.reconsider('two');
    expect(filesBelow(join(folder, 'search-cache'))).toEqual([]);
  });

  it('keeps the cache over a start with the same key, and deletes it where the key is lost or a cluster is gone', async () => {
    const folder = newFolder();
    const kept = new Map<string, string>();
    const first = start({ folder, kept });
    await fill(first.caches, 'one');
    await fill(first.caches, 'two');
    await first.caches.close();
    expect(await bytesOf(start({ folder, kept }).caches)).toMatchObject({ one: true, two: true });
    expect(await bytesOf(start({ folder, kept, clusters: CLUSTERS.slice(0, 1) }).caches)).toEqual({ one: true });
    expect((await start({ folder, kept }).caches.info()).segments).toBe(1);
    expect((await start({ folder, kept: new Map() }).caches.info()).segments).toBe(0);
  });

  it('without a key store keeps it for this session only, and leaves another running window alone', async () => {
    const folder = newFolder();
    const { caches } = start({ folder, kind: 'session' });
    await fill(caches, 'one');
    const root = join(folder, 'search-cache');
    for (const name of ['session-999999999-00ff', `session-${process.ppid}-00ff`]) {
      mkdirSync(join(root, name, 'c'), { recursive: true });
      writeFileSync(join(root, name, 'c', 'x.seg'), 'x');
    }
    const next = start({ folder, kind: 'session' });
    await next.caches.info();
    // Gone: the earlier session of this very process, and the one whose process is gone. Left: the other's, and our own.
    expect(readdirSync(root)).toHaveLength(2);
    expect(readdirSync(root)).toContain(`session-${process.ppid}-00ff`);
    await fill(next.caches, 'two');
    await next.caches.close();
    expect(readdirSync(root)).toEqual([`session-${process.ppid}-00ff`]);
  });

  it('off means that nothing is kept or used; the readers are told', async () => {
    const folder = newFolder();
    const { caches, changes } = start({ folder });
    await fill(caches, 'one');
    expect(await caches.configure({ isOn: false, maxBytes: GIB })).toMatchObject({ isOn: false, bytes: 0 });
    expect([await caches.settingsOf('one'), changes()]).toEqual([null, 1]);
    await caches.configure({ isOn: true, maxBytes: GIB });
    expect(await caches.settingsOf('one')).toMatchObject({ maxBytes: GIB });
  });

  it('tells once that the disk refuses, goes on without, and tries again when turned on again', async () => {
    const folder = newFolder();
    let isFull = true;
    const disk = createCacheDisk();
    const write: CacheDisk['write'] = (path, pieces) =>
      isFull ? Promise.reject(Object.assign(new Error(), { code: 'ENOSPC' })) : disk.write(path, pieces);
    const { caches, notices } = start({ folder, disk: { ...disk, write } });
    expect(await caches.settingsOf('one')).toBe(null);
    caches.noteOff('the disk is full');
    expect(notices).toMatchObject([{ level: 'warning', text: expect.stringContaining('the disk is full') as string }]);
    expect((await caches.info()).problem).toBe('the disk is full');
    isFull = false;
    expect(await caches.configure({ isOn: true, maxBytes: GIB })).toMatchObject({ problem: null });
    expect(notices).toEqual([]);
    expect(await caches.settingsOf('one')).not.toBe(null);
  });

  it('sweeps what a killed writer left behind', async () => {
    const folder = newFolder();
    const kept = new Map<string, string>();
    const { caches } = start({ folder, kept });
    await fill(caches, 'one');
    const [segment = ''] = filesBelow(join(folder, 'search-cache'));
    const [dead, alive] = [`${segment}.999999999-00ff00ff.tmp`, `${segment}.${process.ppid}-00ff00ff.tmp`];
    writeFileSync(dead, 'x');
    writeFileSync(alive, 'x');
    await start({ folder, kept }).caches.info();
    expect([existsSync(dead), existsSync(alive), existsSync(segment)]).toEqual([false, true, true]);
  });
});
