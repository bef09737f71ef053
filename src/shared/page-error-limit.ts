import type { PageError } from './contract/page-error.ts';

const MINUTE_MS = 60_000;
const MAX_PER_MINUTE = 10;
const MAX_KNOWN = 200;

/**
 * Whether an error of the page may be told: each but once, and a few in a minute. A screen that fails at every drawing
 * must flood neither the log nor anybody else; so the page and the core both ask.
 */
export function createPageErrorLimit(clock: () => number): (error: PageError) => boolean {
  const known = new Set<string>();
  let times: ReadonlyArray<number> = [];
  return (error) => {
    const now = clock();
    const key = JSON.stringify(error);
    times = times.filter((time) => time > now - MINUTE_MS);
    if (known.has(key) || known.size >= MAX_KNOWN || times.length >= MAX_PER_MINUTE) return false;
    known.add(key);
    times = [...times, now];
    return true;
  };
}
