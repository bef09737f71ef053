import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { newFolder, open } from './testing.ts';

/** Each starts a process; more with LONG_TESTS. */
const ROUNDS = process.env['LONG_TESTS'] === undefined ? 4 : 20;

/** Saves for ever, each time all clusters with one number; a good file therefore has the same number everywhere. */
const CHILD = `
  const { open, draft, names } = await import(process.argv[1]);
  const settings = await open(process.argv[2]);
  const ids = settings.clusters.list().map(({ id }) => id);
  while (ids.length < 40) ids.push((await settings.clusters.create(draft({ name: '0' }))).id);
  for (let count = 1; ; count += 1) {
    await Promise.all(ids.map((id) => settings.clusters.update(id, draft({ name: String(count) }))));
    if (count === 1) process.stdout.write('saving\\n');
  }
`;

/** Starts the child, lets it save, and kills it without warning `afterMs` later. */
async function saveAndKill(folder: string, afterMs: number): Promise<void> {
  const testing = new URL('./testing.ts', import.meta.url).href;
  const child = spawn(process.execPath, ['--input-type=module', '-e', CHILD, testing, folder], {
    cwd: fileURLToPath(new URL('../../..', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await Promise.race([new Promise((resolve) => child.stdout.once('data', resolve)), ended]);
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  child.kill('SIGKILL');
  await ended;
}

// The child runs TypeScript as it is, which Node does from version 22.18 on.
it.skipIf(process.features.typescript === false)(
  'always loads a whole old or new state after kill -9 while saving (needs a Node that runs TypeScript)',
  async () => {
    const folder = newFolder();
    for (let round = 0; round < ROUNDS; round += 1) {
      await saveAndKill(folder, (round * 17) % 60);
      const settings = await open(folder);
      const numbers = new Set(settings.clusters.list().map(({ name }) => name));
      expect(settings.notices.list(), `round ${round}`).toEqual([]);
      expect(settings.clusters.list()).toHaveLength(40);
      expect(numbers.size, `round ${round}`).toBe(1);
      expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    }
  },
  120_000,
);
