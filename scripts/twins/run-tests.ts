import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Project } from '../../tests/twins/index.ts';
import { run } from '../lib/processes.ts';
import { readPlaywright, readVitest, type Ran } from '../lib/test-reports.ts';

export type Asked = {
  /** The sources they are run on. */
  readonly folder: string;
  readonly project: Project;
  readonly files: ReadonlyArray<string>;
  readonly names: ReadonlyArray<string>;
  /** All of it, with what must be built for it, takes no longer. */
  readonly limitMs: number;
};

export type Report = { readonly tests: ReadonlyArray<Ran>; /** The end of what was said. */ readonly output: string };

/** Runs the tests of these names in these files, and answers with what became of each. */
export async function runTests(asked: Asked): Promise<Report> {
  const report = path.join(asked.folder, '.cache/test/twins.json');
  mkdirSync(path.dirname(report), { recursive: true });
  rmSync(report, { force: true });
  const isVitest = asked.project === 'unit' || asked.project === 'integration';
  const { output } = await run(process.execPath, isVitest ? vitest(asked, report) : playwright(asked), {
    cwd: asked.folder,
    // A break is seen by a few hostile messages as well as by a hundred thousand.
    env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: report, FUZZ_ROUNDS: '30' },
    limitMs: asked.limitMs,
    output: 'keep',
  });
  const said = output.slice(-2_000);
  if (!existsSync(report)) return { tests: [], output: said };
  const json: unknown = JSON.parse(readFileSync(report, 'utf8'));
  const { tests } = isVitest ? readVitest(json) : readPlaywright(json);
  // vitest writes whole paths, Playwright those under its own folder.
  const inSources = (file: string) => path.relative(asked.folder, path.resolve(asked.folder, 'tests/e2e', file));
  return { tests: tests.map((test) => ({ ...test, file: inSources(test.file).replaceAll('\\', '/') })), output: said };
}

function tagged(names: ReadonlyArray<string>): string {
  return `@securityTest (${[...new Set(names)].join('|')})(?![a-z0-9-])`;
}

function vitest({ folder, project, files, names }: Asked, report: string): string[] {
  const options = [
    '--project',
    project,
    '-t',
    tagged(names),
    '--retry',
    '0',
    '--reporter',
    'json',
    `--outputFile.json=${report}`,
  ];
  return [path.join(folder, 'node_modules/vitest/vitest.mjs'), 'run', ...options, ...new Set(files)];
}

function playwright({ folder, project, files, names }: Asked): string[] {
  const options = ['--project', project, '-g', tagged(names), '--retries', '0', '--reporter', 'json'];
  return [path.join(folder, 'node_modules/@playwright/test/cli.js'), 'test', ...options, ...new Set(files)];
}
