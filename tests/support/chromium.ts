import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type BrowserContext } from '@playwright/test';
import { ensureBuilt } from '../../scripts/lib/build.ts';
import { ensureChromium } from '../../scripts/lib/chromium.ts';
import { startConsoleHost } from '../../scripts/lib/console-host.ts';
import { watchCommand } from './connection-watch.ts';
import type { Host, LaunchExtra, OpenApp } from './hosts.ts';
import { besideExecutable, cutCommand } from './no-network.ts';

/** The application in Chromium, served by the console host. */
export async function openChromiumHost(): Promise<Host> {
  const executablePath = await ensureChromium();
  if (executablePath === null) throw new Error('No Chromium can be had on this machine.');
  await ensureBuilt('current');
  const browser = await chromium.launch(launchOptions(executablePath));
  return {
    kind: 'chromium',
    open: (configFolder, extra) => open(browser, executablePath, configFolder, extra),
    close: () => browser.close(),
  };
}

function launchOptions(executablePath: string) {
  return { executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] };
}

const CONTEXT = {
  viewport: { width: 1320, height: 860 },
  permissions: ['clipboard-read', 'clipboard-write'],
};

async function open(
  browser: Browser,
  executable: string,
  configFolder: string,
  extra: LaunchExtra = {},
): Promise<OpenApp> {
  const { connectionsFile, isCutOff = false, appFolder, cwd } = extra;
  const env = { CONDUKTOR_CONFIG_DIR: configFolder, CONDUKTOR_LOG_DIR: configFolder, ...extra.env };
  const host = await startConsoleHost(env, {
    under: [...(connectionsFile === undefined ? [] : watchCommand(connectionsFile)), ...(isCutOff ? cutCommand() : [])],
    ...(appFolder === undefined ? {} : { dist: path.join(appFolder, 'dist') }),
    ...(cwd === undefined ? {} : { cwd }),
  });
  const shown = await show(browser, executable, extra, host.pid);
  const page = await shown.context.newPage();
  await page.goto(host.url);
  return {
    page,
    electron: null,
    pid: host.pid,
    readClipboard: () => page.evaluate(() => navigator.clipboard.readText()),
    close: async () => {
      await shown.close();
      await host.close();
    },
  };
}

type Shown = { readonly context: BrowserContext; close(): Promise<void> };

/** The browser all tests share, or one of its own: with a profile on disk, or beside a host without network. */
async function show(browser: Browser, executable: string, extra: LaunchExtra, hostPid: number): Promise<Shown> {
  const { isCutOff = false, profileFolder } = extra;
  if (!isCutOff && profileFolder === undefined) {
    const context = await browser.newContext(CONTEXT);
    return { context, close: () => context.close() };
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'conduktor-browser-'));
  const executablePath = isCutOff ? besideExecutable(path.join(folder, 'beside.sh'), hostPid, executable) : executable;
  const profile = profileFolder ?? path.join(folder, 'profile');
  const context = await chromium.launchPersistentContext(profile, { ...launchOptions(executablePath), ...CONTEXT });
  return {
    context,
    close: async () => {
      await context.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
