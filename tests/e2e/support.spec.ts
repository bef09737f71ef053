import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import PostalMime from 'postal-mime';
import type { OpenApp } from '../support/hosts.ts';
import { seriousIn } from './axe.ts';
import { expect, test } from './fixtures.ts';

const form = (page: Page) => page.getByRole('dialog', { name: 'Support' });
const TYPED = 'It fails.\nhttps://alice:hunter2-pa55@registry:8081 password=jaas-s3cret';

/** Stands in for the mail program: what it was asked to open. */
async function watchMailProgram({ electron }: OpenApp): Promise<void> {
  await electron?.evaluate(({ shell }) => {
    const asked: string[] = [];
    Object.assign(globalThis, { asked });
    shell.openPath = (file) => Promise.resolve((asked.push(file), ''));
  });
}

async function draftOf({ page, electron }: OpenApp): Promise<Buffer> {
  if (electron === null) {
    const download = page.waitForEvent('download');
    await form(page).getByRole('button', { name: 'Save the draft file' }).click();
    return readFile(await (await download).path());
  }
  await form(page).getByRole('button', { name: 'Open the draft' }).click();
  await expect(form(page).getByText('The draft is open')).toBeVisible();
  const [file] = await electron.evaluate(() => (globalThis as unknown as { asked: string[] }).asked);
  return readFile(file!);
}

test('a mail is written, seen whole, and leaves as it was seen @securityTest support-preview', async ({ launch }) => {
  const app = await launch();
  const { page, electron } = app;
  await watchMailProgram(app);
  await page.getByRole('button', { name: 'Support', exact: true }).click();
  await form(page).getByRole('textbox', { name: 'Message' }).fill(TYPED);
  await form(page)
    .getByRole('textbox', { name: /Your address/ })
    .fill('ann@example.com');
  await form(page)
    .getByRole('checkbox', { name: /end of the log/ })
    .check();
  if (electron !== null) {
    await form(page).getByRole('button', { name: 'Take a picture' }).click();
    await expect(form(page).getByAltText('The picture that goes with the mail')).toBeVisible();
  }
  await form(page).getByRole('button', { name: 'Look at the mail' }).click();
  const shown = await form(page).getByLabel('Text', { exact: true }).innerText();
  expect(shown).toContain('alice:•••@registry');
  const log = form(page).getByLabel('conduktor.log', { exact: true });
  const logText = (await log.textContent()) ?? '';
  expect(logText).toContain('app.start');
  const head = await form(page).getByLabel('Head', { exact: true }).innerText();
  expect(head).toContain('support@conduktor.io');
  expect(await seriousIn(page)).toEqual([]);

  const raw = await draftOf(app);
  const parsed = await PostalMime.parse(raw);
  expect(parsed.to).toEqual([{ address: 'support@conduktor.io', name: '' }]);
  expect(parsed.text?.replaceAll('\r\n', '\n').trimEnd()).toBe(shown.trimEnd());
  expect(raw.toString('utf8').replaceAll('\r\n', '\n').startsWith(head.trimEnd())).toBe(true);
  const names = parsed.attachments.map(({ filename }) => filename);
  expect(names).toEqual(electron === null ? ['conduktor.log'] : ['screenshot.png', 'conduktor.log']);
  const attached = Buffer.from(parsed.attachments.at(-1)!.content as ArrayBuffer).toString('utf8');
  expect(attached).toBe(logText);
  const everything = [parsed.text, attached, raw.toString('utf8')].join('\n');
  for (const secret of ['hunter2-pa55', 'jaas-s3cret']) {
    expect(everything).not.toContain(secret);
    expect(TYPED).toContain(secret); // Twin: it was there to be found.
  }
});

test('what was typed and not sent is there again, masked, and can be deleted', async ({ launch, configFolder }) => {
  const first = await launch();
  await first.page.getByRole('button', { name: 'Support', exact: true }).click();
  await form(first.page).getByRole('textbox', { name: 'Message' }).fill(TYPED);
  await expect(form(first.page).getByText('Kept as a draft')).toBeVisible();
  await first.page.keyboard.press('Escape');
  await expect(form(first.page)).toBeHidden();
  await first.close();
  const file = await readFile(`${configFolder}/support-drafts.json`, 'utf8');
  expect(file).toContain('It fails.');
  expect(file).not.toContain('hunter2-pa55');
  const { page } = await launch();
  await page.getByRole('button', { name: 'Support', exact: true }).click();
  await expect(form(page).getByRole('textbox', { name: 'Message' })).toHaveValue(/It fails\.\nhttps:\/\/alice:•••@/);
  await form(page).getByRole('button', { name: 'Delete the draft' }).click();
  await expect(form(page).getByRole('textbox', { name: 'Message' })).toHaveValue('');
  await expect.poll(() => readFile(`${configFolder}/support-drafts.json`, 'utf8')).not.toContain('It fails.');
});

test('an error goes to support with what it said, from where it happened', async ({ launch }) => {
  const { page } = await launch();
  await page.getByRole('button', { name: 'New cluster' }).click();
  const cluster = page.getByRole('dialog', { name: 'New cluster' });
  await cluster.getByRole('textbox', { name: 'Name', exact: true }).fill('mine');
  await cluster.getByRole('textbox', { name: 'Bootstrap servers' }).fill('127.0.0.1:1');
  await cluster.getByRole('button', { name: 'Test connection' }).click();
  const report = cluster.getByRole('button', { name: 'Report to support' });
  await report.click();
  await expect(form(page).getByRole('group', { name: 'What failed' })).toContainText('CONNECTION_REFUSED');
  await form(page).getByRole('button', { name: 'Look at the mail' }).click();
  await expect(form(page).getByLabel('Text', { exact: true })).toContainText('--- What failed ---');
  await page.keyboard.press('Escape');
  // The form that failed is still there, with what was typed; the key closed the one above it only.
  await expect(form(page)).toBeHidden();
  await expect(report).toBeFocused();
  await expect(cluster.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('mine');
  await expect(cluster.getByText('Leave without saving your changes?')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(cluster.getByText('Leave without saving your changes?')).toBeVisible();
});

test('the form is reached and used by keys alone', async ({ launch }) => {
  const { page } = await launch();
  const support = page.getByRole('button', { name: 'Support', exact: true });
  await support.focus();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Type a command' }).fill('support');
  await page.keyboard.press('Enter');
  await expect(form(page).getByRole('textbox', { name: 'Message' })).toBeFocused();
  await page.keyboard.type('By key');
  expect(await seriousIn(page)).toEqual([]);
  const preview = form(page).getByRole('button', { name: 'Look at the mail' });
  for (
    let presses = 0;
    presses < 20 && !(await preview.evaluate((button) => button === document.activeElement));
    presses += 1
  ) {
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await expect(form(page).getByLabel('Text', { exact: true })).toContainText('By key');
  await page.keyboard.press('Escape');
  await expect(support).toBeFocused();
});
