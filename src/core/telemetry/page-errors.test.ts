import { expect, test, vi } from 'vitest';
import type { PageError } from '../../shared/contract/page-error.ts';
import { CONSENT_TEXT } from '../../shared/telemetry.ts';
import { createPageErrors } from './page-errors.ts';
import { settle, stage, WAIT } from './testing.ts';

const AGREED = { at: 5, textVersion: CONSENT_TEXT.version, installId: '11111111-1111-4111-8111-111111111111' };
const place = (line: number) => ({ file: 'assets/index-BH5fq1WP.js', line, column: 7 });
const FAILURE: PageError = { from: 'render', name: 'TypeError', code: null, places: [place(1), place(2)] };

function setUp(stored: typeof AGREED | null) {
  const lines: unknown[] = [];
  const { telemetry, posted } = stage({ stored });
  const take = createPageErrors({
    log: { error: (event, fields) => void lines.push([event, fields]) },
    report: telemetry.report,
    clock: () => 0,
  });
  return { take, lines, posted, telemetry };
}

test('an error of the page is reported as one of the core is, with its places @securityTest page-error-report', async () => {
  const { take, lines, posted, telemetry } = setUp(AGREED);
  take(FAILURE);
  await vi.waitFor(() => expect(posted).toHaveLength(1), WAIT);
  expect(lines).toEqual([['page.error', FAILURE]]);
  expect(JSON.parse(posted[0]?.body ?? '')).toMatchObject({
    level: 'error',
    tags: { code: 'unexpected', procedure: 'page.render' },
    exception: {
      values: [
        {
          type: 'TypeError',
          value: 'unexpected',
          stacktrace: {
            frames: [
              { filename: 'renderer/assets/index-BH5fq1WP.js', lineno: 2, colno: 7, in_app: true },
              { filename: 'renderer/assets/index-BH5fq1WP.js', lineno: 1, colno: 7, in_app: true },
            ],
          },
        },
      ],
    },
  });
  expect(telemetry.info().sent).toMatchObject([{ kind: 'error report', body: posted[0]?.body }]);
});

test('without consent it is in the log only', async () => {
  const { take, lines, posted } = setUp(null);
  take(FAILURE);
  await settle();
  expect({ lines: lines.length, posted }).toEqual({ lines: 1, posted: [] });
});

test('a page that fails over and over is heard once of each, and of few', async () => {
  const { take, lines, posted } = setUp(AGREED);
  for (let time = 0; time < 500; time += 1) take(FAILURE);
  expect(lines).toHaveLength(1);
  for (let line = 1; line < 500; line += 1) take({ ...FAILURE, places: [place(line)] });
  await vi.waitFor(() => expect(posted.length).toBeGreaterThanOrEqual(10), WAIT);
  await settle();
  expect({ lines: lines.length, posted: posted.length }).toEqual({ lines: 10, posted: 10 });
});

test('what a page that was taken over would say instead of a place does not get through', async () => {
  const { take, posted } = setUp(AGREED);
  take({ ...FAILURE, name: 'orders-topic' as 'Error', places: [{ file: '../orders-topic.js', line: 1, column: 1 }] });
  await vi.waitFor(() => expect(posted).toHaveLength(1), WAIT);
  expect(posted[0]?.body).not.toContain('orders-topic');
});
