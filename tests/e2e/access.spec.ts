import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { appPage } from './app-page.ts';
import { expect, test } from './fixtures.ts';

test('nothing serious for axe, and the keyboard alone reaches a record', async ({ launch }) => {
  test.setTimeout(300_000);
  const { page } = await launch();
  const screen = appPage(page);
  await expect(page.getByText('No clusters yet')).toBeVisible();
  expect(await seriousIn(page), 'welcome').toEqual([]);

  await screen.startLocalKafka();
  await expect(screen.topics).toBeVisible({ timeout: 30_000 });
  await expect(screen.topics.getByRole('link', { name: 'orders' })).toBeVisible();
  expect(await seriousIn(page), 'topics').toEqual([]);

  // From here on no mouse: find the topic, open it, walk to a record, open it, close it.
  await page.keyboard.press('ControlOrMeta+f');
  await page.keyboard.type('orders');
  await page.keyboard.press('Enter');
  const records = screen.recordsOf('orders');
  await expect(records).toHaveAttribute('aria-rowcount', '101', { timeout: 20_000 });
  expect(await seriousIn(page), 'records').toEqual([]);
  await tabTo(page, 'row');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(screen.record).toBeVisible();
  await expect(screen.record).toContainText('orderId');
  expect(await seriousIn(page), 'record').toEqual([]);
  await page.keyboard.press('Escape');
  await expect(screen.record).toBeHidden();
  await page.keyboard.press('ControlOrMeta+k');
  await expect(
    page.getByRole('combobox', { name: /Type a command/ }).or(page.getByPlaceholder(/Type a command/)),
  ).toBeFocused();
});

/** Tab, until something of this role has the focus. */
async function tabTo(page: Page, role: string): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    if ((await page.evaluate(() => document.activeElement?.getAttribute('role'))) === role) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab reaches no ${role}.`);
}

/** What axe calls serious or critical, as sentences. */
async function seriousIn(page: Page): Promise<ReadonlyArray<string>> {
  // Electron cannot open the blank page that axe's default mode works in.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ target }) => target.join(' ')).join(', ')})`);
}
