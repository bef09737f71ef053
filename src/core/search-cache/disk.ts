import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readdir, rename, rm, stat, unlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';

/** What the cache asks of the file system; tests give one that fails. */
export type CacheDisk = {
  /** Names in a folder; none where there is no such folder. */
  list(folder: string): Promise<ReadonlyArray<string>>;
  /** Null where there is no such file. */
  stat(path: string): Promise<{ readonly size: number; readonly usedMs: number } | null>;
  read(path: string, at: number, length: number): Promise<Buffer>;
  /** The file is there whole or not at all, but for a power cut: its content is authenticated when it is read. */
  write(path: string, pieces: ReadonlyArray<Buffer>): Promise<void>;
  /** Says that a file was used now. */
  touch(path: string, nowMs: number): Promise<void>;
  /** Removes a file or a folder with all that is in it; does nothing where it is gone already. */
  remove(path: string): Promise<void>;
};

export const SEGMENT_END = '.seg';
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;

export function createCacheDisk(): CacheDisk {
  return {
    list: (folder) => readdir(folder).catch(unless('ENOENT', [])),
    stat: async (path) => {
      const found = await stat(path).catch(unless('ENOENT', null));
      return found === null ? null : { size: found.size, usedMs: found.mtimeMs };
    },
    read: async (path, at, length) => {
      const handle = await open(path, 'r');
      try {
        const bytes = Buffer.allocUnsafeSlow(length);
        let filled = 0;
        while (filled < length) {
          const { bytesRead } = await handle.read(bytes, filled, length - filled, at + filled);
          if (bytesRead === 0) break;
          filled += bytesRead;
        }
        return bytes.subarray(0, filled);
      } finally {
        await handle.close();
      }
    },
    write: writeFile,
    touch: (path, nowMs) => utimes(path, nowMs / 1000, nowMs / 1000),
    // Windows refuses while a scanner or a reader holds a file; a moment later it does not.
    remove: (path) => rm(path, { recursive: true, force: true, maxRetries: 3, retryDelay: 50 }),
  };
}

async function writeFile(path: string, pieces: ReadonlyArray<Buffer>): Promise<void> {
  const folder = join(path, '..');
  await mkdir(folder, { recursive: true, mode: FOLDER_MODE });
  // For a folder made earlier with wider rights; a file system without rights is no reason to stop.
  await chmod(folder, FOLDER_MODE).catch(() => undefined);
  const temp = `${path}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  try {
    const handle = await open(temp, 'wx', FILE_MODE);
    try {
      for (let at = 0; at < pieces.length;) {
        const some = pieces.slice(at, at + 64);
        await writeAll(handle, some);
        at += some.length;
      }
    } finally {
      await handle.close();
    }
    await rename(temp, path);
  } catch (error) {
    // Best effort: what is left behind is swept at the next start, and the first error is the one to tell.
    await unlink(temp).catch(() => undefined);
    throw error;
  }
}

/** A disk that fills up takes a part and says so by its count only. */
async function writeAll(handle: Awaited<ReturnType<typeof open>>, pieces: ReadonlyArray<Buffer>): Promise<void> {
  const total = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const { bytesWritten } = await handle.writev([...pieces]);
  if (bytesWritten === total) return;
  await handle.write(Buffer.concat(pieces), bytesWritten, total - bytesWritten);
}

/** The process that was writing a temp file; null where the name is none. */
export function ownerOfTemp(name: string): number | null {
  const match = /\.(\d+)-[0-9a-f]{8}\.tmp$/.exec(name);
  return match === null ? null : Number(match[1]);
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM'; // It runs, as another user.
  }
}

export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function unless<T>(code: string, instead: T): (error: unknown) => T {
  return (error) => {
    if (errorCode(error) === code) return instead;
    throw error;
  };
}
