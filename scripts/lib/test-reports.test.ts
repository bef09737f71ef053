import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { readPlaywrightCounts, readVitestCounts } from '../test/reports.ts';
import { readPlaywright, readVitest } from './test-reports.ts';

const COLOURED = 'Error: \u001b[2mexpect(\u001b[22mlocator).toBeVisible() failed';
const PLAIN = 'Error: expect(locator).toBeVisible() failed';

const VITEST = {
  testResults: [
    {
      name: '/tree/src/a.test.ts',
      status: 'failed',
      assertionResults: [
        {
          fullName: 'x',
          status: 'failed',
          failureMessages: [`${COLOURED}\n\n  at a\n  at /tree/node_modules/vitest/x.js:1`],
        },
        { fullName: 'v', status: 'passed' },
        { fullName: 'u', status: 'passed', failureMessages: [COLOURED] },
      ],
    },
    { name: '/tree/src/b.test.ts', status: 'passed', assertionResults: [{ fullName: 'y', status: 'pending' }] },
    { name: '/tree/src/c.test.ts', status: 'failed', message: 'no such module', assertionResults: [] },
  ],
};

const spec = (
  title: string,
  status: string,
  errors: ReadonlyArray<object>,
  annotations: ReadonlyArray<object> = [],
) => ({
  title,
  file: 'c.spec.ts',
  tests: [{ status, annotations, results: [{ errors }] }],
});
const PLAYWRIGHT = {
  errors: [{ message: 'no browser' }],
  suites: [
    {
      suites: [
        {
          specs: [
            spec('z', 'unexpected', [{ message: COLOURED }]),
            spec('twice', 'flaky', [{ message: COLOURED }]),
            spec('w', 'expected', []),
            spec('s', 'skipped', [], [{ type: 'skip', description: 'no keyring' }]),
          ],
        },
      ],
    },
  ],
};

it('reads what vitest writes; a file that did not load is an error, what passed only when repeated is told apart', () => {
  expect(readVitest(VITEST)).toEqual({
    tests: [
      {
        title: 'x',
        file: '/tree/src/a.test.ts',
        status: 'failed',
        messages: [`${PLAIN}\n\n  at a\n  at /tree/node_modules/vitest/x.js:1`],
      },
      { title: 'v', file: '/tree/src/a.test.ts', status: 'passed', messages: [] },
      { title: 'u', file: '/tree/src/a.test.ts', status: 'repeated', messages: [PLAIN] },
      { title: 'y', file: '/tree/src/b.test.ts', status: 'skipped', messages: [] },
    ],
    errors: ['/tree/src/c.test.ts: no such module'],
  });
});

it('reads what Playwright writes; what passed only when repeated is told apart', () => {
  expect(readPlaywright(PLAYWRIGHT)).toEqual({
    tests: [
      { title: 'z', file: 'c.spec.ts', status: 'failed', messages: [PLAIN] },
      { title: 'twice', file: 'c.spec.ts', status: 'repeated', messages: [PLAIN] },
      { title: 'w', file: 'c.spec.ts', status: 'passed', messages: [] },
      { title: 's', file: 'c.spec.ts', status: 'skipped', messages: [], reason: 'no keyring' },
    ],
    errors: ['no browser'],
  });
});

it('counts them, and says of a failure why', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'reports-'));
  const file = path.join(folder, 'report.json');
  try {
    writeFileSync(file, JSON.stringify(VITEST));
    expect(readVitestCounts(file)).toEqual({
      passed: 2,
      failed: [`x\n      ${PLAIN}\n        at a`, '/tree/src/c.test.ts: no such module'],
      repeated: [`u\n      ${PLAIN}`],
      skipped: ['y'],
    });
    writeFileSync(file, JSON.stringify(PLAYWRIGHT));
    expect(readPlaywrightCounts(file)).toEqual({
      passed: 2,
      failed: [`c.spec.ts: z\n      ${PLAIN}`, 'no browser'],
      repeated: [`c.spec.ts: twice\n      ${PLAIN}`],
      skipped: ['c.spec.ts: s (no keyring)'],
    });
    expect(readVitestCounts(path.join(folder, 'none'))).toMatchObject({ passed: 0, failed: ['it wrote no report'] });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
