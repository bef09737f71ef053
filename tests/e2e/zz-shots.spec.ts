import { expect, test } from './fixtures.ts';
import { startReportSink } from '../support/report-sink.ts';
const DIR = '/tmp/telemetry-shots';
test('shots', async ({ launch }) => {
  test.setTimeout(120_000);
  const sink = await startReportSink();
  const { page } = await launch({ env: sink.env });
  const form = page.getByRole('dialog', { name: 'Support' });
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    for (const [name, width, height] of [['wide', 1320, 860], ['narrow', 700, 560]] as const) {
      await page.setViewportSize({ width, height });
      await page.getByRole('button', { name: 'Support', exact: true }).click();
      await form.getByRole('textbox', { name: 'Message' }).fill('It does not connect.\npassword=hunter2-pa55\nSecond line of what happened.');
      await form.getByRole('checkbox', { name: /end of the log/ }).check();
      await page.waitForTimeout(1200);
      await page.screenshot({ path: `${DIR}/form-${scheme}-${name}.png` });
      await form.getByRole('button', { name: 'Mail server…' }).click();
      await form.getByRole('textbox', { name: 'Host' }).fill('127.0.0.1');
      await form.getByRole('textbox', { name: 'Your address' }).fill('ann@example.com');
      await form.getByRole('button', { name: 'Test', exact: true }).click();
      await expect(form.getByRole('alert')).toBeVisible();
      await page.screenshot({ path: `${DIR}/smtp-${scheme}-${name}.png` });
      await form.getByRole('button', { name: 'Back' }).click();
      await form.getByRole('button', { name: 'Look at the mail' }).click();
      await form.locator('summary').first().click();
      await page.screenshot({ path: `${DIR}/preview-${scheme}-${name}.png` });
      await form.getByRole('button', { name: 'Back' }).click();
      await form.getByRole('combobox', { name: 'How it leaves' }).selectOption('mailto');
      await form.getByRole('button', { name: 'Look at the mail' }).click();
      await page.screenshot({ path: `${DIR}/previewlink-${scheme}-${name}.png` });
      await form.getByRole('button', { name: 'Close' }).first().click();
      await page.getByRole('button', { name: 'What is sent' }).click();
      await page.waitForTimeout(300);
      await page.screenshot({ path: `${DIR}/reports-${scheme}-${name}.png` });
      await page.locator('details').first().scrollIntoViewIfNeeded();
      await page.screenshot({ path: `${DIR}/reports2-${scheme}-${name}.png` });
      await page.getByRole('button', { name: 'Close settings' }).click();
    }
  }
  await page.setViewportSize({ width: 1320, height: 860 });
  await page.getByRole('button', { name: 'New cluster' }).click();
  const cluster = page.getByRole('dialog', { name: 'New cluster' });
  await cluster.getByRole('textbox', { name: 'Name', exact: true }).fill('mine');
  await cluster.getByRole('textbox', { name: 'Bootstrap servers' }).fill('127.0.0.1:1');
  await cluster.getByRole('button', { name: 'Test connection' }).click();
  await cluster.getByRole('button', { name: 'Report to support' }).click();
  await page.waitForTimeout(500);
  await page.screenshot({ path: `${DIR}/from-error.png` });
  await sink.close();
});
