/**
 * Start to first paint of the application against an empty window of the same Electron, in turns in one run. Prints a
 * JSON line.
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
  // On Electron 22 both stand behind the same prelude: it belongs to the test's runtime, not to the application.
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

const electron = await ensureTestElectron();
if (electron === null) throw new Error('No Electron can be had on this machine.');
const display = await startDisplay();
const env: Record<string, string> = display === null ? {} : { DISPLAY: display.name };
const scratch = await mkdtemp(path.join(tmpdir(), 'conduktor-empty-'));
try {
  const app = await testAppFor(electron);
  const empty = await emptyApp(app, scratch);
  const times = { app: [] as number[], empty: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    times.empty.push(await firstPaint(empty, env));
    times.app.push(await firstPaint(app, env));
  }
  const value = Number((median(times.app) / median(times.empty)).toFixed(2));
  const facts = `app ${median(times.app).toFixed(0)} ms, empty ${median(times.empty).toFixed(0)} ms`;
  process.stdout.write(`${facts} (Electron ${electron.kind}, medians of ${ROUNDS})\n`);
  const figure = { figure: 'first-paint', value, unit: '×', target: TARGET_RATIO, ok: value <= TARGET_RATIO };
  process.stdout.write(`${JSON.stringify(figure)}\n`);
} finally {
  await rm(scratch, { recursive: true, force: true });
  await display?.close();
}
process.exit(0);
