import type { ElectronApplication } from '@playwright/test';
import { compact } from '../support/ipc-fuzz/mutate.ts';
import { openPort, sendFromPage } from '../support/ipc-fuzz/page.ts';
import { allProcedures, type FuzzedProcedure } from '../support/ipc-fuzz/procedures.ts';
import { isRefusal, median, payloadFor, roundsFor } from '../support/ipc-fuzz/run.ts';
import { newSeed, seeded, type Random } from '../support/random.ts';
import { expect, test } from './fixtures.ts';

/** RELIABILITY.md, check 8, on the app as it is shipped: every procedure, over the port the page has. */
const ROUNDS = Number(process.env['FUZZ_ROUNDS'] ?? (process.env['LONG_TESTS'] === undefined ? 100 : 1_000));
const MEMORY_BOUND_BYTES = 20 * 1024 * 1024;
/** End what the others need: a session, and how secrets are kept. They come last. */
const LAST = ['/secretStore/chooseSession', '/secretStore/forget', '/account/signOut'];

/** What a call may do to this computer's screen is written down instead; what goes wrong in the main process, too. */
async function watchMain(electron: ElectronApplication | null): Promise<void> {
  await electron?.evaluate(({ app, dialog, shell }) => {
    const unhandled: string[] = [];
    const gone: string[] = [];
    Object.assign(globalThis, { fuzzed: { unhandled, gone } });
    process.on('unhandledRejection', (reason) => unhandled.push(String(reason)));
    process.on('uncaughtExceptionMonitor', (error) => unhandled.push(String(error)));
    app.on('render-process-gone', (_event, _contents, { reason }) => gone.push(`the page: ${reason}`));
    app.on('child-process-gone', (_event, { type, reason }) => gone.push(`${type}: ${reason}`));
    dialog.showOpenDialog = () => Promise.resolve({ canceled: true, filePaths: [] });
    dialog.showSaveDialog = () => Promise.resolve({ canceled: true, filePath: '' });
    dialog.showErrorBox = (title) => void unhandled.push(title);
    shell.openPath = () => Promise.resolve('');
    shell.openExternal = () => Promise.resolve();
    shell.showItemInFolder = () => undefined;
  });
}

type Fuzzed = { readonly unhandled: string[]; readonly gone: string[] };

function seenInMain(electron: ElectronApplication | null): Promise<Fuzzed | undefined> {
  return Promise.resolve(electron?.evaluate(() => (globalThis as unknown as { fuzzed: Fuzzed }).fuzzed));
}

/** Bytes the main process uses after everything unused is gone. */
async function memoryOf(electron: ElectronApplication | null): Promise<number> {
  const bytes = await electron?.evaluate(async () => {
    const load = process.mainModule?.require.bind(process.mainModule);
    if (load === undefined) throw new Error('no way to the collector');
    (load('node:v8') as typeof import('node:v8')).setFlagsFromString('--expose-gc');
    const collect = (load('node:vm') as typeof import('node:vm')).runInNewContext('gc') as () => void;
    for (let times = 0; times < 4; times++) {
      collect();
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  });
  return bytes ?? 0;
}

/** Calls that were cancelled may still be under way: the memory once it is below the bound, or after 20 seconds. */
async function memoryBelow(electron: ElectronApplication | null, bound: number): Promise<number> {
  const deadline = performance.now() + 20_000;
  for (;;) {
    const bytes = await memoryOf(electron);
    if (bytes < bound || performance.now() > deadline) return bytes;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

function payloadsFor(procedure: FuzzedProcedure, random: Random, rounds: number): string[] {
  const all = Array.from({ length: roundsFor(procedure, rounds) }, (_, round) => payloadFor(procedure, random, round));
  return all.flatMap((payload) => (payload === null ? [] : [compact(payload)]));
}

const seed = newSeed();
test('hostile payloads to every procedure get a typed error, soon, and leave nothing behind @securityTest ipc-fuzz', async ({
  launch,
}) => {
  test.setTimeout(ROUNDS * 1_200 + 180_000);
  const { page, electron } = await launch();
  await watchMain(electron);
  await openPort(page);
  const all = allProcedures();
  const ordered = [
    ...all.filter(({ path }) => !LAST.includes(path)),
    ...LAST.flatMap((path) => all.filter((each) => each.path === path)),
  ];
  expect(ordered.length).toBe(all.length);
  /** A few small payloads each: before, they load what later ones share; after, nothing large is the last that was seen. */
  const goOn = async (random: Random) => {
    for (const procedure of ordered.slice(0, -LAST.length))
      await sendFromPage(page, procedure.path, payloadsFor(procedure, random, 3));
  };
  await goOn(seeded(1));
  const before = await memoryOf(electron);
  const random = seeded(seed);
  const total = { sent: 0, refused: 0, answered: 0, waiting: 0 };
  const wrong: string[] = [];
  const times: number[] = [];
  for (const procedure of ordered) {
    const payloads = payloadsFor(procedure, random, ROUNDS);
    const heard = await sendFromPage(page, procedure.path, payloads);
    total.sent += payloads.length;
    total.answered += heard.answered;
    total.waiting += heard.waiting;
    times.push(...heard.times);
    for (const [error, count] of heard.errors) {
      if (isRefusal(JSON.parse(error))) total.refused += count;
      else wrong.push(`${procedure.path}, ${count} times: ${error.slice(0, 300)}`);
    }
  }
  await goOn(seeded(2));
  const grown = ((await memoryBelow(electron, before + MEMORY_BOUND_BYTES)) - before) / 1_048_576;
  process.stdout.write(
    `ipc-fuzz, packed app: seed ${seed}, ${all.length} procedures, ${total.sent} payloads sent: ${total.refused} refused, ` +
      `${total.answered} were valid, ${total.waiting} waited; median ${median(times).toFixed(2)} ms, memory ${grown.toFixed(1)} MiB\n`,
  );
  expect(wrong).toEqual([]);
  expect(await seenInMain(electron)).toEqual({ unhandled: [], gone: [] });
  expect(await electron?.evaluate(() => 'polluted' in {})).toBe(false);
  expect(total.sent).toBeGreaterThan(all.length * ROUNDS * 0.5);
  expect(total.refused).toBeGreaterThan(total.sent * 0.4);
  expect(median(times)).toBeLessThan(100);
  expect(grown * 1_048_576).toBeLessThan(MEMORY_BOUND_BYTES);
  // The core still answers.
  const status = await sendFromPage(page, '/app/info', ['{}']);
  expect(status.answered).toBe(1);
  // The twin: a rejection nobody handles is seen by the same watch.
  await electron?.evaluate(() => void Promise.reject(new Error('planted')));
  await expect.poll(async () => (await seenInMain(electron))?.unhandled).toEqual(['Error: planted']);
});
