import { createEngine } from '../../src/core/kafka/index.ts';
import { XSS_TEXTS } from '../support/corpus/index.ts';
import { prototypesNow } from '../support/corpus/prototypes.ts';
import { plainSettings } from '../integration/records-harness.ts';
import { appPage } from './app-page.ts';
import { expect, test } from './fixtures.ts';

/** Shown, opened and copied: a text of a record is never taken for the page's own. */
test('300 texts that want to be scripts are shown as texts @securityTest records-run-nothing', async ({
  launch,
  brokers,
}) => {
  const broker = await brokers.kafka();
  const engine = createEngine(plainSettings(broker));
  const topic = 'x-script-alert-1-';
  await engine.createTopics([{ name: topic, partitions: 1, replicas: 1 }]);
  await expect(async () => {
    await engine.produce(
      XSS_TEXTS.map((text) => ({
        topic,
        partition: 0,
        key: Buffer.from(text),
        value: Buffer.from(text),
        headers: [[text, Buffer.from(text)]] as const,
      })),
    );
  }).toPass();
  await engine.close();

  const { page } = await launch();
  const screen = appPage(page);
  const events: string[] = [];
  page.on('dialog', (dialog) => {
    events.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('popup', () => events.push('a window'));
  page.on('framenavigated', (frame) => events.push(`navigated to ${frame.url()}`));
  await page.getByRole('button', { name: 'New cluster' }).click();
  const form = page.getByRole('dialog', { name: 'New cluster' });
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill('<img src=x onerror=window.__xss=1>');
  await form.getByRole('textbox', { name: 'Bootstrap servers' }).fill(broker.bootstrapServers);
  await form.getByRole('button', { name: 'Save and open' }).click();
  await expect(screen.topics).toBeVisible();

  const own = new URL(page.url()).host;
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.host !== own && url.protocol !== 'blob:') events.push(`request ${request.url()}`);
  });
  await page.evaluate(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const seen = (window as { __violations?: string[] }).__violations ?? [];
      (window as { __violations?: string[] }).__violations = [
        ...seen,
        `${event.violatedDirective} ${event.blockedURI}`,
      ];
    });
  });
  const before = await page.evaluate(`(${prototypesNow.toString()})()`);
  events.length = 0;

  await screen.topics.getByRole('link', { name: topic }).click();
  const grid = screen.recordsOf(topic);
  await screen.readFrom('Beginning');
  await expect(grid).toHaveAttribute('aria-rowcount', String(XSS_TEXTS.length + 1));
  await grid.getByRole('row').nth(1).click();
  await expect(screen.record).toBeVisible();
  const shown = new Set<string>();
  for (let row = 0; row < XSS_TEXTS.length; row++) {
    shown.add((await screen.record.textContent()) ?? '');
    await page.keyboard.press('ArrowDown');
  }
  expect(shown.size).toBeGreaterThan(20);
  expect([...shown].join('\n')).toContain('onerror');

  const after = await page.evaluate(`(${prototypesNow.toString()})()`);
  const ran = await page.evaluate(() => ({
    script: '__xss' in window,
    violations: (window as { __violations?: string[] }).__violations ?? [],
    images: document.querySelectorAll('img[src="x"], iframe, object, embed, script:not([src])').length,
  }));
  expect({ ...ran, events }).toEqual({ script: false, violations: [], images: 0, events: [] });
  expect(after).toEqual(before);
});
