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
