import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { CACHE, fromRoot } from '../lib/paths.ts';
import { run } from '../lib/processes.ts';
import { readPlaywrightCounts, readVitestCounts } from './reports.ts';
import { isBreak, TWINS } from '../../tests/twins/index.ts';
import { runTwins } from '../twins/run-twins.ts';
import type { Counts, Step } from './run-steps.ts';

const MINUTE = 60_000;
const RESULTS = path.join(CACHE, 'test');

/** A tool that is right or wrong as a whole. */
function tool(name: string, file: string, args: ReadonlyArray<string>): Step {
  return {
    name,
    async run() {
      const { code } = await run(process.execPath, [fromRoot('node_modules', file), ...args], {
        limitMs: 15 * MINUTE,
        output: 'show',
      });
      return code === 0
        ? { passed: 1, failed: [], repeated: [], skipped: [] }
        : { passed: 0, failed: [`exit code ${code}`], repeated: [], skipped: [] };
    },
  };
}

export const types = tool('types', 'typescript/bin/tsc', ['-p', '.']);
export const lint = tool('lint', 'eslint/bin/eslint.js', ['.', '--max-warnings', '0']);
export const format = tool('format', 'prettier/bin/prettier.cjs', [
  '--check',
  '--log-level',
  'warn',
  'src',
  'scripts',
  'tests',
  'vite.config.ts',
  'playwright.config.ts',
]);
export const boundaries = tool('boundaries', 'dependency-cruiser/bin/dependency-cruiser.mjs', [
  '--config',
  '.dependency-cruiser.cjs',
  '--output-type',
  'err',
  'src',
]);
/** Three minutes on two idle cores; the limit is for what hangs. */
export const unit = vitest('unit', 25 * MINUTE);
export const integration = vitest('integration', 45 * MINUTE);

function vitest(project: 'unit' | 'integration', limitMs: number): Step {
  return {
    name: project,
    async run() {
      const report = freshReport(project);
      const args = [
        'run',
        '--project',
        project,
        '--reporter',
        'default',
        '--reporter',
        'json',
        `--outputFile.json=${report}`,
      ];
      const { code } = await run(process.execPath, [fromRoot('node_modules/vitest/vitest.mjs'), ...args], {
        limitMs,
        output: 'show',
      });
      return withExitCode(readVitestCounts(report), code);
    },
  };
}

/** The breaks that unit tests must see; `npm run twins` has all of them. */
export const twins: Step = {
  name: 'twins of unit tests',
  async run() {
    const breaks = TWINS.filter(isBreak).filter(({ test }) => test.project === 'unit');
    // Two copies of the sources, one for each core.
    const halves = [0, 1].map((half) => breaks.filter((_, index) => index % 2 === half));
    const verdicts = (await Promise.all(halves.map((half) => runTwins(half, ({ line }) => console.log(line))))).flat();
    const linesOf = (kind: string) => verdicts.filter((each) => each.kind === kind).map(({ line }) => line);
    return { passed: linesOf('caught').length, failed: linesOf('missed'), repeated: [], skipped: linesOf('not run') };
  },
};

/** The end-to-end tests on one host. */
export function e2e(project: 'electron' | 'chromium' | 'packaged'): Step {
  return {
    name: `e2e ${project}`,
    async run() {
      const report = freshReport(`e2e-${project}`);
      const args = ['test', '--project', project, '--reporter', 'list,json', '--output', `test-results/${project}`];
      const { code } = await run(process.execPath, [fromRoot('node_modules/@playwright/test/cli.js'), ...args], {
        env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
        limitMs: 45 * MINUTE,
        output: 'show',
      });
      return withExitCode(readPlaywrightCounts(report), code);
    },
  };
}

/** A run can fail where no test did: a file that does not load, a limit that was reached. */
function withExitCode(counts: Counts, code: number): Counts {
  return code === 0 || counts.failed.length > 0
    ? counts
    : { ...counts, failed: [`exit code ${code} with no failed test`] };
}

function freshReport(name: string): string {
  mkdirSync(RESULTS, { recursive: true });
  const file = path.join(RESULTS, `${name}.json`);
  rmSync(file, { force: true });
  return file;
}
