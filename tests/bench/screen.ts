/**
 * What the screen feels: gaps between frames while a million records are searched, while something is typed meanwhile, and
 * during a live tail at 5,000 records a second; in Chromium on the console host, drawn by software. Beside it, in the same
 * browser and under the same load, the floor: a page that moves a square, and a bare page that writes as many cells as the
 * tail shows, as often. Nothing here asks the page for roles while frames are counted: finding them costs frames.
 * Prints a JSON line a figure.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { createTopic, openReaderPath, plainSettings, type Reader } from '../integration/records-harness.ts';
import { startIdentityProvider } from '../../scripts/identity/index.ts';
import { createTestBrokers } from '../support/brokers-host.ts';
import { openHost } from '../support/hosts.ts';
import { signIn } from '../support/sign-in.ts';
import { appPage } from '../e2e/app-page.ts';
import { print, type Target } from './lib/figures.ts';
import { fillSearchTopic, NEEDLE, SEARCH_TOPICS } from './lib/search-data.ts';

const TAIL_TOPIC = 'tail';
const TAIL_PER_SECOND = 5000;
const TAIL_SECONDS = 10;
const FLOOR_SECONDS = 4;
const TICK_MS = 50;
/** Three frames; the clock of frames tells them to a tenth of a millisecond more or less. */
const WORST_GAP_MS = 50.2;

/** Frames as the page draws them, from now until `stop`. */
async function startFrames(page: Page): Promise<() => Promise<ReadonlyArray<number>>> {
  await page.evaluate(() => {
    const gaps: number[] = [];
    let last = performance.now();
    let isRunning = true;
    const frame = (now: number): void => {
      gaps.push(now - last);
      last = now;
      if (isRunning) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    Object.assign(globalThis, {
      stopFrames: () => {
        isRunning = false;
        return gaps;
      },
    });
  });
  return () => page.evaluate(() => (globalThis as unknown as { stopFrames(): number[] }).stopFrames());
}

function tell(name: string, gaps: ReadonlyArray<number>, bound: Target = { most: WORST_GAP_MS }): void {
  const total = gaps.reduce((sum, gap) => sum + gap, 0);
  print(`${name}: longest gap between frames`, Math.max(...gaps), 'ms', bound);
  print(`${name}: frames over 50 ms`, gaps.filter((gap) => gap > WORST_GAP_MS).length, 'frames', null);
  print(`${name}: frames a second`, (gaps.length / total) * 1000, 'fps', null);
}

async function openTopic(page: Page, topic: string): Promise<void> {
  const { tab, topics, recordsOf } = appPage(page);
  await tab('Topics').first().click();
  await topics.getByRole('link', { name: topic, exact: true }).click();
  await recordsOf(topic).getByRole('row').nth(1).waitFor({ timeout: 20_000 });
}

async function connect(page: Page, bootstrap: string): Promise<void> {
  await page.getByRole('button', { name: 'New cluster' }).click();
  const form = page.getByRole('dialog', { name: 'New cluster' });
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill('bench');
  await form.getByRole('textbox', { name: 'Bootstrap servers' }).fill(bootstrap);
  await form.getByRole('button', { name: 'Save and open' }).click();
  await appPage(page).topics.waitFor({ timeout: 20_000 });
}

/** As steady as a timer is; returns how many were sent. */
async function produceSteadily(reader: Reader, seconds = TAIL_SECONDS): Promise<number> {
  const perTick = (TAIL_PER_SECOND * TICK_MS) / 1000;
  const started = performance.now();
  let sent = 0;
  const flying: Promise<void>[] = [];
  for (let tick = 0; tick < (seconds * 1000) / TICK_MS; tick += 1) {
    const records = Array.from({ length: perTick }, (_, index) => ({
      topic: TAIL_TOPIC,
      partition: (sent + index) % 6,
      key: Buffer.from(`k${sent + index}`),
      value: Buffer.from(`{"id":${sent + index},"amount":12.50,"note":"${'n'.repeat(60)}"}`),
    }));
    sent += perTick;
    flying.push(reader.engine.produce(records));
    const due = started + (tick + 1) * TICK_MS - performance.now();
    if (due > 0) await new Promise((resolve) => setTimeout(resolve, due));
  }
  await Promise.all(flying);
  return sent;
}

async function searching(page: Page): Promise<void> {
  await openTopic(page, 'small100');
  await appPage(page).readFrom('Beginning');
  await page.keyboard.press('Escape');
  await page.focus('[data-filter-line] input');
  const stop = await startFrames(page);
  await page.keyboard.insertText(NEEDLE);
  await page.keyboard.press('Enter');
  // Typed while the search runs: it is not sent, only shown.
  await page.keyboard.type(' typed while it searches', { delay: 20 });
  await page.waitForFunction(
    () =>
      [...document.querySelectorAll('[role=status]')].some(({ textContent }) => /1,000,000/.test(textContent ?? '')),
    undefined,
    { polling: 100, timeout: 60_000 },
  );
  tell('searching 1 M records', await stop());
}

async function tailing(page: Page, reader: Reader): Promise<void> {
  await openTopic(page, TAIL_TOPIC);
  await appPage(page).readFrom('Live tail');
  await page.keyboard.press('Escape');
  await page.waitForTimeout(1000);
  const stop = await startFrames(page);
  const sent = await produceSteadily(reader);
  await page.waitForTimeout(500);
  const gaps = await stop();
  tell(`live tail at ${TAIL_PER_SECOND} records/s`, gaps);
  const text = await appPage(page).progress.innerText();
  process.stdout.write(`${sent} sent; the screen says: ${text.replace(/\s+/g, ' ')}\n`);
}

/** What this machine, this browser and this load leave of sixty frames a second where next to nothing is done. */
async function floor(browser: Browser, reader: Reader): Promise<void> {
  for (const [name, rows] of [
    ['floor, a square that moves', 0],
    ['floor, a bare page that writes 28 rows ten times a second', 28],
  ] as const) {
    const page = await browser.newPage({ viewport: { width: 1320, height: 860 } });
    await page.setContent('<div id="square" style="width:40px;height:40px;background:teal"></div><table></table>');
    await page.evaluate(drawFloor, rows);
    const stop = await startFrames(page);
    await produceSteadily(reader, FLOOR_SECONDS);
    tell(name, await stop(), null);
    await page.close();
  }
}

/** Runs in the page. */
function drawFloor(rows: number): void {
  const square = document.querySelector('div') as HTMLElement;
  const table = document.querySelector('table') as HTMLTableElement;
  const cells: HTMLElement[] = [];
  for (let row = 0; row < rows; row += 1) {
    const line = table.insertRow();
    for (let cell = 0; cell < 7; cell += 1) cells.push(line.insertCell());
  }
  let [step, writtenAt] = [0, 0];
  const frame = (now: number): void => {
    step += 1;
    square.style.transform = `translateX(${step % 500}px)`;
    if (rows > 0 && now - writtenAt >= 100) {
      writtenAt = now;
      for (const [at, cell] of cells.entries()) cell.textContent = `{"id":${step + at},"amount":12.50}`;
    }
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

const brokers = createTestBrokers();
const broker = await brokers.kafka();
const reader = openReaderPath(plainSettings(broker));
const identity = await startIdentityProvider();
const folder = await mkdtemp(path.join(tmpdir(), 'conduktor-bench-'));
try {
  const [small] = SEARCH_TOPICS;
  if (small !== undefined) await fillSearchTopic(reader, small);
  await createTopic(reader, TAIL_TOPIC, 6);
  await reader.engine.produce([{ topic: TAIL_TOPIC, partition: 0, key: null, value: Buffer.from('first') }]);
  const host = await openHost('chromium');
  const app = await host.open(folder, { env: identity.env });
  await signIn(app, identity.demo);
  await connect(app.page, broker.bootstrapServers);
  await searching(app.page);
  await tailing(app.page, reader);
  const browser = app.page.context().browser();
  await app.page.close();
  if (browser !== null) await floor(browser, reader);
  await app.close();
  await host.close();
} finally {
  await reader.close();
  await identity.close();
  await brokers.stop();
  await rm(folder, { recursive: true, force: true });
}
