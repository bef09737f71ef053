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

test('the support link opens a draft in the mail program once the person agrees', async ({ launch }) => {
  const { page, electron } = await launch();
  await electron?.evaluate(({ dialog, shell }) => {
    const asked: Asked = { messages: [], opened: [] };
    Object.assign(globalThis, { asked });
    dialog.showMessageBox = ((_window: unknown, options: { message: string }) => {
      asked.messages.push(options.message);
      return Promise.resolve({ response: asked.messages.length === 1 ? 1 : 0, checkboxChecked: false });
    }) as typeof dialog.showMessageBox;
    shell.openExternal = (url) => Promise.resolve(void asked.opened.push(url));
  });
  const told = () => electron?.evaluate(() => (globalThis as unknown as { asked: Asked }).asked);
  // Playwright's own click waits for the navigation that main refuses.
  const click = () => page.getByRole('link', { name: /^Support/ }).dispatchEvent('click');
  await click();
  await expect.poll(async () => (await told())?.messages.length).toBe(1);
  expect((await told())?.opened).toEqual([]);
  await click();
  await expect.poll(async () => (await told())?.opened.length).toBe(1);
  expect((await told())?.opened[0]).toMatch(/^mailto:support@conduktor\.io\?subject=/);
  expect((await told())?.messages[1]).toContain('support@conduktor.io');
});
