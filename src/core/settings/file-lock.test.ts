import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { breakIfStale, takeLock } from './file-lock.ts';
import { newFolder } from './testing.ts';

const DEAD = 4_194_305; // One above the highest process number Linux gives.

function lockPath(): string {
  return join(newFolder(), '.clusters.json.lock');
}

function put(path: string, holder: object | string, ageSeconds = 0): void {
  writeFileSync(path, typeof holder === 'string' ? holder : JSON.stringify(holder));
  const time = Date.now() / 1000 - ageSeconds;
  utimesSync(path, time, time);
}

describe('a lock', () => {
  it('is held by one at a time, in one process and in the order they get it', async () => {
    const path = lockPath();
    let inside = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 20 }, async (_, id) => {
        const release = await takeLock(path, String(id));
        most = Math.max(most, (inside += 1));
        await new Promise((resolve) => setTimeout(resolve, 1));
        inside -= 1;
        await release();
      }),
    );
    expect(most).toBe(1);
    expect(existsSync(path)).toBe(false);
  });

  it('says who holds it', async () => {
    const path = lockPath();
    const release = await takeLock(path, 'me');
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid, host: hostname(), id: 'me' });
    await release();
  });

  it('is given up after a while where its holder lives and does not let go', async () => {
    const path = lockPath();
    const release = await takeLock(path, 'one');
    await expect(takeLock(path, 'two', 50)).rejects.toMatchObject({ code: 'ELOCKED' });
    await release();
    await (
      await takeLock(path, 'two', 50)
    )();
  });

  it.each([
    ['whose process is gone', { pid: DEAD, startedAt: '1', host: hostname(), id: 'x' }, 0],
    ['of another computer that is a minute old', { pid: 1, startedAt: '1', host: 'elsewhere', id: 'x' }, 61],
    ['that was never filled and is old', '', 6],
    ['that nobody can read and is old', '{"pid":', 6],
    ...(process.platform === 'linux'
      ? ([
          ['whose number now belongs to another process', { pid: 1, startedAt: '-1', host: hostname(), id: 'x' }, 0],
        ] as const)
      : []),
  ] as const)('%s is taken over', async (_, holder, ageSeconds) => {
    const path = lockPath();
    put(path, holder, ageSeconds);
    await (
      await takeLock(path, 'me', 1_000)
    )();
    expect(existsSync(path)).toBe(false);
  });

  it.each([
    ['of a process that lives', { pid: process.pid, startedAt: null, host: hostname(), id: 'x' }, 0],
    ['of another computer', { pid: DEAD, startedAt: '1', host: 'elsewhere', id: 'x' }, 30],
    ['that is being filled', '', 0],
  ] as const)('%s is left alone', async (_, holder, ageSeconds) => {
    const path = lockPath();
    put(path, holder, ageSeconds);
    await breakIfStale(path);
    expect(existsSync(path)).toBe(true);
  });

  it('that was left behind is broken by one, and held by one, however many come upon it', async () => {
    for (let round = 0; round < 20; round += 1) {
      const path = lockPath();
      put(path, { pid: DEAD, startedAt: '1', host: hostname(), id: 'dead' });
      let inside = 0;
      let most = 0;
      await Promise.all(
        Array.from({ length: 10 }, async (_, id) => {
          const release = await takeLock(path, String(id));
          most = Math.max(most, (inside += 1));
          await Promise.resolve();
          inside -= 1;
          await release();
        }),
      );
      expect(most).toBe(1);
    }
  });

  it('is not taken from the next holder by one who was slow to let go', async () => {
    const path = lockPath();
    const release = await takeLock(path, 'slow');
    put(path, { pid: process.pid, startedAt: null, host: hostname(), id: 'next' });
    await release();
    expect(existsSync(path)).toBe(true);
  });
});
