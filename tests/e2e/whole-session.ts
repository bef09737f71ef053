import { stat } from 'node:fs/promises';
import path from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import type { Credentials } from '../../scripts/identity/index.ts';
import type { OpenApp } from '../support/hosts.ts';
import { signIn, signInScreen } from '../support/sign-in.ts';
import { appPage, typeInto } from './app-page.ts';

/** All a person does on a day, in about a minute: what could connect anywhere is used once. */
export type Session = {
  readonly app: OpenApp;
  readonly bootstrap: string;
  readonly registry: string;
  /** Its records are `record 0` to `record 49`, after one written by a schema of the registry, `by avro`. */
  readonly topic: string;
  /** Where files are written to. */
  readonly exports: string;
};

/** A cluster with a registry: tested, saved, opened; the same again exported. */
export async function workOnCluster({ app, bootstrap, registry, exports }: Session): Promise<void> {
  const { page, electron } = app;
  await expect(page.getByRole('button', { name: 'Start local Kafka' })).toBeVisible();
  await page.getByRole('button', { name: 'New cluster' }).click();
  const form = page.getByRole('dialog', { name: 'New cluster' });
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill('Orders');
  await form.getByRole('textbox', { name: 'Bootstrap servers' }).fill(bootstrap);
  await form.getByRole('textbox', { name: 'Addresses' }).fill(registry);
  await form.getByRole('button', { name: 'Test connection' }).click();
  await expect(form.getByText(/^Connected: 1 broker/)).toBeVisible();
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(form).toBeHidden();
  await electron?.evaluate(
    ({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    },
    path.join(exports, 'clusters.json'),
  );
  await page.getByRole('button', { name: 'Import or export clusters' }).click();
  await page.getByRole('menuitem', { name: 'Export clusters…' }).click();
  const out = page.getByRole('dialog', { name: 'Export clusters' });
  await out.getByRole('button', { name: /Save as…|Show the text/ }).click();
  if (electron === null) await out.getByRole('button', { name: 'Close' }).last().click();
  await expect(out).toBeHidden();
  await page.getByRole('button', { name: 'Orders', exact: true }).click();
  await expect(appPage(page).topics).toBeVisible();
}

/** Reads, searches in each language, asks in SQL, counts, compares, follows a group, saves. */
export async function workOnRecords({ app: { page }, topic, exports }: Session): Promise<void> {
  const screen = appPage(page);
  const grid = screen.recordsOf(topic);
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
  const matches = (count: number) => expect(screen.progress).toContainText(`matched ${count} `);
  await screen.topics.getByRole('link', { name: topic }).click();
  await expect(grid.getByRole('row').filter({ hasText: 'record 49' })).toBeVisible();
  await screen.readFrom('Beginning');
  await test.step('a record by a schema of the registry', async () => {
    await screen.filterLine.fill('by avro');
    await screen.filterLine.press('Enter');
    await matches(1);
    await grid.getByRole('row').nth(1).click();
    await expect(screen.record).toContainText('by avro');
  });
  await test.step('an expression', async () => {
    await screen.filterMode('Expression');
    await typeInto(screen.filterLine, 'offset <= 10');
    await page.keyboard.press('Enter');
    await matches(11);
  });
  await test.step('two records compared', async () => {
    await grid.getByRole('row').nth(2).click();
    await grid
      .getByRole('row')
      .nth(3)
      .click({ modifiers: ['ControlOrMeta'] });
    await button('Compare').click();
    await page.getByRole('dialog', { name: 'Two records compared' }).getByRole('button', { name: 'Close' }).click();
  });
  await test.step('counted, and asked in SQL', async () => {
    await button('Group by').click();
    await page.getByRole('combobox', { name: 'Field to count by' }).fill('key');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('table', { name: 'Rows by key' })).toBeVisible();
    await button('SQL').click();
    await typeInto(page.getByRole('textbox', { name: 'SQL statement' }), 'SELECT count(*) AS n FROM records');
    await button('Run').click();
    const result = page.getByRole('grid', { name: 'Result of the statement' });
    await expect(result.getByRole('row').nth(1)).toContainText('11');
    await button('Close (Esc)').click();
  });
  await test.step('saved to a file', async () => {
    const file = path.join(exports, 'records.jsonl');
    await button('Save…').click();
    const dialog = page.getByRole('dialog', { name: 'Save records' });
    await dialog.getByRole('radio', { name: /^Everything that matches/ }).check();
    await dialog.getByRole('textbox', { name: 'File' }).fill(file);
    await dialog.getByRole('button', { name: 'Save', exact: true }).click();
    await expect.poll(async () => (await stat(file).catch(() => null))?.size ?? 0).toBeGreaterThan(0);
  });
  await test.step('JavaScript', async () => {
    await screen.filterMode('JavaScript');
    await typeInto(screen.filterLine, 'return String(record.value).includes("record 4");');
    await page.keyboard.press('ControlOrMeta+Enter');
    await matches(11);
    await button('Clear the filter').click();
  });
  await test.step('the consumer groups of the cluster', async () => {
    await button(/^From: /).click();
    await page.getByRole('radio', { name: 'Consumer group', exact: true }).click();
    await expect(page.getByPlaceholder('Name of a group')).toBeVisible();
    await page.waitForTimeout(1_000); // They are asked for meanwhile.
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
  });
}

/** Writes to support as far as the whole mail is seen. */
export async function toSupport({ app: { page } }: Session): Promise<void> {
  await page.getByRole('button', { name: 'Support', exact: true }).click();
  const form = page.getByRole('dialog', { name: 'Support' });
  await form.getByRole('textbox', { name: 'Message' }).fill('It works.');
  await form.getByRole('checkbox', { name: /end of the log/ }).check();
  await form.getByRole('button', { name: 'Look at the mail' }).click();
  await expect(form.getByLabel('Text', { exact: true })).toContainText('It works.');
  await form.getByRole('button', { name: 'Close' }).click();
  await expect(form).toBeHidden();
}

const SECTIONS = ['General', 'Account', 'Network', 'Usage and error reports', 'Privacy', 'Log', 'Updates'] as const;

/** Opens every section of the settings, and waits in each for what it asks for. */
export async function everySection({ app: { page } }: Session): Promise<void> {
  await openSettings(page);
  const sections = page.getByRole('navigation', { name: 'Settings' }).getByRole('button');
  await expect(sections).toHaveText([...SECTIONS]);
  for (const name of SECTIONS) {
    await sections.filter({ hasText: name }).click();
    await page.waitForTimeout(500);
  }
  await page.getByRole('button', { name: 'Close settings' }).click();
}

async function openSettings(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
}

export async function signedOutAndIn({ app }: Session, person: Credentials): Promise<void> {
  const { page } = app;
  await openSettings(page);
  await page.getByRole('button', { name: 'Account', exact: true }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(signInScreen(page).button).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(signInScreen(page).screen).toBeVisible();
  await signIn(app, person);
}
