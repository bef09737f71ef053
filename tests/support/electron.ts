import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, errors, type ElectronApplication } from '@playwright/test';
import { ensureTestElectron } from '../../scripts/lib/electron.ts';
import { packForTests } from '../../scripts/lib/packed-app.ts';
import { testAppFor, type TestApp } from '../../scripts/lib/test-app.ts';
import { startDisplay } from '../../scripts/lib/xvfb.ts';
import { watchCommand } from './connection-watch.ts';
import type { Host, LaunchExtra, OpenApp } from './hosts.ts';
import { cutExecutable } from './no-network.ts';

const LAUNCH_LIMIT_MS = 45_000;
const LAUNCH_TRIES = 3;

/** The application in Electron: from its bundles, or packed as it is shipped. */
export async function openElectronHost(kind: 'electron' | 'packaged'): Promise<Host> {
  const electron = await ensureTestElectron();
  if (electron === null) throw new Error('No Electron can be had on this machine.');
  const app = kind === 'packaged' ? await packForTests(electron) : await testAppFor(electron);
  const display = await startDisplay();
  const env = display === null ? {} : { DISPLAY: display.name };
  return {
    kind,
    open: (configFolder, extra = {}) =>
      launch(
        { ...app, executable: extra.executable ?? app.executable, args: argsOf(app, extra) },
        { ...env, CONDUKTOR_CONFIG_DIR: configFolder, CONDUKTOR_LOG_DIR: configFolder, ...extra.env },
        extra,
      ),
    close: async () => display?.close(),
  };
}

/** The folder of the application stands first. */
function argsOf({ args }: TestApp, { appFolder, args: more = [] }: LaunchExtra): ReadonlyArray<string> {
  return [...(appFolder === undefined ? args : [appFolder, ...args.slice(1)]), ...more];
}

/** Playwright starts one executable: a script beside the trace that puts the watch before the application. */
function watched(executable: string, connectionsFile: string | undefined): string {
  if (connectionsFile === undefined) return executable;
  const script = `${connectionsFile}.sh`;
  const quoted = [...watchCommand(connectionsFile), executable].map((word) => `'${word}'`).join(' ');
  writeFileSync(script, `#!/bin/sh\nexec ${quoted} "$@"\n`, { mode: 0o755 });
  return script;
}

async function launch(app: TestApp, env: Record<string, string>, extra: LaunchExtra): Promise<OpenApp> {
  const scripts = mkdtempSync(path.join(tmpdir(), 'conduktor-start-'));
  const seen = watched(app.executable, extra.connectionsFile);
  const executable = extra.isCutOff === true ? cutExecutable(path.join(scripts, 'cut.sh'), seen) : seen;
  const electron = await attach({ ...app, executable }, { ...definedEnv(), ...app.env, ...env }, extra.cwd);
  const page = await electron.firstWindow({ timeout: LAUNCH_LIMIT_MS });
  // Without a window manager nobody gives a window the focus, and the clipboard asks for it.
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.focus());
  return {
    page,
    electron,
    pid: await electron.evaluate(() => process.pid),
    readClipboard: () => electron.evaluate(({ clipboard }) => clipboard.readText()),
    close: async () => {
      await closeWithin(electron, CLOSE_LIMIT_MS);
      rmSync(scripts, { recursive: true, force: true });
    },
  };
}

/** The app ends by itself within 15 s whatever it is waiting for; one that Playwright still waits for after this is ended. */
const CLOSE_LIMIT_MS = 90_000;

async function closeWithin(electron: ElectronApplication, limitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<'limit'>((resolve) => {
    timer = setTimeout(() => resolve('limit'), limitMs);
  });
  const outcome = await Promise.race([electron.close(), limit]);
  clearTimeout(timer);
  if (outcome !== 'limit') return;
  const child = electron.process();
  process.stderr.write(`The application did not end within ${limitMs / 1000} s of being closed and was ended.\n`);
  process.stderr.write(`${threadsOf(child.pid ?? 0)}\n`);
  child.kill('SIGKILL');
}

/** What each thread of a process waits for, as Linux tells it; why it did not end is read from this. */
function threadsOf(pid: number): string {
  const tasks = `/proc/${pid}/task`;
  if (!existsSync(tasks)) return 'The process is gone: only Playwright was still waiting.';
  return readdirSync(tasks)
    .map((task) => {
      const [name, wait] = ['comm', 'wchan'].map((file) => readFileSync(`${tasks}/${task}/${file}`, 'utf8').trim());
      return `${task} ${name} ${wait}`;
    })
    .join('\n');
}

/**
 * Now and then Playwright and an Electron that is already under way miss each other while attaching (before any of our
 * windows exists), and the launch waits for ever. Only attaching is tried again, never a test.
 */
export async function attach(
  app: TestApp,
  env: Record<string, string>,
  cwd?: string,
  tries = LAUNCH_TRIES,
): Promise<ElectronApplication> {
  try {
    return await _electron.launch({
      executablePath: app.executable,
      args: [...app.args],
      env,
      ...(cwd === undefined ? {} : { cwd }),
      timeout: LAUNCH_LIMIT_MS,
    });
  } catch (error) {
    if (tries <= 1 || !(error instanceof errors.TimeoutError)) throw error;
    process.stderr.write('Playwright did not attach to Electron; once more.\n');
    return await attach(app, env, cwd, tries - 1);
  }
}

function definedEnv(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
}
