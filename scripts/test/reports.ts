import { existsSync, readFileSync } from 'node:fs';
import { readPlaywright, readVitest, type Ran, type TestReport } from '../lib/test-reports.ts';
import type { Counts } from './run-steps.ts';

const NONE: Counts = { passed: 0, failed: ['it wrote no report'], repeated: [], skipped: [] };
/** Of what a test said; the whole stands far above, where nobody looks first, or was cut off. */
const MOST_LINES = 12;
const IN_A_LIBRARY = /^\s+at .*[\\/]node_modules[\\/]/;

/** Counts of vitest's JSON report. The reason of a skipped test stands in its title, or in vitest's own output above. */
export function readVitestCounts(file: string): Counts {
  return counts(file, readVitest, ({ title }) => title);
}

/** Counts of Playwright's JSON report. */
export function readPlaywrightCounts(file: string): Counts {
  return counts(file, readPlaywright, ({ file: spec, title, status, reason = 'no reason given' }) =>
    status === 'skipped' ? `${spec}: ${title} (${reason})` : `${spec}: ${title}`,
  );
}

function counts(file: string, read: (report: unknown) => TestReport, nameOf: (test: Ran) => string): Counts {
  if (!existsSync(file)) return NONE;
  const { tests, errors } = read(JSON.parse(readFileSync(file, 'utf8')));
  const are = (status: Ran['status']) => tests.filter((test) => test.status === status);
  const withReason = (test: Ran) => `${nameOf(test)}${why(test.messages)}`;
  return {
    passed: are('passed').length + are('repeated').length,
    failed: [...are('failed').map(withReason), ...errors],
    repeated: are('repeated').map(withReason),
    skipped: are('skipped').map(nameOf),
  };
}

function why(messages: ReadonlyArray<string>): string {
  const lines = messages
    .flatMap((message) => message.split('\n'))
    .filter((line) => line.trim() !== '' && !IN_A_LIBRARY.test(line))
    .slice(0, MOST_LINES);
  return lines.map((line) => `\n      ${line}`).join('');
}
