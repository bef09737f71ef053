import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

/** How often a saving process is killed; ten times as often with LONG_TESTS. */
const KILLS = process.env['LONG_TESTS'] === undefined ? 100 : 1_000;
const LANES = 4;
/** A file as large as a long list of clusters: a plain write of it takes a while. */
const ENTRIES = 500;

const ROOM = new URL('../support/settings-saver.ts', import.meta.url);

type Saver = { readonly child: ChildProcess; readonly acknowledged: () => number; readonly ended: Promise<unknown> };

/** Starts a process that saves for ever and says each number that is on disk. */
function startSaver(folder: string, how: 'atomic' | 'plain'): Saver {
  const child = spawn(process.execPath, [fileURLToPath(ROOM), 'for-ever', folder, how, String(ENTRIES)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-200);
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  // Only whole lines count: the last one may have been cut by the kill.
  const acknowledged = () =>
    Number(
      said
        .slice(0, said.lastIndexOf('\n') + 1)
        .trimEnd()
        .split('\n')
        .at(-1) ?? 0,
    );
  return { child, acknowledged, ended };
}

type Found = { readonly saved: number; readonly isWhole: boolean };

/** What lies on disk: the number that every entry must have. */
function readFound(folder: string): Found {
  const path = join(folder, 'numbers.json');
  if (!existsSync(path)) return { saved: 0, isWhole: true };
  try {
    const { numbers } = JSON.parse(readFileSync(path, 'utf8')) as { numbers: Record<string, { at: number }> };
    const values = new Set(Object.values(numbers).map(({ at }) => at));
    return { saved: Math.max(...values), isWhole: values.size === 1 && Object.keys(numbers).length === ENTRIES };
  } catch {
    return { saved: 0, isWhole: false };
  }
}

/** Kills a saver after it has saved at least once more, at some moment of a save. */
async function killOnce(folder: string, how: 'atomic' | 'plain', round: number): Promise<Found & { lost: number }> {
  const saver = startSaver(folder, how);
  const before = readFound(folder).saved;
  const limit = performance.now() + 20_000;
  while (saver.acknowledged() <= before && performance.now() < limit) await wait(1);
  await wait((round * 7) % 23);
  saver.child.kill('SIGKILL');
  await saver.ended;
  const found = readFound(folder);
  return { ...found, lost: Math.max(0, saver.acknowledged() - found.saved) };
}

const runsTypeScript = process.features.typescript !== false;

it.skipIf(!runsTypeScript)(
  `loses no acknowledged save and no file to ${KILLS} kill -9 while saving @securityTest settings-survive-kill (needs a Node that runs TypeScript)`,
  async () => {
    const { openNumbers } = await import('../support/settings-saver.ts');
    let kills = 0;
    const lane = async () => {
      const folder = mkdtempSync(join(tmpdir(), 'settings-killed-'));
      for (let round = 0; round < KILLS / LANES; round += 1) {
        const { isWhole, lost } = await killOnce(folder, 'atomic', round);
        expect({ isWhole, lost }, `round ${round}`).toEqual({ isWhole: true, lost: 0 });
        kills += 1;
      }
      const { notices } = await openNumbers(folder, 'atomic');
      expect(notices.list()).toEqual([]);
      expect(readdirSync(folder).filter((name) => name.endsWith('.tmp') || name.endsWith('.lock'))).toEqual([]);
      expect(readdirSync(join(folder, 'backups')).filter((name) => name.endsWith('.tmp'))).toEqual([]);
      expect(readdirSync(join(folder, 'backups')).length).toBeLessThanOrEqual(5);
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    process.stdout.write(`settings: ${kills} kill -9 while saving, 0 lost\n`);
    expect(kills).toBe(KILLS);
  },
  LANES * KILLS * 2_000,
);

it.skipIf(!runsTypeScript)(
  'notices a plain write, which a kill leaves half done (the check can fail)',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'settings-plain-'));
    for (let round = 0; round < 80; round += 1) {
      const { isWhole, lost } = await killOnce(folder, 'plain', round);
      if (!isWhole || lost > 0) {
        process.stdout.write(`settings: the plain write was damaged in round ${round + 1}\n`);
        return;
      }
    }
    throw new Error('A plain write survived eighty kills: the check sees nothing.');
  },
  120_000,
);

/** Processes that all save at once, each its own entries, some of them over each other's turn. */
const PROCESSES = 20;
const SAVES = 50;

type AtOnce = { readonly how: 'atomic' | 'unlocked'; readonly processes: number; readonly saves: number };

async function saveAtOnce({ how, processes, saves }: AtOnce): Promise<{ found: number; wanted: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'settings-at-once-'));
  const children = Array.from({ length: processes }, (_, id) =>
    spawn(process.execPath, [fileURLToPath(ROOM), 'own', folder, how, String(id), String(saves)], {
      stdio: ['ignore', 'ignore', 'inherit'],
    }),
  );
  const codes = await Promise.all(
    children.map((child) => new Promise<number | null>((resolve) => child.once('exit', resolve))),
  );
  expect(codes).toEqual(codes.map(() => 0));
  const { numbers } = JSON.parse(readFileSync(join(folder, 'numbers.json'), 'utf8')) as { numbers: object };
  return { found: Object.keys(numbers).length, wanted: processes * saves };
}

it.skipIf(!runsTypeScript)(
  `loses no update when ${PROCESSES} processes save ${SAVES} times each at once @securityTest settings-survive-instances (needs a Node that runs TypeScript)`,
  async () => {
    const { found, wanted } = await saveAtOnce({ how: 'atomic', processes: PROCESSES, saves: SAVES });
    process.stdout.write(`settings: ${found} of ${wanted} saves of ${PROCESSES} processes are there\n`);
    expect(found).toBe(wanted);
  },
  // Twenty seconds on a quiet disk; a thousand saves reach the disk one after the other, on a busy one ten times as long.
  480_000,
);

it.skipIf(!runsTypeScript)(
  'notices when there is no lock between the processes (the check can fail)',
  async () => {
    const { found, wanted } = await saveAtOnce({ how: 'unlocked', processes: 6, saves: 20 });
    process.stdout.write(`settings: without the lock ${wanted - found} of ${wanted} saves were lost\n`);
    expect(found).toBeLessThan(wanted);
  },
  180_000,
);

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
