import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { noKeyring, startKeyring } from '../support/keyring.ts';
import { appPage } from './app-page.ts';
import { expect, test } from './fixtures.ts';

const reason = noKeyring();

async function addSecured(page: Page, { bootstrap, username, password }: Record<string, string>): Promise<void> {
  await page.getByRole('button', { name: 'New cluster' }).click();
  const form = page.getByRole('dialog', { name: 'New cluster' });
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill('Guarded');
  await form.getByRole('textbox', { name: 'Bootstrap servers' }).fill(bootstrap ?? '');
  await form.getByText('SASL_PLAINTEXT', { exact: true }).click();
  await form.getByRole('combobox', { name: 'Mechanism' }).click();
  await page.getByRole('option', { name: 'SCRAM-SHA-256' }).click();
  await form.getByRole('textbox', { name: 'User' }).fill(username ?? '');
  await form.getByLabel('Password', { exact: true }).fill(password ?? '');
  await form.getByRole('button', { name: 'Save and open' }).click();
  await expect(appPage(page).topics).toBeVisible();
}

test('a password goes through the real keyring and back; without it, it is asked for and nothing else is lost @securityTest keyring-round-trip', async ({
  launch,
  brokers,
  configFolder,
}) => {
  test.skip(reason !== null, `needs a GNOME keyring: ${reason ?? ''}`);
  const { admin, listeners } = await brokers.secured();
  const [mine, other] = [await startKeyring(), await startKeyring()];
  try {
    await test.step('saved with the keyring', async () => {
      const app = await launch(mine);
      await expect(app.page.getByText("encrypted with this desktop's keyring")).toBeVisible();
      await addSecured(app.page, { bootstrap: listeners.saslPlaintext, ...admin });
      // There is a key store, so nobody is asked how passwords are kept.
      await expect(app.page.getByRole('dialog')).toHaveCount(0);
      await app.close();
    });
    await test.step('secrets.json holds ciphertext of the operating system, nothing plain', async () => {
      const text = await readFile(path.join(configFolder, 'secrets.json'), 'utf8');
      const ciphertext = /"password": "([^"]+)"/.exec(text)?.[1] ?? '';
      // Chromium marks what a keyring's key encrypted with v11; v10 is the password everybody knows.
      expect(Buffer.from(ciphertext, 'base64').subarray(0, 3).toString()).toBe('v11');
      for (const form of ['utf8', 'base64', 'hex'] as const)
        expect(text).not.toContain(Buffer.from(admin.password).toString(form));
    });
    const connects = async (extra: Parameters<typeof launch>[0]) => {
      const app = await launch(extra);
      await app.page.getByRole('button', { name: 'Guarded', exact: true }).click();
      await expect(appPage(app.page).topics).toBeVisible();
      await app.close();
    };
    const asks = async (extra: Parameters<typeof launch>[0]) => {
      const app = await launch(extra);
      await expect(app.page.getByText('asks for: password')).toBeVisible();
      await expect(app.page.getByText('Some passwords must be typed again')).toBeVisible();
      await app.page.getByRole('button', { name: 'Guarded', exact: true }).click();
      await expect(app.page.getByText(/must be typed again/).first()).toBeVisible();
      await app.close();
    };
    await test.step('the next start connects without asking', () => connects(mine));
    await test.step('with another keyring the cluster is there and asks', () => asks(other));
    await test.step('without any keyring, too', () => asks({ env: { DBUS_SESSION_BUS_ADDRESS: 'disabled:' } }));
    await test.step('nothing stored was deleted: with its own keyring it connects again', () => connects(mine));
  } finally {
    await Promise.all([mine.close(), other.close()]);
  }
});
