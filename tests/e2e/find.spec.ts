import type { Page } from '@playwright/test';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RecordToSend } from '../../src/core/kafka/index.ts';
import { sampleOrders } from '../../src/core/local-kafka/index.ts';
import { otherClient } from '../support/kafka-client.ts';
import { appPage, localBootstrap, readRows, typeInto } from './app-page.ts';
import { expect, test } from './fixtures.ts';

type Order = { readonly status: string; readonly total: number; readonly giftWrap: boolean };

/** Everything there is for looking into a topic, once each, on the orders of the sample data. */
test('finding records: filters, columns, histogram, groups, SQL, compare, save, live tail', async ({
  launch,
  configFolder,
}) => {
  const { page } = await launch();
  const screen = appPage(page);
  await screen.startLocalKafka();
  await screen.topics.getByRole('link', { name: 'orders' }).click();
  const grid = screen.recordsOf('orders');
  const orders = sampleOrders(0).map((record) => ({ record, order: orderOf(record) }));
  const matches = (test: (order: Order, record: RecordToSend) => boolean) =>
    orders.filter(({ order, record }) => test(order, record)).length;

  await test.step('words: every match is found and counted', async () => {
    await expect(grid).toHaveAttribute('aria-rowcount', '101');
    await screen.readFrom('Beginning');
    const some = orders[700]?.record.key?.toString() ?? '';
    await page.getByRole('textbox', { name: 'Filter these records' }).fill(some);
    await page.keyboard.press('Enter');
    await expect(screen.progress).toContainText('complete: read to the end');
    await expect(screen.progress).toContainText('matched 1 ');
    await expect(grid).toHaveAttribute('aria-rowcount', '2');
  });

  await test.step('an expression that is wrong says what and where', async () => {
    const first = typedAtOnce(page);
    await screen.filterMode('Expression');
    // What is typed in the very moment the editor has come, before React's own next step, is not wiped out.
    await first;
    await page.waitForTimeout(500);
    await expect(screen.filterLine).toHaveText('v');
    await typeInto(screen.filterLine, 'value.status = "RETURNED"');
    await expect(page.locator('#filter-problems')).toContainText('=');
    await page.keyboard.press('Enter');
    await expect(screen.progress).toContainText('matched 1 ');
  });

  const returned = matches(({ status, total }) => status === 'RETURNED' && total > 300);
  await test.step('an expression over the fields of the value', async () => {
    await typeInto(screen.filterLine, 'value.status == "RETURNED" && value.total > 300');
    await page.keyboard.press('Enter');
    await expect(screen.progress).toContainText(`matched ${returned} `);
    await expect(screen.progress).toContainText('complete: read to the end');
    await expect(grid).toHaveAttribute('aria-rowcount', String(returned + 1));
  });

  await test.step('a field as a column', async () => {
    await page.getByRole('button', { name: 'Columns', exact: true }).click();
    await page.getByRole('combobox', { name: 'Add a column' }).fill('value.status');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(grid.getByRole('columnheader', { name: 'status', exact: true })).toBeVisible();
    await expect(grid.getByRole('row').nth(1)).toContainText('RETURNED');
    const rows = await readRows(grid, returned);
    expect(rows.every((cells) => cells.includes('RETURNED'))).toBe(true);
  });

  await test.step('the histogram draws them over time', async () => {
    await page.getByRole('button', { name: 'Histogram', exact: true }).click();
    const histogram = page.getByRole('group', { name: 'Matches over time' });
    await expect(histogram).toContainText('up to');
    await expect(histogram.getByRole('slider')).toHaveAttribute('aria-valuetext', new RegExp(`^${returned} records`));
  });

  await test.step('two records are compared', async () => {
    await grid.getByRole('row').nth(1).click();
    await grid
      .getByRole('row')
      .nth(2)
      .click({ modifiers: ['ControlOrMeta'] });
    await page.getByRole('button', { name: 'Compare', exact: true }).click();
    const compared = page.getByRole('dialog', { name: 'Two records compared' });
    await expect(compared).toContainText('orderId');
    await compared.getByRole('button', { name: 'Close' }).click();
    await grid.getByRole('row').nth(1).click();
  });

  await test.step('the rows are counted by a field', async () => {
    await page.getByRole('button', { name: 'Group by' }).click();
    await page.getByRole('combobox', { name: 'Field to count by' }).fill('value.giftWrap');
    await page.keyboard.press('Enter');
    const groups = page.getByRole('table', { name: 'Rows by value.giftWrap' });
    const wrapped = matches(({ status, total, giftWrap }) => status === 'RETURNED' && total > 300 && giftWrap);
    await expect(groups.getByRole('row').filter({ hasText: 'true' })).toContainText(`true${wrapped}`);
    await expect(groups.getByRole('row').filter({ hasText: 'false' })).toContainText(`false${returned - wrapped}`);
  });

  await test.step('SQL over what was read', async () => {
    await page.getByRole('button', { name: 'SQL', exact: true }).click();
    await typeInto(
      page.getByRole('textbox', { name: 'SQL statement' }),
      'SELECT count(*) AS n, max("offset") > 0 AS is_there FROM records',
    );
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    const result = page.getByRole('grid', { name: 'Result of the statement' });
    await expect(result.getByRole('row').nth(1)).toContainText(String(returned));
    await typeInto(page.getByRole('textbox', { name: 'SQL statement' }), 'SELECT nothing FROM records');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await expect(page.getByRole('region', { name: 'SQL over what was read' }).getByRole('alert')).toContainText(
      'nothing',
    );
    await page.getByRole('button', { name: 'Close (Esc)' }).click();
  });

  await test.step('all that matched is saved as JSON lines', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'conduktor-e2e-saved-'));
    const file = path.join(folder, 'returned.jsonl');
    await page.getByRole('button', { name: 'Save…', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Save records' });
    await dialog.getByRole('radio', { name: /^Everything that matches/ }).check();
    await dialog.getByRole('textbox', { name: 'File' }).fill(file);
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByText(/^Saved: /)).toBeVisible();
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    expect(lines).toHaveLength(returned);
    for (const line of lines) expect(line).toContain('RETURNED');
    await rm(folder, { recursive: true });
  });

  await test.step('JavaScript, in its own thread', async () => {
    await screen.filterMode('JavaScript');
    await typeInto(screen.filterLine, 'return record.value.giftWrap && record.headers.source === "web-shop";');
    await page.keyboard.press('ControlOrMeta+Enter');
    const wrapped = matches(({ giftWrap }, { headers }) => giftWrap && sourceOf(headers) === 'web-shop');
    await expect(screen.progress).toContainText(`matched ${wrapped} `);
    await page.getByRole('button', { name: 'Clear the filter' }).click();
  });

  await test.step('a statement half written stays while more is read', async () => {
    await expect(screen.progress).toContainText('read 500 of');
    await page.getByRole('button', { name: 'SQL', exact: true }).click();
    const statement = page.getByRole('textbox', { name: 'SQL statement' });
    await typeInto(statement, 'SELECT key FROM');
    const more = page.getByRole('button', { name: 'Load 500 more' });
    await more.click();
    await expect(screen.progress).toContainText('read 1,000 of');
    // The names to complete are asked for again at ten times as many rows.
    await page.waitForTimeout(1000);
    await expect(statement).toHaveText('SELECT key FROM');
    await expect(statement).not.toBeFocused();
    await page.getByRole('button', { name: 'Close (Esc)' }).click();
  });

  await test.step('the live tail pauses and goes on without losing a record', async () => {
    const witness = otherClient(await localBootstrap(configFolder));
    await screen.readFrom('Live tail');
    await expect(screen.progress).toContainText('waiting');
    await witness.produce('orders', { key: 'before-the-pause', value: '{"n":1}' });
    await expect(grid.getByRole('row').filter({ hasText: 'before-the-pause' })).toBeVisible();
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await expect(screen.progress).toContainText('paused');
    await witness.produce('orders', { key: 'while-paused', value: '{"n":2}' });
    await expect(grid).toHaveAttribute('aria-rowcount', '2');
    await page.getByRole('button', { name: 'Resume', exact: true }).last().click();
    await expect(grid.getByRole('row').filter({ hasText: 'while-paused' })).toBeVisible();
    await expect(grid).toHaveAttribute('aria-rowcount', '3');
  });
});

function orderOf({ value }: RecordToSend): Order {
  return JSON.parse(value?.toString() ?? 'null') as Order;
}

function sourceOf(headers: RecordToSend['headers']): string | undefined {
  return headers?.find(([name]) => name === 'source')?.[1]?.toString();
}

/** Types one letter as soon as the editor is in the page and has the focus: sooner than anybody could. */
function typedAtOnce(page: Page): Promise<void> {
  return page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const watch = new MutationObserver(() => {
          const editor = document.querySelector('.cm-content');
          if (editor === null || document.activeElement !== editor) return;
          watch.disconnect();
          document.execCommand('insertText', false, 'v');
          resolve();
        });
        watch.observe(document.body, { childList: true, subtree: true });
      }),
  );
}
