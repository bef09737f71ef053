import { chromium, type Browser } from '@playwright/test';
import { ensureBuilt } from '../../scripts/lib/build.ts';
import { ensureChromium } from '../../scripts/lib/chromium.ts';
import { startConsoleHost } from '../../scripts/lib/console-host.ts';
import type { Host, OpenApp } from './hosts.ts';

/** The application in Chromium, served by the console host. */
export async function openChromiumHost(): Promise<Host> {
  const executablePath = await ensureChromium();
  if (executablePath === null) throw new Error('No Chromium can be had on this machine.');
  await ensureBuilt('current');
  const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
  return {
    kind: 'chromium',
    open: (configFolder, extra) => open(browser, configFolder, extra?.env),
    close: () => browser.close(),
  };
}

async function open(
  browser: Browser,
  configFolder: string,
  env: Readonly<Record<string, string>> = {},
): Promise<OpenApp> {
  const host = await startConsoleHost({ ...env, CONDUKTOR_CONFIG_DIR: configFolder, CONDUKTOR_LOG_DIR: configFolder });
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
