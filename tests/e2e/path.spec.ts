import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { SAMPLE_TOPICS, sampleOrders } from '../../src/core/local-kafka/index.ts';
import { FIRST_ORDER_ID, ORDER_COUNT } from '../../src/core/local-kafka/sample/orders.ts';
import { formatBytes } from '../../src/renderer/ui/format.ts';
import type { Locator } from '@playwright/test';
import { otherClient } from '../support/kafka-client.ts';
import { appPage, cellsOf, localBootstrap, readRows } from './app-page.ts';
import { expect, test } from './fixtures.ts';

/** The path of a first day: from an empty config folder to records, and home again the next morning. */
test('from the first start to browsing records, and back at the next start', async ({ launch, configFolder }) => {
  const app = await launch();
  const { page } = app;
  const screen = appPage(page);

  await test.step('the first start shows an empty welcome screen', async () => {
    await expect(page.getByText('No clusters yet')).toBeVisible();
  });

  await test.step('local Kafka starts, telling how it goes, and its cluster opens', async () => {
    const told = await screen.startLocalKafka();
    expect(told.join('\n')).toMatch(/Starting local Kafka/);
    await expect(screen.topics).toBeVisible();
  });
  const witness = otherClient(await localBootstrap(configFolder));

  await test.step('the topics are listed with true counts and sizes', async () => {
    for (const { topic } of SAMPLE_TOPICS) {
      const row = screen.topics.getByRole('row').filter({ has: page.getByText(topic.name, { exact: true }) });
      await expect(row).toBeVisible();
      const cells = await cellsOf(row);
      expect(cells[1]).toBe(String(topic.partitions));
      const count = (await witness.count(topic.name)).toLocaleString('en-US');
      expect(cells[3]?.replace('≤ ', '').replace(/[\u202f\u00a0 ]/g, ',')).toBe(count);
      expect(cells[4]).toBe(formatBytes(await sizeOnDisk(configFolder, topic.name)));
    }
  });

  const produced = await test.step('another client reads what was produced', async () => {
    const seen = await witness.readAll('orders', ORDER_COUNT);
    const newest = Math.max(...seen.map((record) => Number(record.timestamp)));
    const expected = sampleOrders(newest).map((order) => order.value?.toString());
    expect(seen.map((record) => record.value).sort()).toEqual(expected.sort());
    return [...seen].sort((a, b) => Number(b.timestamp) - Number(a.timestamp));
  });
  const [newest] = produced;
  if (newest === undefined) throw new Error('There are no orders.');
  const newestId = String(FIRST_ORDER_ID + BigInt(ORDER_COUNT - 1));

  await test.step('orders shows the newest 100 with exactly these values', async () => {
    await screen.topics.getByRole('link', { name: 'orders' }).click();
    await expect(screen.recordsOf('orders')).toHaveAttribute('aria-rowcount', '101');
    const rows = await readRows(screen.recordsOf('orders'), 100);
    expect(rows[0]?.[3]).toBe(newestId);
    for (const [index, [, partition, offset, key, value]] of rows.entries()) {
      const record = produced[index];
      expect([partition, offset, key]).toEqual([String(record?.partition), record?.offset, record?.key]);
      expect(record?.value?.startsWith((value ?? '?').replace(/…$/, '')), `row ${index}: ${value}`).toBe(true);
    }
  });

  await test.step('a record opens with its 64-bit id exact, and is copied byte for byte', async () => {
    await screen.recordsOf('orders').getByRole('row').filter({ hasText: newestId }).first().click();
    await expect(screen.record).toContainText(newestId);
    await screen.record.getByRole('button', { name: 'Copy value' }).click();
    await expect.poll(() => app.readClipboard()).toBe(newest.value);
  });

  await test.step('from the beginning, and more on asking', async () => {
    await screen.readFrom('Beginning');
    const grid = screen.recordsOf('orders');
    const before = await rowsOf(grid);
    const more = page.getByRole('button', { name: /^Load \d+ more/ });
    await more.press('Enter');
    await expect.poll(async () => await rowsOf(grid)).toBeGreaterThan(before);
    await expect(more).toBeFocused();
    await page.getByRole('button', { name: 'Load all' }).press('Enter');
    await expect(page.getByRole('button', { name: 'Read on' })).toBeVisible();
    await expect(grid.getByRole('row').and(page.locator(':focus'))).toHaveCount(1);
  });

  await test.step('the live tail shows what another client produces meanwhile', async () => {
    await screen.readFrom('Live tail');
    await expect(screen.progress).toContainText('waiting');
    await witness.produce('orders', { key: 'from-elsewhere', value: '{"orderId":9223372036854775807}' });
    await expect(screen.recordsOf('orders').getByRole('row').filter({ hasText: 'from-elsewhere' })).toContainText(
      '9223372036854775807',
    );
  });

  await app.close();

  const again = await launch();
  await test.step('the next start has the cluster first and its tab back', async () => {
    const home = appPage(again.page);
    const first = home.clusters.getByRole('listitem').first();
    await expect(first).toContainText(/local/i);
    await home.startLocalKafka();
    await expect(home.tab('orders')).toBeVisible();
  });
  await again.close();
});

/** Bytes of a topic's segments in the broker's own folder. */
async function sizeOnDisk(configFolder: string, topic: string): Promise<number> {
  const data = path.join(configFolder, 'local-kafka/data');
  let bytes = 0;
  for (const folder of await readdir(data)) {
    if (folder.replace(/-\d+$/, '') !== topic) continue;
    for (const file of await readdir(path.join(data, folder))) {
      if (file.endsWith('.log')) bytes += (await stat(path.join(data, folder, file))).size;
    }
  }
  return bytes;
}

async function rowsOf(grid: Locator): Promise<number> {
  await expect(grid).not.toHaveAttribute('aria-rowcount', '1');
  return Number(await grid.getAttribute('aria-rowcount'));
}

test('a secured cluster by hand: the wrong password is told, the right one shows the topics', async ({
  launch,
  brokers,
}) => {
  const secured = await brokers.secured();
  const { page } = await launch();
  const screen = appPage(page);
  await page.getByRole('button', { name: 'New cluster' }).click();
  const form = page.getByRole('dialog', { name: 'New cluster' });
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill('Secured');
  await form.getByRole('textbox', { name: 'Bootstrap servers' }).fill(secured.listeners.saslPlaintext);
  await form.getByText('SASL_PLAINTEXT', { exact: true }).click();
  await form.getByRole('combobox', { name: 'Mechanism' }).click();
  await page.getByRole('option', { name: 'SCRAM-SHA-256' }).click();
  await form.getByRole('textbox', { name: 'User' }).fill(secured.admin.username);
  await form.getByLabel('Password', { exact: true }).fill('not-the-password');

  await form.getByRole('button', { name: 'Test connection' }).click();
  await expect(form.getByRole('alert')).toContainText(/password/i);

  await form.getByLabel('Password', { exact: true }).fill(secured.admin.password);
  await form.getByRole('button', { name: 'Save and open' }).click();
  await expect(screen.topics).toBeVisible();
});
