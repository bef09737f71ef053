import type { Break, Project } from '../../tests/twins/index.ts';
import { seconds } from '../lib/log.ts';
import { runTests } from './run-tests.ts';
import { makeTree, type Tree } from './tree.ts';
import type { Ran } from '../lib/test-reports.ts';
import { outcomeOf, type Outcome } from './verdict.ts';

const MINUTE = 60_000;
/** For one break, with the build it needs. One that takes longer counts as missed. */
const LIMITS_MS: Readonly<Record<Project, number>> = {
  unit: MINUTE,
  integration: 5 * MINUTE,
  chromium: 6 * MINUTE,
  electron: 8 * MINUTE,
  packaged: 8 * MINUTE,
};
/** For all tests on the sources as they are. */
const UNBROKEN_LIMIT_MS = 25 * MINUTE;

/** The cheap ones first. */
export const PROJECTS = ['unit', 'integration', 'chromium', 'electron', 'packaged'] as const satisfies Project[];

export type Verdict = {
  readonly kind: 'caught' | 'missed' | 'not run';
  /** `caught NAME (1.2 s): what was broken`, or why not. */
  readonly line: string;
  /** What the test said, where it said no. */
  readonly said: string;
};

/** Breaks the product, one break after the other, and tells whether each was seen. */
export async function runTwins(
  breaks: ReadonlyArray<Break>,
  onVerdict: (verdict: Verdict) => void,
): Promise<ReadonlyArray<Verdict>> {
  const tree = makeTree();
  const verdicts: Verdict[] = [];
  try {
    for (const project of PROJECTS) {
      const ours = breaks.filter(({ test }) => test.project === project);
      const whole = ours.length === 0 ? [] : await runUnbroken(tree, project, ours);
      for (const broken of ours) {
        const verdict = await judge(tree, broken, outcomeOf(whole, broken.name, broken.test.file));
        verdicts.push(verdict);
        onVerdict(verdict);
      }
    }
    return verdicts;
  } finally {
    tree.remove();
  }
}

/** A failure on broken sources means something only where the test passes on the whole ones. */
async function runUnbroken(tree: Tree, project: Project, breaks: ReadonlyArray<Break>): Promise<ReadonlyArray<Ran>> {
  const { tests, output } = await runTests({
    folder: tree.folder,
    project,
    files: breaks.map(({ test }) => test.file),
    names: breaks.map(({ name }) => name),
    limitMs: UNBROKEN_LIMIT_MS,
  });
  if (tests.length === 0) console.error(`No test of ${project} ran on the unbroken sources:\n${output}`);
  return tests;
}

async function judge(tree: Tree, broken: Break, whole: Outcome): Promise<Verdict> {
  const { name, breaks, test } = broken;
  if (whole.kind === 'skipped') return told('not run', name, `its test is skipped on this machine`);
  if (whole.kind !== 'passed') return told('missed', name, `its test is not green on the unbroken sources`);
  const began = performance.now();
  const { outcome, output } = await tree.withBreak(broken, async () => {
    const asked = { folder: tree.folder, project: test.project, files: [test.file], names: [name] };
    const report = await runTests({ ...asked, limitMs: LIMITS_MS[test.project] });
    return { outcome: outcomeOf(report.tests, name, test.file), output: report.output };
  });
  const took = `${name} (${seconds(began)})`;
  if (outcome.kind === 'failed' && outcome.isAsserted)
    return { ...told('caught', took, breaks), said: outcome.message };
  return told('missed', took, `${breaks}: ${whyMissed(outcome, output)} (${test.project}, ${test.file})`);
}

function whyMissed(outcome: Outcome, output: string): string {
  if (outcome.kind === 'failed')
    return `the test broke down instead of saying no: ${outcome.message.split('\n', 1)[0]}`;
  if (outcome.kind === 'absent') return `the test did not run:\n${output}`;
  return `the test ${outcome.kind}`;
}

function told(kind: Verdict['kind'], what: string, why: string): Verdict {
  return { kind, line: `${kind === 'missed' ? 'MISSED' : kind} ${what}: ${why}`, said: '' };
}
