import { expect, test } from './fixtures.ts';

/** What main was asked to do, where a test stands in for the person and the system's own windows. */
type Asked = { readonly messages: string[]; readonly opened: string[] };

test('a key store is picked in the system’s dialog', async ({ launch }) => {
  const { page, electron } = await launch();
  await electron?.evaluate(({ dialog }) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: ['/home/ann/keys/trust.p12'] });
  });
  await page.getByRole('button', { name: 'New cluster' }).click();
  const form = page.getByRole('dialog', { name: 'New cluster' });
  await form.getByText('SSL', { exact: true }).click();
  const ca = form.getByRole('group', { name: 'CA certificates' });
  await ca.getByText('File', { exact: true }).click();
  await ca.getByRole('button', { name: /^Choose the file/ }).click();
  await expect(ca.getByRole('textbox')).toHaveValue('/home/ann/keys/trust.p12');
});

test('a link to the mail program is opened once the person agrees', async ({ launch }) => {
  const { page, electron } = await launch();
  await electron?.evaluate(({ dialog, shell }) => {
    const asked: Asked = { messages: [], opened: [] };
    Object.assign(globalThis, { asked });
    dialog.showMessageBox = ((_window: unknown, options: { message: string }) => {
      asked.messages.push(options.message);
      return Promise.resolve({ response: asked.messages.length === 1 ? 0 : 1, checkboxChecked: false });
    }) as typeof dialog.showMessageBox;
    shell.openExternal = (url) => Promise.resolve(void asked.opened.push(url));
  });
  const told = () => electron?.evaluate(() => (globalThis as unknown as { asked: Asked }).asked);
  const form = page.getByRole('dialog', { name: 'Support' });
  await page.getByRole('button', { name: 'Support', exact: true }).click();
  await form.getByRole('textbox', { name: 'Message' }).fill('Hello');
  await form.getByRole('combobox', { name: 'How it leaves' }).selectOption('mailto');
  await form.getByRole('button', { name: 'Look at the mail' }).click();
  await form.getByRole('button', { name: 'Open the link' }).click();
  await expect.poll(async () => (await told())?.opened.length).toBe(1);
  expect((await told())?.opened[0]).toMatch(/^mailto:support@conduktor\.io\?subject=Conduktor%20problem/);
  expect((await told())?.messages[0]).toContain('support@conduktor.io');
  // The same again, and the person says no.
  await page.evaluate(() => {
    const link = document.createElement('a');
    link.href = 'mailto:support@conduktor.io?subject=x';
    link.click();
  });
  await expect.poll(async () => (await told())?.messages.length).toBe(2);
  expect((await told())?.opened).toHaveLength(1);
});

test('the native menu opens the form for support', async ({ launch }) => {
  const { page, electron } = await launch();
  await expect(page.getByRole('button', { name: 'Support', exact: true })).toBeVisible();
  await electron?.evaluate(({ Menu }) => {
    const help = Menu.getApplicationMenu()?.items.find((item) => item.role === 'help');
    help?.submenu?.items.find((item) => item.label === 'Support…')?.click();
  });
  await expect(page.getByRole('dialog', { name: 'Support' })).toBeVisible();
});
