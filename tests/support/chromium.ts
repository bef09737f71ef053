import { chromium, type Browser } from '@playwright/test';
import { ensureBuilt } from '../../scripts/lib/build.ts';
import { ensureChromium } from '../../scripts/lib/chromium.ts';
import { startConsoleHost } from '../../scripts/lib/console-host.ts';
import { watchCommand } from './connection-watch.ts';
import type { Host, LaunchExtra, OpenApp } from './hosts.ts';

/** The application in Chromium, served by the console host. */
export async function openChromiumHost(): Promise<Host> {
  const executablePath = await ensureChromium();
  if (executablePath === null) throw new Error('No Chromium can be had on this machine.');
  await ensureBuilt('current');
  const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
  return {
    kind: 'chromium',
    open: (configFolder, extra) => open(browser, configFolder, extra),
    close: () => browser.close(),
  };
}

async function open(browser: Browser, configFolder: string, extra: LaunchExtra = {}): Promise<OpenApp> {
  const env = { ...extra.env, CONDUKTOR_CONFIG_DIR: configFolder, CONDUKTOR_LOG_DIR: configFolder };
  const watch = extra.connectionsFile === undefined ? [] : watchCommand(extra.connectionsFile);
  const host = await startConsoleHost(env, watch);
  const context = await browser.newContext({
    viewport: { width: 1320, height: 860 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  await page.goto(host.url);
  return {
    page,
    electron: null,
    readClipboard: () => page.evaluate(() => navigator.clipboard.readText()),
    close: async () => {
      await context.close();
      await host.close();
    },
  };
}
