import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { readFile, stat, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { errorCode } from './error-code.ts';

/** Ends the hold; to be called once, whatever came of the work. */
export type Release = () => Promise<void>;

/** Who holds a lock, as its file says. `startedAt` tells a process from a later one that got the same number. */
type Holder = { readonly pid: number; readonly startedAt: string | null; readonly host: string; readonly id: string };

/** Twenty instances that all save take a few seconds for a round on a slow disk. */
const PATIENCE_MS = 30_000;
const MAX_WAIT_MS = 40;
/** A file without a holder in it: its writer ended between making and filling it, which takes microseconds. */
const UNFILLED_MS = 5_000;
/** Another computer's process cannot be asked whether it lives; nor, off Linux, when it started. A save takes no minute. */
const UNKNOWN_MS = 60_000;
/** The file that guards the breaking of a lock is there for one read and one removal. */
const BREAKING_MS = 10_000;

/**
 * A lock between processes: a file that only one can make. Whoever finds one whose holder is gone removes it, one at a
 * time, so that nobody removes the lock that the next has just made.
 */
export async function takeLock(path: string, id: string, patienceMs = PATIENCE_MS): Promise<Release> {
  const text = JSON.stringify({ pid: process.pid, startedAt: startOf(process.pid), host: hostname(), id });
  const deadline = performance.now() + patienceMs;
  for (let tries = 0; ; tries += 1) {
    if (makeFile(path, text)) return () => release(path, text);
    await breakIfStale(path);
    if (performance.now() > deadline) {
      throw Object.assign(new Error('Another process holds the lock'), { code: 'ELOCKED' });
    }
    await wait(1 + Math.random() * Math.min(MAX_WAIT_MS, 2 * (tries + 1)));
  }
}

/** Removes a lock that nobody holds any more; leaves every other. */
export async function breakIfStale(path: string): Promise<void> {
  const found = await readLock(path);
  if (found === null || !isStale(found)) return;
  const guard = `${path}.break`;
  if (!makeFile(guard, '')) {
    const breaking = await readLock(guard);
    if (breaking !== null && breaking.ageMs > BREAKING_MS) await removeFile(guard);
    return;
  }
  try {
    const now = await readLock(path);
    if (now !== null && now.text === found.text) await removeFile(path);
  } finally {
    await removeFile(guard);
  }
}

/** Made and filled in one turn: a process that is killed has done both or, all but never, one. False where it exists. */
function makeFile(path: string, text: string): boolean {
  try {
    const file = openSync(path, 'wx', 0o600);
    try {
      writeSync(file, text);
    } finally {
      closeSync(file);
    }
    return true;
  } catch (error) {
    // Windows says EPERM or EBUSY for a file that is being removed: it is there for a moment more.
    if (errorCode(error) === 'EEXIST') return false;
    if (process.platform === 'win32' && ['EPERM', 'EBUSY', 'EACCES'].includes(errorCode(error))) return false;
    throw error;
  }
}

async function release(path: string, text: string): Promise<void> {
  const found = await readLock(path);
  if (found?.text === text) await removeFile(path);
}

type Found = { readonly text: string; readonly ageMs: number };

async function readLock(path: string): Promise<Found | null> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    return { text, ageMs: Date.now() - mtimeMs };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function isStale({ text, ageMs }: Found): boolean {
  const holder = parseHolder(text);
  if (holder === null) return ageMs > UNFILLED_MS;
  if (holder.host !== hostname()) return ageMs > UNKNOWN_MS;
  if (!isRunning(holder.pid)) return true;
  const startedAt = startOf(holder.pid);
  return startedAt === null || holder.startedAt === null ? ageMs > UNKNOWN_MS : startedAt !== holder.startedAt;
}

function parseHolder(text: string): Holder | null {
  try {
    const { pid, startedAt, host, id } = JSON.parse(text) as Partial<Holder>;
    if (typeof pid !== 'number' || typeof host !== 'string' || typeof id !== 'string') return null;
    return { pid, startedAt: startedAt ?? null, host, id };
  } catch {
    return null; // Not filled yet, or not ours.
  }
}

/** When the process started, in clock ticks since the boot; null where the system does not tell. */
function startOf(pid: number): string | null {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field is the program's name in brackets, which may hold blanks; the start is the 22nd of all.
    return line.slice(line.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null; // No Linux, or the process has just ended.
  }
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM'; // It runs, as another user.
  }
}

async function removeFile(path: string): Promise<void> {
  await unlink(path).catch((error: unknown) => {
    if (errorCode(error) !== 'ENOENT') throw error;
  });
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
