import { mkdirSync, readFileSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { ensureChromium } from '../lib/chromium.ts';
import { say } from '../lib/log.ts';
import { fromRoot } from '../lib/paths.ts';

/** Sizes that Linux desktops look for; electron-builder makes .ico and .icns from the largest. */
const SIZES = [16, 32, 48, 64, 128, 256, 512, 1024];

/** `node scripts/icons.mjs`: the pictures of assets/icon.svg, to be run and committed when the mark changes. */
const executablePath = await ensureChromium();
if (executablePath === null) throw new Error('Drawing the icons needs Chromium.');
const svg = readFileSync(fromRoot('assets/icon.svg'), 'utf8');
mkdirSync(fromRoot('build/icons'), { recursive: true });
const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
const page = await browser.newPage();
for (const size of SIZES) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<style>*{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
  await page.screenshot({ path: fromRoot(`build/icons/${size}x${size}.png`), omitBackground: true });
}
await page.setViewportSize({ width: 256, height: 256 });
await page.setContent(`<style>*{margin:0}svg{display:block;width:256px;height:256px}</style>${svg}`);
await page.screenshot({
  path: fromRoot('assets/icon.png'),
  omitBackground: true,
  clip: { x: 0, y: 0, width: 256, height: 256 },
});
await browser.close();
say(`Drew ${SIZES.length} sizes`);
