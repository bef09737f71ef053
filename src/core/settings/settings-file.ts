import { basename, join } from 'node:path';
import { createBackups, type Backups } from './backups.ts';
import { ownerOfTemp, type Disk } from './disk.ts';
import { errorCode } from './error-code.ts';
import { corruptNotice, newerNotice, notSavedId, notSavedNotice, unreadableNotice } from './file-notices.ts';
import { parseFile, serializeFile, type FileFormat, type Parsed } from './format.ts';
import { breakIfStale, isRunning } from './file-lock.ts';
import { mergeEntries, type Entries } from './merge.ts';
import type { Notices } from './notices.ts';

/**
 * One settings file, held in memory and written behind. A change counts at once; the promise of `update` ends when it is
 * on disk, or when it is known that it cannot be (told by a notice, never thrown: the app goes on from memory).
 */
export type SettingsFile<T> = {
  entries(): T;
  update(change: (entries: T) => T): Promise<void>;
  /** Waits for what is under way, and tries once more what failed. */
  flush(): Promise<void>;
  /** Whether the last change is on disk. */
  isSaved(): boolean;
  /** Removes the backups and writes the first one anew: what is no longer in the file must not be in them either. */
  purgeBackups(): Promise<void>;
};

export type SettingsFileOptions<T extends Entries> = {
  readonly folder: string;
  readonly format: FileFormat<T>;
  readonly disk: Disk;
  readonly notices: Notices;
  readonly clock: () => number;
};

/** What is known of the file on disk: the entries last read or written, and the text to see that it is still so. */
type OnDisk<T> = { readonly entries: T; readonly text: string | null };

export async function openSettingsFile<T extends Entries>(options: SettingsFileOptions<T>): Promise<SettingsFile<T>> {
  const file = new WrittenBehind(options);
  await file.load();
  return file;
}

class WrittenBehind<T extends Entries> implements SettingsFile<T> {
  readonly #options: SettingsFileOptions<T>;
  readonly #path: string;
  readonly #told: { readonly title: string; readonly path: string };
  readonly #backups: Backups<T>;
  #entries: T;
  #known: OnDisk<T>;
  /** False once the file must not be written: it is newer than we know, or we could not read what it holds. */
  #mayWrite = true;
  #isDirty = false;
  #hasFailed = false;
  #saving: Promise<void> | null = null;

  constructor(options: SettingsFileOptions<T>) {
    const { format, folder } = options;
    this.#options = options;
    this.#path = join(folder, `${format.name}.json`);
    this.#told = { title: format.title, path: this.#path };
    this.#backups = createBackups(options);
    this.#entries = format.empty;
    this.#known = { entries: format.empty, text: null };
  }

  entries(): T {
    return this.#entries;
  }

  update(change: (entries: T) => T): Promise<void> {
    this.#entries = change(this.#entries);
    this.#isDirty = true;
    return this.#mayWrite ? this.#saveSoon() : Promise.resolve();
  }

  async flush(): Promise<void> {
    await this.#saving;
    if (this.#isDirty && this.#mayWrite) await this.#saveSoon();
  }

  isSaved(): boolean {
    return !this.#isDirty && !this.#hasFailed;
  }

  async purgeBackups(): Promise<void> {
    if (!this.#mayWrite) return;
    await this.#backups.purge();
    this.#isDirty = true;
    await this.#saveSoon();
  }

  async load(): Promise<void> {
    const { format, notices } = this.#options;
    try {
      const found = await this.#read();
      if (found.kind === 'good') this.#entries = found.entries;
      if (found.kind !== 'corrupt') return;
      const backup = await this.#backups.newestGood();
      await this.#setAside(found.reason, backup === null ? 'no-backup' : backup.name);
      this.#entries = backup?.entries ?? format.empty;
    } catch (error) {
      this.#mayWrite = false;
      const backup = await this.#backups.newestGood();
      this.#entries = backup?.entries ?? format.empty;
      notices.add(unreadableNotice({ ...this.#told, reason: reasonOf(error), backup: backup?.name ?? null }));
      return;
    }
    await this.#saveSoon(); // Good content takes the damaged file's place.
  }

  /** Reads the file as it is now; what could be used of it becomes `#known`. A time stamp would be cheaper to compare, but two saves may share one. */
  async #read(): Promise<Parsed<T> | { readonly kind: 'absent' | 'known' }> {
    const { disk, format, notices } = this.#options;
    if ((await disk.stamp(this.#path)) === null) return { kind: 'absent' };
    const text = await disk.read(this.#path);
    if (text === this.#known.text) return { kind: 'known' };
    const parsed = parseFile(format, text);
    this.#known = { entries: parsed.kind === 'good' ? parsed.entries : format.empty, text };
    if (parsed.kind === 'newer') {
      this.#mayWrite = false;
      notices.add(newerNotice({ ...this.#told, version: parsed.version }));
    }
    return parsed;
  }

  /** The damaged file is copied, not moved: should we end here, the next start finds it again instead of nothing. */
  async #setAside(reason: string, instead: string): Promise<void> {
    const { disk, format, folder, notices, clock } = this.#options;
    const time = new Date(clock()).toISOString().replaceAll(/[:.]/g, '-');
    const aside = join(folder, `${format.name}.corrupt-${time}.json`);
    await disk.copy(this.#path, aside);
    notices.add(corruptNotice({ ...this.#told, reason, keptAs: basename(aside), instead }));
  }

  /** Another instance may have saved since: its changes are taken in before ours go out. */
  async #takeInChanges(): Promise<void> {
    const base = this.#known.entries;
    const found = await this.#read();
    if (found.kind === 'good') this.#entries = mergeEntries(base, this.#entries, found.entries);
    if (found.kind === 'corrupt') await this.#setAside(found.reason, 'memory');
  }

  /** Between reading what others saved and writing it together with ours, nobody else may save. */
  async #saveHeld(): Promise<void> {
    const { disk, format } = this.#options;
    await this.#takeInChanges();
    if (!this.#mayWrite) return;
    const written = this.#entries;
    const text = serializeFile(format, written);
    await disk.write(this.#path, text);
    this.#known = { entries: written, text };
    await this.#backups.keep(text);
  }

  async #save(): Promise<void> {
    const { disk, folder, notices } = this.#options;
    try {
      await disk.makeFolder(folder);
      const release = await disk.lock(this.#path);
      try {
        await this.#saveHeld();
      } finally {
        await release();
      }
      this.#hasFailed = false;
      notices.dismiss(notSavedId(this.#path));
    } catch (error) {
      this.#isDirty = true;
      this.#hasFailed = true;
      notices.add(notSavedNotice({ ...this.#told, reason: reasonOf(error) }));
    }
  }

  /** One save at a time; changes made meanwhile go together into the next. A failed save waits for the next change. */
  #saveSoon(): Promise<void> {
    this.#saving ??= (async () => {
      await Promise.resolve(); // Changes made in this turn go together.
      do {
        this.#isDirty = false;
        await this.#save();
      } while (this.#isDirty && !this.#hasFailed);
    })().finally(() => {
      this.#saving = null;
    });
    return this.#saving;
  }
}

/** Removes temp files whose writer is gone: a killed save leaves one behind. */
export async function sweepTempFiles(folder: string, disk: Disk): Promise<void> {
  for (const place of [folder, join(folder, 'backups')]) {
    const names = await disk.list(place).catch(() => []); // No folder, nothing to sweep.
    for (const name of names) {
      // Best effort, as below; the next save would do it too.
      if (name.startsWith('.') && name.endsWith('.lock')) await breakIfStale(join(place, name)).catch(() => undefined);
      const owner = ownerOfTemp(name);
      if (owner === null || (owner !== process.pid && isRunning(owner))) continue;
      // Best effort: one that cannot be removed costs some bytes, and the next start tries again.
      await disk.remove(join(place, name)).catch(() => undefined);
    }
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the disk is read-only',
  EACCES: 'no right to',
  EPERM: 'not permitted',
  EBUSY: 'another program holds it',
  ELOCKED: 'another running Conduktor has been saving it for too long',
  EISDIR: 'a folder is in its place',
  ENOTDIR: 'a file stands where a folder should be',
};

function reasonOf(error: unknown): string {
  const code = errorCode(error);
  return REASONS[code] ?? (code === '' ? 'unknown reason' : code);
}
