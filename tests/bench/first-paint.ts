/**
 * Start to first contentful paint of the application against an empty window of the same Electron, in turns in one run.
 * On Electron 22 the application stands behind a prelude that belongs to the test's runtime: the empty window is
 * measured behind it and bare. Prints a JSON line a figure.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureTestElectron } from '../../scripts/lib/electron.ts';
import { CONTAINER_FLAGS, testAppFor, type TestApp } from '../../scripts/lib/test-app.ts';
import { startDisplay } from '../../scripts/lib/xvfb.ts';
import { attach } from '../support/electron.ts';

const ROUNDS = 5;
const TARGET_RATIO = 2;

/** An Electron application that is a window and nothing else. */
async function emptyApp(like: TestApp, folder: string): Promise<TestApp> {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), '{"name":"empty","version":"1.0.0","main":"main.cjs"}');
  await writeFile(path.join(folder, 'empty.html'), '<!doctype html><title>Empty</title><p>Empty</p>');
  await writeFile(
    path.join(folder, 'main.cjs'),
    "const { app, BrowserWindow } = require('electron');" +
      "app.whenReady().then(() => new BrowserWindow({ width: 1320, height: 860 }).loadFile(__dirname + '/empty.html'));",
  );
  return { executable: like.executable, args: [folder, ...CONTAINER_FLAGS], env: like.env };
}

/** Milliseconds from the start of the process to the page's first contentful paint. */
async function firstPaint(app: TestApp, env: Record<string, string>): Promise<number> {
  const folder = await mkdtemp(path.join(tmpdir(), 'conduktor-bench-'));
  const args = [...app.args, `--user-data-dir=${path.join(folder, 'electron')}`];
  const folders = { CONDUKTOR_CONFIG_DIR: folder, CONDUKTOR_LOG_DIR: folder };
  const electron = await attach(
    { ...app, args },
    { ...(process.env as Record<string, string>), ...app.env, ...env, ...folders },
  );
  try {
    const page = await electron.firstWindow();
    const paintedAt = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          new PerformanceObserver((list) => {
            const paint = list.getEntriesByName('first-contentful-paint')[0];
            if (paint !== undefined) resolve(performance.timeOrigin + paint.startTime);
          }).observe({ type: 'paint', buffered: true });
        }),
    );
    const startedAt = await electron.evaluate(() => Date.now() - process.uptime() * 1000);
    return paintedAt - startedAt;
  } finally {
    await electron.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function median(values: ReadonlyArray<number>): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function print(figure: string, ratio: number): void {
  const value = Number(ratio.toFixed(2));
  process.stdout.write(
    `${JSON.stringify({ figure, value, unit: '×', target: TARGET_RATIO, ok: value <= TARGET_RATIO })}\n`,
  );
}

const electron = await ensureTestElectron();
if (electron === null) throw new Error('No Electron can be had on this machine.');
const display = await startDisplay();
const env: Record<string, string> = display === null ? {} : { DISPLAY: display.name };
const scratch = await mkdtemp(path.join(tmpdir(), 'conduktor-empty-'));
try {
  const app = await testAppFor(electron);
  const empty = await emptyApp(app, scratch);
  const bare: TestApp = { ...empty, env: {} };
  const times = { app: [] as number[], empty: [] as number[], bare: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    times.empty.push(await firstPaint(empty, env));
    times.app.push(await firstPaint(app, env));
    // On the pinned Electron there is no prelude, so the two are one.
    if (electron.kind === 'legacy') times.bare.push(await firstPaint(bare, env));
  }
  const facts = Object.entries(times).map(([name, values]) => `${name} ${median(values).toFixed(0)} ms`);
  process.stdout.write(`${facts.join(', ')} (Electron ${electron.kind}, medians of ${ROUNDS})\n`);
  print('first-paint', median(times.app) / median(times.empty));
  if (electron.kind === 'legacy') {
    print('first-paint against an empty window without the prelude', median(times.app) / median(times.bare));
  }
} finally {
  await rm(scratch, { recursive: true, force: true });
  await display?.close();
}
process.exit(0);
