import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { startReportSink } from '../support/report-sink.ts';
import { expect, test } from './fixtures.ts';

const CANARIES = ['hunter2', 'orders-topic', 'broker-9.example.com', 'alice'];

/** What of the error's own words is in a report. */
function found(envelope: string): ReadonlyArray<string> {
  return CANARIES.filter((canary) => envelope.includes(canary));
}

test('an error is reported by class, code and place, only with consent @securityTest error-reports', async ({
  launch,
}) => {
  const sink = await startReportSink();
  const { page, electron } = await launch({ env: sink.env });
  const fail = () =>
    electron?.evaluate(() => {
      const error = new Error('SASL of alice:hunter2 failed on broker-9.example.com for orders-topic');
      void Promise.reject(Object.assign(error, { code: 'ECONNREFUSED', name: 'orders-topic' }));
    });
  const agreed = page.getByRole('checkbox', { name: 'Send anonymous usage and error reports' });
  await agreed.click();
  await expect(agreed).toBeChecked();
  await expect
    .poll(async () => {
      if (sink.errors().length === 0) await fail(); // The library may still be loading.
      return sink.errors().length;
    })
    .toBeGreaterThan(0);
  const envelope = sink.errors()[0] ?? '';
  const [head = '{}', item = '{}', event = '{}'] = envelope.split('\n');
  expect(JSON.parse(item)).toMatchObject({ type: 'event' });
  expect(JSON.parse(event)).toMatchObject({
    level: 'error',
    tags: { code: 'ECONNREFUSED' },
    exception: { values: [{ type: 'Error', value: 'ECONNREFUSED' }] },
  });
  expect(Object.keys(JSON.parse(event) as object).sort()).toEqual(
    ['environment', 'event_id', 'exception', 'level', 'platform', 'release', 'sdk', 'tags', 'timestamp'].sort(),
  );
  expect(Object.keys(JSON.parse(head) as object).sort()).toEqual(['event_id', 'sdk', 'sent_at']);
  expect(found(envelope)).toEqual([]);
  // Twin: the check finds them in what the error said.
  expect(found('SASL of alice:hunter2 failed on broker-9.example.com for orders-topic')).toEqual(CANARIES);

  await agreed.click();
  await expect(agreed).not.toBeChecked();
  const before = sink.errors().length;
  await fail();
  await page.waitForTimeout(2_000);
  expect(sink.errors().length).toBe(before);
  await sink.close();
});

const LEAKY = 'SASL of alice:hunter2 failed on broker-9.example.com for orders-topic';

/** Lets the page's own code fail at the next key: what it reads of the key throws, once. */
async function failAtKey(page: Page, kind: 'RangeError' | 'TypeError' | 'URIError'): Promise<void> {
  await page.evaluate(
    ([name, message]) => {
      const own = Object.getOwnPropertyDescriptor(KeyboardEvent.prototype, 'ctrlKey')!;
      const throwing = () => {
        Object.defineProperty(KeyboardEvent.prototype, 'ctrlKey', own);
        throw new { RangeError, TypeError, URIError }[name](message);
      };
      Object.defineProperty(KeyboardEvent.prototype, 'ctrlKey', { ...own, get: throwing });
    },
    [kind, LEAKY] as const,
  );
  await page.keyboard.press('Shift');
}

/** Lets the Reports section fail while it is drawn: the example it shows cannot be read. Answers with the way back. */
async function failAtDrawing(page: Page): Promise<() => Promise<void>> {
  const own = await page.evaluateHandle(() => JSON.parse);
  await page.evaluate(
    ([parse, message]) => {
      JSON.parse = (text: string, ...rest: []) => {
        if (text.includes('event_id')) throw new EvalError(message);
        return parse(text, ...rest) as unknown;
      };
    },
    [own, LEAKY] as const,
  );
  return () => page.evaluate((parse) => void (JSON.parse = parse), own);
}

test('an error of the page itself is reported by class and place, only with consent; the log has it always @securityTest page-error-reports', async ({
  launch,
  configFolder,
}) => {
  const sink = await startReportSink();
  const { page } = await launch({ env: sink.env });
  const log = () => readFile(path.join(configFolder, 'conduktor.log'), 'utf8');
  const agreed = page.getByRole('checkbox', { name: 'Send anonymous usage and error reports' });
  await expect(agreed).not.toBeChecked();
  await failAtKey(page, 'TypeError');
  await expect.poll(log).toMatch(/"event":"page\.error".*"name":"TypeError"/);
  expect(sink.connections()).toBe(0);

  await agreed.click();
  await expect(agreed).toBeChecked();
  await failAtKey(page, 'RangeError');
  await expect.poll(() => sink.errors().length).toBe(1);
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  const sections = page.getByRole('navigation', { name: 'Settings' });
  await sections.getByRole('button', { name: 'Reports' }).click();
  await expect(page.getByRole('list', { name: 'Sent since the start' })).toContainText('page.error');
  await sections.getByRole('button', { name: 'Network', exact: true }).click();
  const mend = await failAtDrawing(page);
  await sections.getByRole('button', { name: 'Reports' }).click();
  await expect.poll(() => sink.errors().length).toBe(2);
  await mend();

  const events = sink.errors().map((envelope) => JSON.parse(envelope.split('\n')[2] ?? '{}') as unknown);
  const place = { filename: expect.stringMatching(/^renderer\/assets\/[\w-]+\.js$/) as unknown, in_app: true };
  for (const [at, type, procedure] of [
    [0, 'RangeError', 'page.error'],
    [1, 'EvalError', 'page.render'],
  ] as const) {
    expect(events[at]).toMatchObject({ tags: { procedure }, exception: { values: [{ type, value: 'unexpected' }] } });
    const [value] = (events[at] as { exception: { values: [{ stacktrace: { frames: unknown[] } }] } }).exception.values;
    expect(value.stacktrace.frames).toContainEqual(expect.objectContaining(place));
  }
  for (const text of [...sink.errors(), await log()]) expect(found(text)).toEqual([]);
  // Twin: the check finds them in what the error said.
  expect(found(LEAKY)).toEqual(CANARIES);

  await page.getByRole('button', { name: 'Close settings' }).click();
  await agreed.click();
  await expect(agreed).not.toBeChecked();
  await failAtKey(page, 'URIError');
  await expect.poll(log).toMatch(/"event":"page\.error".*"name":"URIError"/);
  await page.waitForTimeout(1_000);
  expect(sink.errors()).toHaveLength(2);
  await sink.close();
});
