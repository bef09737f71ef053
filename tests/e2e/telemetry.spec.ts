import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { z } from 'zod';
import { TelemetryEvent } from '../../src/shared/telemetry.ts';
import type { OpenApp } from '../support/hosts.ts';
import { startReportSink, type ReportSink } from '../support/report-sink.ts';
import { seriousIn } from './axe.ts';
import { expect, test as base } from './fixtures.ts';

const test = base.extend<{ readonly sink: ReportSink }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads a fixture's needs from this pattern
  sink: async ({}, use) => {
    const sink = await startReportSink();
    await use(sink);
    await sink.close();
  },
});

/** Longer than events are collected before they go together (2 s). */
const SILENCE_MS = 3_500;
const CANARIES = ['canary-cluster', 'canary-broker', 'canary-user', 'hunter2'];

/** Names, hosts and passwords are typed; dialogs, screens and buttons are used. */
async function session(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'New cluster' }).click();
  const form = page.getByRole('dialog', { name: 'New cluster' });
  await form.getByRole('textbox', { name: 'Name', exact: true }).fill('canary-cluster');
  await form.getByRole('textbox', { name: 'Bootstrap servers' }).fill('canary-broker.invalid:9092');
  await form.getByRole('button', { name: 'Test connection' }).click();
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(form).toBeHidden();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Type a command' }).fill('keyboard');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await page.getByRole('button', { name: 'Close settings' }).click();
}

/** Names of the parts that send, among the modules the process has loaded. Null where a test cannot look. */
async function loadedSenders({ electron }: OpenApp): Promise<ReadonlyArray<string> | null> {
  if (electron === null) return null;
  const files = await electron.evaluate(() => {
    const main = process.mainModule?.constructor as unknown as { _cache: Record<string, unknown> } | undefined;
    return Object.keys(main?._cache ?? {});
  });
  expect(files.length).toBeGreaterThan(0);
  return files.flatMap((file) => /(analytics|error-reports)-[\w-]+\.cjs$/.exec(file)?.slice(1) ?? []).sort();
}

const Body = z.strictObject({
  client_id: z.uuid(),
  non_personalized_ads: z.literal(true),
  consent: z.strictObject({ ad_user_data: z.literal('DENIED'), ad_personalization: z.literal('DENIED') }),
  events: z
    .array(z.strictObject({ name: z.string(), params: z.record(z.string(), z.string()) }))
    .min(1)
    .max(25),
});

/** What in these bodies is not of the closed list, as sentences. */
function strayIn(bodies: ReadonlyArray<string>): ReadonlyArray<string> {
  return bodies.flatMap((body) => {
    const parsed = Body.safeParse(JSON.parse(body));
    if (!parsed.success) return [`not the form: ${body}`];
    const events = parsed.data.events.filter(
      ({ name, params }) => !TelemetryEvent.safeParse({ name, ...params }).success,
    );
    return [
      ...events.map((event) => `not of the list: ${JSON.stringify(event)}`),
      ...CANARIES.filter((canary) => body.includes(canary)).map((canary) => `says ${canary}`),
    ];
  });
}

const consentBox = (page: Page) => page.getByRole('checkbox', { name: 'Send anonymous usage and error reports' });

test('off by default: a session sends nothing, and what could send is not loaded @securityTest telemetry-off', async ({
  launch,
  sink,
}) => {
  const app = await launch({ env: sink.env });
  await expect(consentBox(app.page)).not.toBeChecked();
  await session(app.page);
  await app.page.waitForTimeout(SILENCE_MS);
  expect({ analytics: sink.analytics(), connections: sink.connections() }).toEqual({ analytics: [], connections: 0 });
  expect((await loadedSenders(app)) ?? []).toEqual([]);
});

test('with consent only events of the closed list go out; withdrawn, there is silence @securityTest telemetry-on', async ({
  launch,
  sink,
  configFolder,
}) => {
  const app = await launch({ env: sink.env });
  const { page } = app;
  await consentBox(page).click();
  await expect(consentBox(page)).toBeChecked();
  await expect(consentBox(page)).toBeEnabled();
  await session(page);
  await expect.poll(() => sink.analytics().join('\n')).toContain('"screen":"settings"');
  const bodies = sink.analytics();
  expect(strayIn(bodies)).toEqual([]);
  const said = bodies.join('\n');
  for (const part of [
    '"dialog":"new-cluster"',
    '"button":"clusters.new"',
    '"button":"shell.shortcuts","way":"palette"',
  ]) {
    expect(said).toContain(part);
  }
  const senders = await loadedSenders(app);
  if (senders !== null) expect(senders).toEqual(['analytics', 'error-reports']); // Twin of the test above.
  // Twin of the check: a body that says more is caught.
  expect(strayIn([said.split('\n')[0]!.replace('"params":{', '"params":{"topic":"canary-cluster",')])).toHaveLength(2);
  const stored = await readFile(path.join(configFolder, 'telemetry.json'), 'utf8');
  const installId = (JSON.parse(bodies[0]!) as { client_id: string }).client_id;
  expect(stored).toContain(installId);

  await page.getByRole('button', { name: 'What is sent' }).click();
  const list = page.getByRole('list', { name: 'Sent since the start' });
  await expect(list).toContainText(bodies[0]!);
  await expect(page.getByText('measurement_id=G-TEST')).toBeVisible();
  await expect(page.getByText('ga-s3cret')).toHaveCount(0);
  expect(await seriousIn(page)).toEqual([]);
  await page.getByRole('switch', { name: 'Send anonymous usage and error reports' }).press('Space');
  await expect(page.getByText('You did not agree.')).toHaveCount(2);
  const before = sink.analytics().length;
  await page.getByRole('button', { name: 'Close settings' }).click();
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  await page.waitForTimeout(SILENCE_MS);
  expect(sink.analytics().length).toBe(before);
  expect(await readFile(path.join(configFolder, 'telemetry.json'), 'utf8')).not.toContain(installId);
});
