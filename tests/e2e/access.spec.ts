import type { Page, Route } from '@playwright/test';
import { appPage } from './app-page.ts';
import { seriousIn } from './axe.ts';
import { expect, test } from './fixtures.ts';

test('nothing serious for axe, and the keyboard alone reaches a record', async ({ launch }) => {
  const { page } = await launch();
  const screen = appPage(page);
  await expect(page.getByText('No clusters yet')).toBeVisible();
  expect(await seriousIn(page), 'welcome').toEqual([]);

  await screen.startLocalKafka();
  await expect(screen.topics).toBeVisible();
  await expect(screen.topics.getByRole('link', { name: 'orders' })).toBeVisible();
  expect(await seriousIn(page), 'topics').toEqual([]);

  // From here on no mouse: find the topic, open it, walk to a record, open it, close it.
  await page.keyboard.press('ControlOrMeta+f');
  await page.keyboard.type('orders');
  await page.keyboard.press('Enter');
  const records = screen.recordsOf('orders');
  await expect(records).toHaveAttribute('aria-rowcount', '101');
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

test('nothing serious for axe on the searching side', async ({ launch }) => {
  const { page } = await launch();
  const screen = appPage(page);
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
  await screen.startLocalKafka();
  await screen.topics.getByRole('link', { name: 'orders' }).click();
  const grid = screen.recordsOf('orders');
  await expect(grid).toHaveAttribute('aria-rowcount', '101');

  for (const [name, title] of [
    [/^From: /, 'From'],
    [/^Decode: /, 'Decode'],
    ['Options', 'Options'],
  ] as const) {
    await button(name).click();
    await expect(page.getByRole('dialog', { name: title })).toBeVisible();
    expect(await seriousIn(page), title).toEqual([]);
    await page.keyboard.press('Escape');
  }
  await screen.readFrom('Beginning');
  await button(/^Until: /).click();
  await page.getByRole('radio', { name: 'Time', exact: true }).check();
  expect(await seriousIn(page), 'Until').toEqual([]);
  await page.keyboard.press('Escape');

  await screen.filterMode('Expression');
  await screen.filterLine.click();
  await page.keyboard.insertText('value.status = 1');
  await expect(page.locator('#filter-problems')).toContainText('==');
  await button('Histogram').click();
  await button('tombstones').click();
  expect(await seriousIn(page), 'a wrong filter, and a histogram').toEqual([]);
  await button('Clear the filter').click();

  await button('Columns').click();
  expect(await seriousIn(page), 'columns').toEqual([]);
  await page.keyboard.press('Escape');
  await button('Group by').click();
  await page.getByRole('combobox', { name: 'Field to count by' }).fill('value.status');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('table', { name: 'Rows by value.status' })).toContainText('RETURNED');
  expect(await seriousIn(page), 'groups').toEqual([]);
  await button('SQL').click();
  await button('Run').click();
  await expect(page.getByRole('grid', { name: 'Result of the statement' }).getByRole('row').nth(1)).toBeVisible();
  expect(await seriousIn(page), 'SQL').toEqual([]);
  await button('Close (Esc)').click();

  await button('Save…').click();
  await expect(page.getByRole('dialog', { name: 'Save records' })).toBeVisible();
  expect(await seriousIn(page), 'save').toEqual([]);
  await page.keyboard.press('Escape');
  await grid.getByRole('row').nth(1).click();
  await page.keyboard.press('Alt+k');
  const follow = page.getByRole('dialog', { name: 'Follow a key through topics' });
  await expect(follow.getByRole('checkbox', { name: 'customers' })).toBeVisible();
  expect(await seriousIn(page), 'follow').toEqual([]);
});

/** Tab, until something of this role has the focus. */
async function tabTo(page: Page, role: string): Promise<void> {
  for (let presses = 0; presses < 40; presses++) {
    if ((await page.evaluate(() => document.activeElement?.getAttribute('role'))) === role) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab reaches no ${role}.`);
}

test('what comes late takes the keyboard from nobody, and has it where nobody does', async ({ launch }) => {
  const { page } = await launch();
  const support = page.getByRole('button', { name: 'Support', exact: true });
  const comesLate = async (meanwhile: () => Promise<void>) => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const held = async (route: Route) => {
      await promise;
      await route.continue();
    };
    await page.route('**/welcome-*.js', held, { times: 1 });
    await page.reload();
    await meanwhile();
    resolve(undefined);
  };
  await comesLate(() => support.focus());
  await expect(page.getByText('No clusters yet')).toBeVisible();
  await expect(support).toBeFocused();

  await page.getByRole('button', { name: 'New cluster' }).click();
  const form = page.getByRole('dialog', { name: 'New cluster' });
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill('One');
  await form.getByRole('textbox', { name: 'Bootstrap servers' }).fill('127.0.0.1:1');
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(form).toBeHidden();
  const cluster = page.getByRole('button', { name: 'One', exact: true });
  await comesLate(() => support.focus());
  await expect(cluster).toBeVisible();
  await expect(support).toBeFocused();
  await comesLate(() => expect(support).toBeVisible());
  await expect(cluster).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Filter clusters' })).toBeFocused();
});
