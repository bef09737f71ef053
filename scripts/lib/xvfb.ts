import { existsSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { ensureProgram, PROGRAMS } from './programs.ts';
import { start, stop } from './processes.ts';

export type Display = { readonly name: string; close(): Promise<void> };

const FIRST = 90;
const LAST = 190;

/** A screen for windows nobody needs to see; null where there is no Xvfb (or none is needed: macOS, Windows). */
export async function startDisplay(): Promise<Display | null> {
  if (process.platform !== 'linux') return null;
  const xvfb = await ensureProgram(PROGRAMS.xvfb);
  if (xvfb === null) return null;
  for (let number = FIRST; number <= LAST; number++) {
    if (existsSync(`/tmp/.X${number}-lock`)) continue;
    const child = start(xvfb, [`:${number}`, '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'], {});
    const isUp = await Promise.race([
      until(() => existsSync(`/tmp/.X11-unix/X${number}`)),
      new Promise<boolean>((resolve) => child.once('exit', () => resolve(false))),
    ]);
    // Another run may have taken the number in the meantime: try the next.
    if (isUp) return { name: `:${number}`, close: () => stop(child, 5_000) };
  }
  return null;
}

async function until(condition: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 100; tries++) {
    if (condition()) return true;
    await wait(50);
  }
  return false;
}
