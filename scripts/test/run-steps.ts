import { reasonOf, say, seconds } from '../lib/log.ts';

/** What a step found. A test that was not run says why. */
export type Counts = {
  readonly passed: number;
  readonly failed: ReadonlyArray<string>;
  /** Among the passed: what failed at first, with the reason. */
  readonly repeated: ReadonlyArray<string>;
  readonly skipped: ReadonlyArray<string>;
};

export type Step = { readonly name: string; run(): Promise<Counts> };

/** Runs all steps, those of a group at once, whatever fails; ends with one line of counts. Answers with the exit code. */
export async function runSteps(groups: ReadonlyArray<Step | ReadonlyArray<Step>>): Promise<number> {
  const began = performance.now();
  let passed = 0;
  const failed: string[] = [];
  const repeated: string[] = [];
  const skipped: string[] = [];
  for (const group of groups) {
    const steps = 'run' in group ? [group] : group;
    for (const { name, counts } of await Promise.all(steps.map(runStep))) {
      passed += counts.passed;
      failed.push(...counts.failed.map((what) => `${name}: ${what}`));
      repeated.push(...counts.repeated.map((what) => `${name}: ${what}`));
      skipped.push(...counts.skipped.map((what) => `${name}: ${what}`));
    }
  }
  console.log(`\nTook ${seconds(began)}`);
  list('Skipped', skipped);
  list('Passed only when run once more', repeated);
  list('Failed', failed);
  const end = [
    `${passed} passed`,
    `${failed.length} failed`,
    ...(skipped.length > 0 ? [`${skipped.length} skipped`] : []),
  ];
  console.log(`\n${end.join(', ')}`);
  return failed.length === 0 ? 0 : 1;
}

function list(title: string, lines: ReadonlyArray<string>): void {
  if (lines.length > 0) console.log(`\n${title}:\n${lines.map((line) => `  - ${line}`).join('\n')}`);
}

async function runStep(step: Step): Promise<{ readonly name: string; readonly counts: Counts }> {
  const began = performance.now();
  console.log('');
  say(step.name);
  try {
    const counts = await step.run();
    say(
      `${step.name}: ${counts.passed} passed, ${counts.failed.length} failed, ${counts.skipped.length} skipped in ${seconds(began)}`,
    );
    return { name: step.name, counts };
  } catch (error) {
    say(`${step.name} could not run: ${reasonOf(error)}`);
    const failed = [`could not run: ${reasonOf(error)}`];
    return { name: step.name, counts: { passed: 0, failed, repeated: [], skipped: [] } };
  }
}
