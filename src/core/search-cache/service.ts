import { join } from 'node:path';
import type { Notice } from '../../shared/contract/app.ts';
import type { SearchCacheInfo } from '../../shared/contract/search-cache.ts';
import { Secret } from '../../shared/values/secret.ts';
import type { ProductSecrets, SearchCacheStore } from '../settings/index.ts';
import { listCache, makeRoom, removeQuietly, sweepTemps } from './cache-files.ts';
import type { CacheSettings } from './cache-wire.ts';
import { createCrypt, isKeyText, newKeyText, type Crypt } from './crypt.ts';
import { createCacheDisk, isRunning, type CacheDisk } from './disk.ts';
import { reasonOf } from './reason.ts';

export type CachedCluster = { readonly id: string; readonly name: string; readonly neverStore: boolean };

export type SearchCachesOptions = {
  /** The configuration folder. */
  readonly folder: string;
  readonly secrets: ProductSecrets;
  readonly store: SearchCacheStore;
  readonly clusters: () => ReadonlyArray<CachedCluster>;
  readonly notices: { add(notice: Notice): void; dismiss(id: string): void };
  readonly clock: () => number;
  /** Told when the readers' cache is to change: they ask `settingsOf` again. */
  readonly onChange?: () => Promise<void>;
  readonly disk?: CacheDisk;
};

/** The main side: where the cache lies, its key and its cap. The reading and writing is done by the readers' threads. */
export type SearchCaches = {
  /** Null where nothing of this cluster is to be kept or used. */
  settingsOf(clusterId: string): Promise<CacheSettings | null>;
  info(): Promise<SearchCacheInfo>;
  configure(choice: { readonly isOn: boolean; readonly maxBytes: number }): Promise<SearchCacheInfo>;
  /** Of one cluster, or of all. */
  clear(clusterId?: string): Promise<SearchCacheInfo>;
  /** After a cluster was changed or removed: deletes what may no longer be kept of it. Its readers have ended. */
  reconsider(clusterId: string): Promise<void>;
  /** The way the product's secrets are kept has changed: the key is asked for again. */
  keyChanged(): Promise<void>;
  /** A reader's cache turned itself off: told to the user, once. */
  noteOff(reason: string): void;
  /** Deletes what nobody could open any more. */
  close(): Promise<void>;
};

const FOLDER = 'search-cache';
const NOTICE_ID = 'search-cache-off';
const SESSION = /^session-(\d+)-/;

type Home = {
  readonly crypt: Crypt;
  readonly key: Secret;
  readonly name: string;
  readonly path: string;
  readonly isOfSession: boolean;
};

export function createSearchCaches(options: SearchCachesOptions): SearchCaches {
  const caches = new Caches(options);
  return {
    settingsOf: (clusterId) => caches.settingsOf(clusterId),
    info: () => caches.info(),
    configure: (choice) => caches.configure(choice),
    clear: (clusterId) => caches.clear(clusterId),
    reconsider: (clusterId) => caches.reconsider(clusterId),
    keyChanged: () => caches.keyChanged(),
    noteOff: (reason) => caches.noteOff(reason),
    close: () => caches.close(),
  };
}

class Caches implements SearchCaches {
  readonly #options: SearchCachesOptions;
  readonly #disk: CacheDisk;
  readonly #root: string;
  #home: Promise<Home> | null = null;
  #problem: string | null = null;

  constructor(options: SearchCachesOptions) {
    this.#options = options;
    this.#disk = options.disk ?? createCacheDisk();
    this.#root = join(options.folder, FOLDER);
  }

  async settingsOf(clusterId: string): Promise<CacheSettings | null> {
    const { store, clusters } = this.#options;
    const { isOn, maxBytes } = store.get();
    const cluster = clusters().find(({ id }) => id === clusterId);
    if (!isOn || cluster === undefined || cluster.neverStore) return null;
    const home = await this.#open();
    if (this.#problem !== null) return null;
    return { root: this.#root, folder: folderOf(home, clusterId), key: home.key, maxBytes };
  }

  async info(): Promise<SearchCacheInfo> {
    const { store, clusters, clock, secrets } = this.#options;
    const home = await this.#open();
    const files = await listCache(this.#disk, this.#root);
    const ours = files.filter((file) => file.keyFolder === home.name);
    return {
      ...store.get(),
      problem: this.#problem,
      bytes: total(files),
      segments: files.length,
      folder: this.#root,
      sentence: protection(secrets.kind),
      clusters: clusters().map(({ id, name, neverStore }) => {
        const share = ours.filter((file) => join(home.path, file.clusterFolder) === folderOf(home, id));
        return { clusterId: id, name, neverStore, bytes: total(share), segments: share.length };
      }),
      asOf: clock(),
    };
  }

  async configure(choice: { readonly isOn: boolean; readonly maxBytes: number }): Promise<SearchCacheInfo> {
    const { store, onChange, notices } = this.#options;
    const { isOn, maxBytes } = choice;
    await store.save({ isOn, maxBytes });
    if (isOn && this.#problem !== null) {
      // Turned on again: the disk gets another chance.
      this.#problem = null;
      notices.dismiss(NOTICE_ID);
      await this.#probe(await this.#open());
    }
    await onChange?.();
    if (isOn) await makeRoom(this.#disk, this.#root, maxBytes);
    else await this.#removeAll();
    return this.info();
  }

  async clear(clusterId?: string): Promise<SearchCacheInfo> {
    if (clusterId === undefined) await this.#removeAll();
    else await removeQuietly(this.#disk, folderOf(await this.#open(), clusterId));
    return this.info();
  }

  async reconsider(clusterId: string): Promise<void> {
    const cluster = this.#options.clusters().find(({ id }) => id === clusterId);
    if (cluster !== undefined && !cluster.neverStore) return;
    await removeQuietly(this.#disk, folderOf(await this.#open(), clusterId));
  }

  async keyChanged(): Promise<void> {
    const before = await this.#home;
    if (before === null) return; // Not asked for yet: the first one who does gets the right one.
    this.#home = null;
    const now = await this.#open();
    if (now.name === before.name) return;
    await this.#options.onChange?.();
    if (before.isOfSession) await removeQuietly(this.#disk, before.path);
  }

  noteOff(reason: string): void {
    if (this.#problem !== null) return;
    this.#problem = reason;
    this.#options.notices.add({
      id: NOTICE_ID,
      level: 'warning',
      title: 'The search cache is off',
      text: `Searches work, but what they read is not kept in ${this.#root}: ${reason}. It is tried again at the next start.`,
    });
  }

  async close(): Promise<void> {
    const home = await this.#home;
    if (home?.isOfSession === true) await removeQuietly(this.#disk, home.path);
  }

  #open(): Promise<Home> {
    return (this.#home ??= this.#start());
  }

  async #start(): Promise<Home> {
    const { secrets, store } = this.#options;
    const isOfSession = secrets.kind === 'session';
    const key = await this.#key();
    const crypt = createCrypt(key);
    const id = crypt.nameOf('key').slice(0, 16);
    const name = isOfSession ? `session-${process.pid}-${id}` : id;
    const home: Home = { crypt, key, name, path: join(this.#root, name), isOfSession };
    await this.#sweep(home);
    const { isOn, maxBytes } = store.get();
    if (isOn) await this.#probe(home);
    else await removeQuietly(this.#disk, home.path);
    await makeRoom(this.#disk, this.#root, maxBytes);
    return home;
  }

  async #key(): Promise<Secret> {
    const { secrets } = this.#options;
    const known = await secrets.read('searchCacheKey');
    if (known !== null && isKeyText(known.reveal())) return known;
    const key = new Secret(newKeyText());
    // A key of this session must not take the place of one that is only locked away.
    if (secrets.kind !== 'session') await secrets.write('searchCacheKey', key);
    return key;
  }

  /**
   * Deletes what nobody can open: sessions whose process is gone, caches of keys that were lost, clusters that are no
   * longer in the list or say "never store", temp files of dead writers. Another running window's session stays.
   */
  async #sweep(home: Home): Promise<void> {
    const { clusters, secrets } = this.#options;
    const mine = new Set(clusters().flatMap(({ id, neverStore }) => (neverStore ? [] : [folderOf(home, id)])));
    for (const name of await this.#disk.list(this.#root).catch(() => [])) {
      const path = join(this.#root, name);
      const pid = Number(SESSION.exec(name)?.[1] ?? NaN);
      const isOfSession = !Number.isNaN(pid);
      if (name === home.name) {
        const inside = await this.#disk.list(path).catch(() => []);
        for (const folder of inside)
          if (!mine.has(join(path, folder))) await removeQuietly(this.#disk, join(path, folder));
      } else if (isOfSession ? pid === process.pid || !isRunning(pid) : secrets.kind !== 'session') {
        await removeQuietly(this.#disk, path);
      }
    }
    await sweepTemps(this.#disk, this.#root);
  }

  /** Tries the disk before the first search does, so that the notice comes with the start. */
  async #probe(home: Home): Promise<void> {
    const path = join(home.path, 'probe');
    try {
      await this.#disk.write(path, [Buffer.from('1')]);
      await this.#disk.remove(path);
    } catch (error) {
      this.noteOff(reasonOf(error));
    }
  }

  async #removeAll(): Promise<void> {
    for (const name of await this.#disk.list(this.#root).catch(() => [])) {
      await removeQuietly(this.#disk, join(this.#root, name));
    }
  }
}

function folderOf({ crypt, path }: Home, clusterId: string): string {
  return join(path, crypt.nameOf('cluster', clusterId));
}

function total(files: ReadonlyArray<{ readonly size: number }>): number {
  return files.reduce((sum, file) => sum + file.size, 0);
}

function protection(kind: ProductSecrets['kind']): string {
  return `Everything in it is encrypted with AES-256-GCM, and no file name tells a topic or a cluster. ${KEY_SENTENCES[kind]}`;
}

const KEY_SENTENCES: Readonly<Record<ProductSecrets['kind'], string>> = {
  system: "The key is kept by this computer's key store.",
  passphrase: 'The key is kept under your passphrase.',
  session: 'The key is in memory only, and what was kept is deleted when the app closes.',
};
