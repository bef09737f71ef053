import { join } from 'node:path';
import { ownerOfTemp, isRunning, SEGMENT_END, type CacheDisk } from './disk.ts';

/** A file of the cache: `<root>/<key>/<cluster>/<name>.seg`. */
export type CacheFile = {
  readonly path: string;
  readonly keyFolder: string;
  readonly clusterFolder: string;
  readonly size: number;
  readonly usedMs: number;
};

/** Files are small where a topic has very many partitions; this many are listed in a moment. */
const MAX_FILES = 20_000;
/** Room is made down to here, so that not every segment written needs a look at all files. */
const KEPT_SHARE = 0.9;

/** Every segment below the root, of all keys, clusters and processes. */
export async function listCache(disk: CacheDisk, root: string): Promise<ReadonlyArray<CacheFile>> {
  const files: CacheFile[] = [];
  for (const keyFolder of await foldersOf(disk, root)) {
    for (const clusterFolder of await foldersOf(disk, join(root, keyFolder))) {
      const folder = join(root, keyFolder, clusterFolder);
      for (const name of await foldersOf(disk, folder)) {
        if (!name.endsWith(SEGMENT_END)) continue;
        const path = join(folder, name);
        const found = await disk.stat(path);
        if (found !== null) files.push({ path, keyFolder, clusterFolder, ...found });
      }
    }
  }
  return files;
}

/** Removes the least recently used segments until the cache is well below its cap; returns the bytes that are left. */
export async function makeRoom(disk: CacheDisk, root: string, maxBytes: number): Promise<number> {
  const files = [...(await listCache(disk, root))].sort((a, b) => a.usedMs - b.usedMs);
  let bytes = files.reduce((sum, file) => sum + file.size, 0);
  let count = files.length;
  if (bytes <= maxBytes && count <= MAX_FILES) return bytes;
  for (const file of files) {
    if (bytes <= maxBytes * KEPT_SHARE && count <= MAX_FILES * KEPT_SHARE) break;
    // Best effort: another process may hold it; the next look tries again.
    await disk.remove(file.path).catch(() => undefined);
    bytes -= file.size;
    count -= 1;
  }
  return bytes;
}

/** Temp files of processes that are gone: a killed writer leaves one behind. */
export async function sweepTemps(disk: CacheDisk, root: string): Promise<void> {
  for (const keyFolder of await foldersOf(disk, root)) {
    for (const clusterFolder of await foldersOf(disk, join(root, keyFolder))) {
      const folder = join(root, keyFolder, clusterFolder);
      for (const name of await foldersOf(disk, folder)) {
        const owner = ownerOfTemp(name);
        if (owner !== null && !isRunning(owner)) await removeQuietly(disk, join(folder, name));
      }
    }
  }
}

/** Best effort: what cannot be removed now is tried again at the next start. */
export async function removeQuietly(disk: CacheDisk, path: string): Promise<void> {
  await disk.remove(path).catch(() => undefined);
}

/** A file where a folder should be, or a folder that may not be read, holds nothing of ours. */
async function foldersOf(disk: CacheDisk, folder: string): Promise<ReadonlyArray<string>> {
  return disk.list(folder).catch(() => []);
}
