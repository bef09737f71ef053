import type { ElectronApplication } from '@playwright/test';
import { engineFor, newTopic } from '../support/engines.ts';
import { appPage } from './app-page.ts';
import { expect, test } from './fixtures.ts';
import { seriousIn } from './axe.ts';

/** What the system does where the app runs already: a second start, with the link on its command line. */
async function openLink(electron: ElectronApplication | null, link: string): Promise<void> {
  await electron?.evaluate(({ app }, text) => void app.emit('second-instance', {}, ['conduktor', text], '/'), link);
}

test('a link is shown first, and without a click nothing connects @securityTest deep-link-confirm', async ({
  launch,
}) => {
  const { page, electron } = await launch();
  await expect(page.getByText('No clusters yet')).toBeVisible();
  const dialog = page.getByRole('dialog', { name: 'Open this link?' });
  await openLink(electron, 'conduktor://prod%20eu/orders/3/42');
  await expect(dialog).toBeVisible();
  await expect(dialog).toContainText('You have no cluster called “prod eu”');
  await expect(dialog.getByRole('button', { name: 'Open' })).toHaveCount(0);
  expect(await seriousIn(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toBeHidden();
  // A thousand more, most of them broken: the window stays, and asks about a whole one still.
  for (let index = 0; index < 20; index++) {
    await electron?.evaluate(({ app }, start) => {
      const parts = [
        '%',
        '..',
        '\u0000',
        '__proto__',
        'a'.repeat(3000),
        '?x',
        '#y',
        '\\',
        '%ff',
        'javascript:alert(1)',
        '@evil',
      ];
      for (let each = 0; each < 50; each++) {
        const link = `conduktor://${parts[(start + each) % parts.length] ?? ''}/${parts[(start * 7 + each) % parts.length] ?? ''}`;
        app.emit('second-instance', {}, ['conduktor', '--flag', link], '/');
      }
    }, index);
  }
  await page.waitForTimeout(300);
  if (await dialog.isVisible()) await dialog.getByRole('button', { name: 'Cancel' }).click();
  await openLink(electron, 'conduktor://stage');
  await expect(dialog).toContainText('stage');
});

test('a link opens its record once the person agrees, and nothing before @securityTest deep-link-confirm', async ({
  launch,
  brokers,
}) => {
  const broker = await brokers.kafka();
  const { page, electron } = await launch();
  const screen = appPage(page);
  const engine = engineFor('platformatic', broker.bootstrapServers);
  const topic = await newTopic(engine);
  const records = Array.from({ length: 10 }, (_, index) => Buffer.from(`value ${index}`));
  await engine.produce(records.map((value) => ({ topic, partition: 0, key: null, value, headers: [] })));
  await engine.close();

  await page.getByRole('button', { name: 'New cluster' }).click();
  const form = page.getByRole('dialog', { name: 'New cluster' });
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill('Linked to');
  await form.getByRole('textbox', { name: 'Bootstrap servers' }).fill(broker.bootstrapServers);
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(form).toBeHidden();

  await openLink(electron, `conduktor://linked%20to/${topic}/0/7`);
  const dialog = page.getByRole('dialog', { name: 'Open this link?' });
  await expect(dialog).toContainText('Linked to');
  await expect(dialog).toContainText(broker.bootstrapServers);
  await page.screenshot({ path: test.info().outputPath('link.png') });
  // Nothing was opened yet, and Enter does not open it: the focus is on the way out.
  await expect(screen.openTabs).toHaveCount(0);
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await dialog.getByRole('button', { name: 'Open' }).click();
  await expect(screen.record).toBeVisible();
  await expect(screen.record).toContainText('value 7');
  await expect(screen.tab(topic)).toBeVisible();

  // The same tab goes elsewhere by another link.
  await openLink(electron, `conduktor://Linked%20to/${topic}/0/3`);
  await dialog.getByRole('button', { name: 'Open' }).click();
  await expect(screen.record).toContainText('value 3');
});
