import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

/** Whether a process runs. One that ended but was never collected by its parent (a zombie) does not. */
export async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  if (process.platform !== 'linux') return true;
  const stat = await linuxStat(pid);
  return stat !== null && stat.state !== 'Z';
}

/**
 * What tells this process from a later one with the same number: when it began. Null where the system does not say;
 * then nobody may conclude that the process is ours.
 */
export async function processIdentity(
  pid: number,
  platform: NodeJS.Platform = process.platform,
): Promise<string | null> {
  if (platform === 'linux') {
    const stat = await linuxStat(pid);
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
    return stat === null ? null : `${boot.trim()}:${stat.startTicks}`;
  }
  const [program, ...args] =
    platform === 'win32'
      ? ['powershell.exe', '-NoProfile', '-Command', `(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`]
      : ['/bin/ps', '-o', 'lstart=', '-p', String(pid)];
  const answer = await promisify(execFile)(program ?? '', args, { timeout: 10_000, windowsHide: true }).catch(
    () => null,
  );
  const text = answer?.stdout.trim() ?? '';
  return text === '' ? null : text;
}

async function linuxStat(pid: number): Promise<{ state: string; startTicks: string } | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (text === null) return null;
  // The second field is the program's name in brackets and may hold spaces and brackets itself.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { state: fields[0] ?? '', startTicks: fields[19] ?? '' };
}

/** True once the process is gone, false where it still runs after the limit. */
export async function waitForEnd(pid: number, limitMs: number): Promise<boolean> {
  const deadline = performance.now() + limitMs;
  while (await isAlive(pid)) {
    if (performance.now() >= deadline) return false;
    await delay(25);
  }
  return true;
}

/**
 * Asks a process to end and waits; after the limit it is killed. On Windows there is no asking a process without a
 * window: it is ended at once, and the broker repairs its log at the next start (what it acknowledged is with the system).
 */
export async function endProcess(pid: number, limitMs: number): Promise<void> {
  if (!sendSignal(pid, 'SIGTERM')) return;
  if (await waitForEnd(pid, limitMs)) return;
  sendSignal(pid, 'SIGKILL');
  await waitForEnd(pid, 10_000);
}

/** False where there is no such process any more. */
export function sendSignal(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}
