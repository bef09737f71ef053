import { seriousIn } from './axe.ts';
import { expect, test } from './fixtures.ts';

test('the privacy page tells the promises, what proves them, and how it is on this computer', async ({
  launch,
  configFolder,
}) => {
  const { page } = await launch();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: 'Privacy' }).click();
  const privacy = page.getByRole('region', { name: 'Privacy' });
  await expect(privacy).toContainText('Your data stays between this computer and your Kafka');
  await expect(privacy).toContainText(configFolder);
  await privacy.getByRole('button', { name: 'ipc-sender' }).click();
  await expect(privacy).toContainText('tests/e2e/packaged-shell.spec.ts');
  await expect(privacy).toContainText('This build names no update server');
  expect(await seriousIn(page)).toEqual([]);
  await page.screenshot({ path: test.info().outputPath('privacy.png') });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.screenshot({ path: test.info().outputPath('privacy-dark.png') });
});
