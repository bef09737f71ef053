import { readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { signIn } from '../support/sign-in.ts';
import { seriousIn } from './axe.ts';
import { expect, test } from './fixtures.ts';

const PASSPHRASE = 'correct horse battery';
const PASSWORD = 'hunter-two-of-the-test';

/** A cluster that nobody answers for: saving it is all that is wanted. */
async function addCluster(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'New cluster' }).click();
  const form = page.getByRole('dialog', { name: 'New cluster' });
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await form.getByRole('textbox', { name: 'Bootstrap servers' }).fill('127.0.0.1:1');
  await form.getByText('SASL_PLAINTEXT', { exact: true }).click();
  await form.getByRole('textbox', { name: 'User' }).fill('bob');
  await form.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(form).toBeHidden();
}

async function filesOf(folder: string): Promise<string> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const texts = entries
    .filter((entry) => entry.isFile() && /\.(json|log)$/.test(entry.name))
    .map((entry) => readFile(path.join(entry.parentPath, entry.name), 'utf8'));
  return (await Promise.all(texts)).join('\n');
}

/** What the window shows and keeps: its title, its text, its address, its storage. */
function seenOf(page: Page): Promise<string> {
  return page.evaluate(() =>
    [
      document.title,
      document.documentElement.outerHTML,
      location.href,
      JSON.stringify({ ...localStorage }),
      JSON.stringify({ ...sessionStorage }),
    ].join('\n'),
  );
}

/** What anybody on this computer can read of running processes; empty where the system has no /proc. */
async function commandLines(): Promise<string> {
  const names = await readdir('/proc').catch(() => []);
  const lines = names
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readFile(`/proc/${name}/cmdline`, 'latin1').catch(() => ''));
  return (await Promise.all(lines)).join('\n');
}

async function setPassphrase(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'How should passwords be kept?' });
  await expect(dialog).toBeVisible();
  await dialog.getByLabel('New passphrase').fill(PASSPHRASE);
  await dialog.getByLabel('Type it again').fill(PASSPHRASE);
  expect(await seriousIn(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Keep them so' }).click();
  await expect(dialog).toBeHidden();
}

test('without a key store the first password asks how it is kept, and a passphrase brings it back @securityTest passphrase-box-screen', async ({
  launch,
  configFolder,
}) => {
  const first = await launch();
  await addCluster(first.page, 'Guarded');
  await setPassphrase(first.page);
  const shown = `${await seenOf(first.page)}\n${await commandLines()}`;
  expect(shown).toContain('Guarded');
  for (const plain of [PASSWORD, PASSPHRASE]) expect(shown).not.toContain(plain);
  await first.close();
  const stored = await filesOf(configFolder);
  expect(stored).toContain('Guarded');
  for (const secret of [PASSWORD, PASSPHRASE])
    for (const form of ['utf8', 'base64', 'hex'] as const)
      expect(stored).not.toContain(Buffer.from(secret).toString(form));

  // The sign-in is among what is locked.
  const second = await launch({ signsIn: false });
  const { page } = second;
  const unlock = page.getByRole('dialog', { name: 'Unlock passwords' });
  await expect(unlock).toBeVisible();
  await unlock.getByLabel('Passphrase').fill('wrong');
  await unlock.getByRole('button', { name: 'Unlock' }).click();
  await expect(unlock.getByText('That is not the passphrase.')).toBeVisible();
  expect(await seriousIn(page)).toEqual([]);
  await unlock.getByLabel('Passphrase').fill(PASSPHRASE);
  await expect(unlock.getByRole('button', { name: 'Unlock' })).toBeEnabled();
  await unlock.getByRole('button', { name: 'Unlock' }).click();
  await expect(unlock).toBeHidden();
  await expect(page.getByRole('button', { name: 'Guarded', exact: true })).toBeVisible();
  await expect(page.getByText('asks for: password')).toBeHidden();

  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(page.getByRole('region', { name: 'General' }).getByText(/the key with your passphrase/)).toBeVisible();
  expect(await seriousIn(page)).toEqual([]);
  await page.getByRole('button', { name: 'Forget…' }).click();
  await page.getByRole('button', { name: 'Forget passwords' }).click();
  await page.getByRole('button', { name: 'Close settings' }).click();
  await expect(page.getByText('asks for: password')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Guarded', exact: true })).toBeVisible();
});

test('putting the passphrase off leaves the app usable, and the cluster asks for its password', async ({
  launch,
  identity,
}) => {
  const first = await launch();
  await addCluster(first.page, 'Guarded');
  await setPassphrase(first.page);
  await first.close();
  const again = await launch({ signsIn: false });
  const { page } = again;
  await page.getByRole('dialog', { name: 'Unlock passwords' }).getByRole('button', { name: 'Not now' }).click();
  await signIn(again, identity.demo);
  await page.getByRole('button', { name: 'Guarded', exact: true }).click();
  await expect(page.getByText(/must be typed again/)).toBeVisible();
  await page.getByRole('button', { name: 'Unlock…' }).click();
  const unlock = page.getByRole('dialog', { name: 'Unlock passwords' });
  await unlock.getByLabel('Passphrase').fill(PASSPHRASE);
  await unlock.getByRole('button', { name: 'Unlock' }).click();
  await expect(unlock).toBeHidden();
  await page.getByRole('button', { name: 'Retry' }).click();
  await expect(page.getByText(/must be typed again/)).toBeHidden();
});

test('clusters go out encrypted and come in after a look at them @securityTest import-previews-first', async ({
  launch,
  configFolder,
}) => {
  const app = await launch();
  const { page } = app;
  await addCluster(page, 'Guarded');
  await page.getByRole('dialog').getByRole('button', { name: 'Decide later' }).click();
  const target = path.join(path.dirname(configFolder), `export-${path.basename(configFolder)}.json`);
  await app.electron?.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] });
  }, target);

  await page.getByRole('button', { name: 'Actions for Guarded' }).click();
  await page.getByRole('menuitem', { name: 'Export…' }).click();
  const out = page.getByRole('dialog', { name: 'Export clusters' });
  await out.getByText('Encrypt with a passphrase').click();
  await out.getByLabel('New passphrase').fill(PASSPHRASE);
  await out.getByLabel('Type it again').fill(PASSPHRASE);
  expect(await seriousIn(page)).toEqual([]);
  await out.getByRole('button', { name: /Save as…|Show the text/ }).click();
  const shown = out.getByRole('textbox', { name: 'Exported clusters' });
  if (app.electron === null) {
    await expect(shown).toHaveValue(/conduktor-clusters/);
    await writeFile(target, await shown.inputValue());
    await out.getByRole('button', { name: 'Close' }).last().click();
  }
  await expect(out).toBeHidden();
  const text = await readFile(target, 'utf8');
  expect(text).toContain('Guarded');
  for (const plain of [PASSWORD, PASSPHRASE]) expect(text).not.toContain(plain);

  await page.getByRole('button', { name: 'Import or export clusters' }).click();
  await page.getByRole('menuitem', { name: 'Import clusters…' }).click();
  const into = page.getByRole('dialog', { name: 'Import clusters' });
  if (app.electron === null) {
    await into.getByLabel('Or paste its text').fill(text);
    await into.getByRole('button', { name: 'Look at it' }).click();
  } else {
    await into.getByRole('button', { name: 'Choose a file…' }).click();
  }
  await expect(into.getByText('the same cluster is in your list')).toBeVisible();
  await expect(into.getByRole('button', { name: 'Nothing to import' })).toBeDisabled();
  await into.getByLabel('Passphrase of the file').fill(PASSPHRASE);
  await into.getByRole('button', { name: 'Unlock passwords' }).click();
  await expect(into.getByText('brings: password')).toBeVisible();
  await into.getByRole('combobox', { name: 'What to do with Guarded' }).selectOption('keep-both');
  expect(await seriousIn(page)).toEqual([]);
  await into.getByRole('button', { name: 'Import 1 cluster' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Decide later' }).click();
  await expect(page.getByRole('button', { name: 'Guarded (imported)', exact: true })).toBeVisible();
});

test('an import from elsewhere is refused with a sentence', async ({ launch }) => {
  const { page } = await launch();
  await page.getByRole('button', { name: 'Import or export clusters' }).click();
  await page.getByRole('menuitem', { name: 'Import clusters…' }).click();
  const into = page.getByRole('dialog', { name: 'Import clusters' });
  await into.getByLabel('Or paste its text').fill('{"format":"conduktor-clusters","version":9}');
  await into.getByRole('button', { name: 'Look at it' }).click();
  await expect(into.getByText(/It has format 9/)).toBeVisible();
});

test('the log is followed, filtered and copied as it is stored', async ({ launch }) => {
  const app = await launch();
  const { page } = app;
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Log', exact: true }).click();
  const lines = page.getByRole('listbox', { name: 'Log lines' });
  await expect(lines.getByText('app.start')).toBeVisible();
  await page.getByText('Debug', { exact: true }).click();
  await expect(lines.getByText('log.level')).toBeVisible();
  expect(await seriousIn(page)).toEqual([]);
  await page.getByRole('textbox', { name: 'Find in the log' }).fill('nowhere in any line');
  await expect(page.getByText('No line matches.')).toBeVisible();
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await lines.getByText('app.start').click();
  await page.getByRole('region', { name: 'Line in full' }).getByRole('button', { name: 'Copy' }).click();
  await expect.poll(() => app.readClipboard()).toMatch(/^\{"time":".*"event":"app.start"/);
});
