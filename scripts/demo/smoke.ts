import { chromium, type Page } from '@playwright/test';
import { ensureChromium } from '../lib/chromium.ts';
import { startConsoleHost, type ConsoleHost } from '../lib/console-host.ts';
import { say } from '../lib/log.ts';
import { fromRoot } from '../lib/paths.ts';
import { answerSignInPage, type IdentityProvider } from '../identity/index.ts';
import { demoEnv } from './folders.ts';
import { startDemoIdentity } from './identity.ts';
import { startDemoKafka, type DemoKafka } from './kafka.ts';

const LIMIT_MS = 5 * 60_000;
const STEP_LIMIT_MS = 30_000;

/** The demo without a screen: from the welcome screen to the records of `orders`, and a picture of them. */
export async function smoke(): Promise<number> {
  const limit = AbortSignal.any([AbortSignal.timeout(LIMIT_MS), interrupted()]);
  const executablePath = await ensureChromium();
  if (executablePath === null) throw new Error('The demo without a screen needs Chromium, and none can be had here.');
  let kafka: DemoKafka | null = null;
  let host: ConsoleHost | null = null;
  let identity: IdentityProvider | null = null;
  const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
  try {
    kafka = await startDemoKafka(limit);
    identity = await startDemoIdentity();
    host = await startConsoleHost({ ...demoEnv(), ...identity.env });
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    context.setDefaultTimeout(STEP_LIMIT_MS);
    const page = await context.newPage();
    await Promise.race([walk(page, host.url, identity), rejectOn(limit)]);
    return 0;
  } finally {
    await browser.close();
    await host?.close();
    await identity?.close();
    await kafka?.close();
    say('Everything is stopped.');
  }
}

async function walk(page: Page, url: string, identity: IdentityProvider): Promise<void> {
  await page.goto(url);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  const address = page.getByRole('textbox', { name: 'Address of the sign-in page' });
  const { email, password } = identity.demo;
  await answerSignInPage(await address.inputValue(), { email, password });
  say(`Signed in as ${email}`);
  say('Welcome screen');
  const cluster = page
    .getByRole('region', { name: /^Clusters/ })
    .getByRole('listitem')
    .filter({ hasText: /local/i });
  await cluster.getByRole('button').first().click();
  const topics = page.getByRole('grid', { name: 'Topics' });
  await topics.getByRole('link', { name: 'orders' }).click();
  say('Topics');
  const records = page
    .getByRole('grid', { name: 'Records of orders' })
    .getByRole('row')
    .filter({ hasText: /\d{16}/ });
  await records.first().click();
  await page.getByRole('region', { name: 'Record', exact: true }).getByText('orderId').first().waitFor();
  say(`Records of orders: ${await records.count()} in sight`);
  await page.screenshot({ path: fromRoot('demo.png') });
  say('Picture: demo.png');
}

function interrupted(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => controller.abort(new Error('The demo was interrupted.')));
  }
  return controller.signal;
}

function rejectOn(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason as Error);
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
