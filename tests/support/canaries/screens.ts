import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';
import { CLUSTER_SCREENS } from './cluster-screens.ts';
import { SLOW, type Screen } from './screen.ts';

const licence: Screen = {
  name: 'a licence file that is none',
  async use({ app: { page }, canaries }) {
    const buffer = Buffer.from(canaries.of('licence in a file'));
    await page.getByTestId('licence-file').setInputFiles({ name: 'licence.jwt', mimeType: 'text/plain', buffer });
    await expect(page.getByRole('alert')).toBeVisible();
  },
};

const box: Screen = {
  name: 'the passphrase: wrong, and another',
  async use({ app: { page }, canaries }) {
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
    await page.getByRole('button', { name: 'General', exact: true }).click();
    await page.getByRole('button', { name: 'Change…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Change the passphrase' });
    const next = canaries.of('box passphrase, the next');
    await dialog.getByLabel('New passphrase').fill(next);
    await dialog.getByLabel('Type it again').fill(next);
    const confirm = dialog.getByRole('button', { name: 'Change the passphrase' });
    await dialog.getByLabel('Current passphrase').fill(canaries.of('box passphrase, wrong'));
    await confirm.click();
    await expect(dialog.getByRole('alert')).toBeVisible(SLOW);
    await page.waitForTimeout(1_500); // What a wrong one costs.
    await dialog.getByLabel('Current passphrase').fill(canaries.of('box passphrase'));
    await confirm.click();
    await expect(dialog).toBeHidden(SLOW);
    await page.getByRole('button', { name: 'Close settings' }).click();
  },
};

const transfer: Screen = {
  name: 'an export under a passphrase, copied, and taken in again',
  async use({ app, canaries, folders }) {
    const { page, electron } = app;
    const file = path.join(folders.exports, 'clusters.json');
    await electron?.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, file);
    await page.getByRole('button', { name: 'Import or export clusters' }).click();
    await page.getByRole('menuitem', { name: 'Export clusters…' }).click();
    const out = page.getByRole('dialog', { name: 'Export clusters' });
    await out.getByText('Encrypt with a passphrase').click();
    await out.getByLabel('New passphrase').fill(canaries.of('export passphrase'));
    await out.getByLabel('Type it again').fill(canaries.of('export passphrase'));
    await out.getByRole('button', { name: /Save as…|Show the text/ }).click();
    let text = '';
    if (electron === null) {
      text = await out.getByRole('textbox', { name: 'Exported clusters' }).inputValue();
      await out.getByRole('button', { name: 'Copy' }).click();
      await out.getByRole('button', { name: 'Close' }).last().click();
    }
    await expect(out).toBeHidden(SLOW);
    if (electron !== null) text = await readFile(file, 'utf8');
    await page.getByRole('button', { name: 'Import or export clusters' }).click();
    await page.getByRole('menuitem', { name: 'Import clusters…' }).click();
    const into = page.getByRole('dialog', { name: 'Import clusters' });
    await into.getByLabel('Or paste its text').fill(text);
    await into.getByRole('button', { name: 'Look at it' }).click();
    const unlock = into.getByRole('button', { name: 'Unlock passwords' });
    await into.getByLabel('Passphrase of the file').fill(canaries.of('import passphrase, wrong'));
    await unlock.click();
    await expect(into.getByText('That is not the passphrase')).toBeVisible(SLOW);
    await page.waitForTimeout(1_500); // What a wrong one costs.
    await into.getByLabel('Passphrase of the file').fill(canaries.of('export passphrase'));
    await unlock.click();
    await expect(into.getByText('Its passwords are unlocked.')).toBeVisible(SLOW);
    await into.getByRole('button', { name: 'Cancel' }).click();
    await expect(into).toBeHidden();
  },
};

const proxy: Screen = {
  name: 'the password of a proxy that says back what it was asked with',
  async use({ app: { page }, canaries, echoUrl }) {
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
    await page.getByRole('button', { name: 'Network', exact: true }).click();
    await page.getByText('Manual', { exact: true }).click();
    await page.getByRole('textbox', { name: 'Address', exact: true }).fill(echoUrl);
    await page.getByRole('textbox', { name: 'No proxy for' }).fill('127.0.0.1, localhost');
    await page.getByRole('textbox', { name: 'User name' }).fill('bob');
    const password = page.getByLabel('Password', { exact: true });
    await password.fill(canaries.of('proxy password only tested'));
    await page.getByRole('textbox', { name: 'Try these settings with' }).fill('http://registry.invalid:8081/');
    await page.getByRole('button', { name: 'Try', exact: true }).click();
    await expect(page.getByRole('button', { name: 'Try', exact: true })).toBeEnabled(SLOW);
    await password.fill(canaries.of('proxy password'));
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(page.getByText('Saved.')).toBeVisible();
    await page.getByRole('button', { name: 'Copy as text' }).click();
    await page.getByRole('button', { name: 'Close settings' }).click();
  },
};

const mail: Screen = {
  name: 'mail to support: its server’s password, a password in the message, the log, a picture',
  async use({ app, canaries, echoPort, folders }) {
    const { page, electron } = app;
    await electron?.evaluate(({ shell }) => {
      shell.openPath = () => Promise.resolve('');
    });
    await page.getByRole('button', { name: 'Support', exact: true }).click();
    const support = page.getByRole('dialog', { name: 'Support' });
    await support.getByRole('button', { name: 'Mail server…' }).click();
    await support.getByRole('textbox', { name: 'Host' }).fill('127.0.0.1');
    await support.getByRole('textbox', { name: 'Port' }).fill(String(echoPort));
    await support.getByRole('textbox', { name: 'Your address' }).fill('ann@example.com');
    await support.getByRole('textbox', { name: 'User' }).fill('bob');
    const password = support.getByLabel('Password', { exact: true });
    await password.fill(canaries.of('SMTP password only tested'));
    await support.getByRole('button', { name: 'Test', exact: true }).click();
    await expect(support.getByRole('alert')).toBeVisible(SLOW);
    await password.fill(canaries.of('SMTP password'));
    await support.getByRole('button', { name: 'Save', exact: true }).click();
    const message = support.getByRole('textbox', { name: 'Message' });
    await message.fill(`It said password=${canaries.of('password in a message to support')}`);
    await expect(support.getByText('Kept as a draft')).toBeVisible();
    await support.getByRole('checkbox', { name: /end of the log/ }).check();
    if (electron !== null) {
      await support.getByRole('button', { name: 'Take a picture' }).click();
      await expect(support.getByAltText('The picture that goes with the mail')).toBeVisible();
    }
    await support
      .getByRole('combobox', { name: 'How it leaves' })
      .selectOption({ label: DRAFT_WAY[app.electron === null ? 'browser' : 'desktop'] });
    await support.getByRole('button', { name: 'Look at the mail' }).click();
    await support.getByRole('button', { name: 'Copy the text' }).click();
    if (electron === null) {
      const download = page.waitForEvent('download');
      await support.getByRole('button', { name: 'Save the draft file' }).click();
      await (await download).saveAs(path.join(folders.exports, 'draft.eml'));
    } else {
      await support.getByRole('button', { name: 'Open the draft' }).click();
      await expect(support.getByText('The draft is open')).toBeVisible();
    }
    await page.keyboard.press('Escape');
    await expect(support).toBeHidden();
  },
};

const DRAFT_WAY = {
  desktop: 'As a draft in my mail program, with attachments',
  browser: 'As a draft file to open in my mail program, with attachments',
} as const;

const log: Screen = {
  name: 'the log, at its fullest, copied',
  async use({ app: { page } }) {
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
    await page.getByRole('button', { name: 'Log', exact: true }).click();
    await page.getByText('Debug', { exact: true }).click();
    await expect(page.getByRole('listbox', { name: 'Log lines' }).getByRole('option').first()).toBeVisible();
    await page.getByRole('button', { name: 'Copy lines' }).click();
    await page.getByRole('button', { name: 'Close settings' }).click();
  },
};

/** Before anybody is signed in. */
export const SIGNED_OUT: ReadonlyArray<Screen> = [licence];
/** In this order: the first password asks how passwords are kept, and the log comes to be read at the end, too. */
export const SCREENS: ReadonlyArray<Screen> = [log, ...CLUSTER_SCREENS, box, transfer, proxy, mail, log];
