import { existsSync, readFileSync } from 'node:fs';
import type { Counts } from './run-steps.ts';

type VitestReport = {
  readonly testResults: ReadonlyArray<{
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: ReadonlyArray<{ readonly fullName: string; readonly status: string }>;
  }>;
};

type PlaywrightSuite = {
  readonly suites?: ReadonlyArray<PlaywrightSuite>;
  readonly specs?: ReadonlyArray<{
    readonly title: string;
    readonly file: string;
    readonly tests: ReadonlyArray<{
      readonly status: 'expected' | 'unexpected' | 'flaky' | 'skipped';
      readonly annotations: ReadonlyArray<{ readonly type: string; readonly description?: string }>;
    }>;
  }>;
};
type PlaywrightReport = {
  readonly suites: ReadonlyArray<PlaywrightSuite>;
  readonly errors?: ReadonlyArray<{ readonly message?: string }>;
};

const NONE: Counts = { passed: 0, failed: ['it wrote no report'], skipped: [] };

/** Counts of vitest's JSON report; a file that could not be loaded counts as one failure. */
export function readVitestCounts(file: string): Counts {
  if (!existsSync(file)) return NONE;
  const report = JSON.parse(readFileSync(file, 'utf8')) as VitestReport;
  const tests = report.testResults.flatMap((result) => result.assertionResults);
  const broken = report.testResults.filter(
    (result) => result.status === 'failed' && result.assertionResults.every((test) => test.status !== 'failed'),
  );
  return {
    passed: tests.filter((test) => test.status === 'passed').length,
    failed: [
      ...tests.filter((test) => test.status === 'failed').map((test) => test.fullName),
      ...broken.map((result) => `${result.name}: ${result.message ?? 'did not load'}`),
    ],
    // The reason of a skipped test stands in its title, or in vitest's own output above.
    skipped: tests.filter((test) => test.status !== 'passed' && test.status !== 'failed').map((test) => test.fullName),
  };
}

/** Counts of Playwright's JSON report. A test that passes only when repeated is a failure: none is repeated here. */
export function readPlaywrightCounts(file: string): Counts {
  if (!existsSync(file)) return NONE;
  const report = JSON.parse(readFileSync(file, 'utf8')) as PlaywrightReport;
  const specs = report.suites.flatMap(specsOf);
  const named = specs.flatMap((spec) => spec.tests.map((test) => ({ name: `${spec.file}: ${spec.title}`, ...test })));
  const reason = (test: (typeof named)[number]) =>
    test.annotations.find(({ type }) => type === 'skip')?.description ?? 'no reason given';
  return {
    passed: named.filter((test) => test.status === 'expected').length,
    failed: [
      ...named.filter((test) => test.status === 'unexpected' || test.status === 'flaky').map((test) => test.name),
      ...(report.errors ?? []).map((error) => error.message?.split('\n')[0] ?? 'an error outside the tests'),
    ],
    skipped: named.filter((test) => test.status === 'skipped').map((test) => `${test.name} (${reason(test)})`),
  };
}

function specsOf(suite: PlaywrightSuite): NonNullable<PlaywrightSuite['specs']>[number][] {
  return [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)];
}
