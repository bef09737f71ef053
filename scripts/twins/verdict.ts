import type { Ran } from '../lib/test-reports.ts';

/** What became of the tests with one `@securityTest` name in one file. */
export type Outcome =
  | { readonly kind: 'passed' | 'absent' | 'skipped' }
  /** `isAsserted`: the test itself said no. Otherwise it broke down (a build, an import, a crash), which proves nothing. */
  | { readonly kind: 'failed'; readonly isAsserted: boolean; readonly message: string };

/** One failed test among many of the name is enough: a break need not be seen by each case. */
export function outcomeOf(tests: ReadonlyArray<Ran>, name: string, file: string): Outcome {
  const tag = new RegExp(`@securityTest ${name}(?![a-z0-9-])`);
  const ours = tests.filter((test) => test.file === file && tag.test(test.title));
  const failures = ours.filter(({ status }) => status === 'failed').map(({ messages }) => messages);
  const asserted = failures.flat().find(isAssertion);
  if (asserted !== undefined) return { kind: 'failed', isAsserted: true, message: asserted };
  const [first] = failures;
  if (first !== undefined) return { kind: 'failed', isAsserted: false, message: first[0] ?? 'no reason given' };
  if (ours.some(({ status }) => status === 'passed')) return { kind: 'passed' };
  return { kind: ours.length > 0 ? 'skipped' : 'absent' };
}

/** vitest's own error, what it says of a promise and of what it waited for, or Playwright's, which has the matcher in it. */
function isAssertion(message: string): boolean {
  if (/^(AssertionError|Error: (expected|promise resolved|promise rejected) )/.test(message)) return true;
  return /\bexpect(\.\w+)?\(/.test(message.split('\n    at ')[0] ?? '');
}
