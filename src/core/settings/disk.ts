import { chmod, copyFile, mkdir, open, readdir, readFile, rename, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errorCode } from './error-code.ts';
import { takeLock, type Release } from './file-lock.ts';

/** What the settings files ask of the file system; tests put a failing one in its place. */
export type Disk = {
  makeFolder(folder: string): Promise<void>;
  list(folder: string): Promise<ReadonlyArray<string>>;
  read(path: string): Promise<string>;
  /** Old or new content is there afterwards, whatever happens in between. */
  write(path: string, text: string): Promise<void>;
  copy(from: string, to: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** Waits until no other process is saving this file, and keeps the others waiting until released. */
  lock(path: string): Promise<Release>;
  /** Changes whenever the file does; null where there is no file. */
  stamp(path: string): Promise<string | null>;
};

/** Only this user may look into the folder and its files. */
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
/** Virus scanners and sync clients hold a file for a moment: Windows then refuses the rename. */
const BUSY_CODES: ReadonlySet<string> = new Set(['EBUSY', 'EPERM', 'EACCES']);
const BUSY_WAITS_MS = [20, 60, 200];

export function createDisk(newId: () => string): Disk {
  return {
    makeFolder: async (folder) => {
      await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
      // For a folder made earlier with wider rights. A file system without rights, or another owner, is no reason to stop.
      await chmod(folder, FOLDER_MODE).catch(() => undefined);
    },
    list: (folder) => readdir(folder),
    read: (path) => patiently(() => readFile(path, 'utf8')),
    write: (path, text) => writeAtomically(path, text, newId()),
    copy: async (from, to) => {
      await copyFile(from, to);
      await chmod(to, FILE_MODE);
    },
    rename: (from, to) => patiently(() => rename(from, to)),
    remove: (path) => unlink(path),
    lock: (path) => takeLock(lockName(path), newId()),
    stamp: async (path) => {
      try {
        const { mtimeNs, size, ino } = await stat(path, { bigint: true });
        return `${mtimeNs}-${size}-${ino}`;
      } catch (error) {
        if (errorCode(error) === 'ENOENT') return null;
        throw error;
      }
    },
  };
}

/** The process id in the name lets the sweep tell a temp file in use from an orphan. */
export function tempName(path: string, id: string): string {
  return join(dirname(path), `.${basename(path)}.${process.pid}.${id}.tmp`);
}

/** The file that whoever saves this file holds meanwhile. */
export function lockName(path: string): string {
  return join(dirname(path), `.${basename(path)}.lock`);
}

/** The process that wrote a temp file, or null where the name is none of ours. */
export function ownerOfTemp(name: string): number | null {
  const match = /^\.[a-z-]+(?:\.\d+)?\.json\.(\d+)\.[A-Za-z0-9-]+\.tmp$/.exec(name);
  return match === null ? null : Number(match[1]);
}

async function writeAtomically(path: string, text: string, id: string): Promise<void> {
  const temp = tempName(path, id);
  try {
    const handle = await open(temp, 'wx', FILE_MODE);
    try {
      await handle.writeFile(text, 'utf8');
      await handle.sync();
    } finally {
      await handle.close();
    }
    await patiently(() => rename(temp, path));
  } catch (error) {
    // Best effort: what is left behind is swept at the next start, and the first error is the one to tell.
    await unlink(temp).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(path));
}

/** Makes the rename itself survive a power cut. Windows cannot open a folder; there NTFS's journal has to do. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    // Some network file systems have no fsync for folders: the file itself is written and synced by now.
    if (errorCode(error) !== 'EINVAL' && errorCode(error) !== 'ENOTSUP') throw error;
  } finally {
    await handle.close();
  }
}

async function patiently<T>(action: () => Promise<T>): Promise<T> {
  for (const waitMs of BUSY_WAITS_MS) {
    try {
      return await action();
    } catch (error) {
      if (process.platform !== 'win32' || !BUSY_CODES.has(errorCode(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
  return action();
}
