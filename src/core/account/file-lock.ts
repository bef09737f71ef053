import { open, stat, unlink } from 'node:fs/promises';

/** Holders that take longer have died: what the lock guards ends by its own limits long before. */
const STALE_MS = 60_000;
const PATIENCE_MS = 45_000;
const LOOK_AGAIN_MS = 50;

/**
 * Runs the work while no other instance of the app on this folder runs its own. Where the disk refuses a lock, or another
 * holds it beyond all patience, the work is done all the same: a second refresh is better than none.
 */
export async function withFileLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const isOurs = await take(path);
  try {
    return await work();
  } finally {
    // Best effort: one left behind goes stale.
    if (isOurs) await unlink(path).catch(() => undefined);
  }
}

async function take(path: string): Promise<boolean> {
  const deadline = performance.now() + PATIENCE_MS;
  while (performance.now() < deadline) {
    try {
      const handle = await open(path, 'wx', 0o600);
      await handle.close();
      return true;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) return false;
    }
    if (await isStale(path)) await unlink(path).catch(() => undefined);
    else await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
  return false;
}

async function isStale(path: string): Promise<boolean> {
  const age = await stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0, // Gone in this moment.
  );
  return age > STALE_MS;
}
