/** What became of the tests with one `@securityTest` name in one file. */
export type Outcome =
  | { readonly kind: 'passed' | 'absent' | 'skipped' }
  /** `isAsserted`: the test itself said no. Otherwise it broke down (a build, an import, a crash), which proves nothing. */
  | { readonly kind: 'failed'; readonly isAsserted: boolean; readonly message: string };

/** One test of a report, whoever ran it. `file` is relative to the sources. */
export type Ran = {
  readonly title: string;
  readonly file: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly messages: ReadonlyArray<string>;
};

/** One failed test among many of the name is enough: a break need not be seen by each case. */
export function outcomeOf(tests: ReadonlyArray<Ran>, name: string, file: string): Outcome {
  const tag = new RegExp(`@securityTest ${name}(?![a-z0-9-])`);
  const ours = tests.filter((test) => test.file === file && tag.test(test.title));
  const failures = ours.filter(({ status }) => status === 'failed').map(({ messages }) => messages.map(plain));
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

/** Without the colours of a terminal. */
function plain(message: string): string {
  // eslint-disable-next-line no-control-regex -- the colours begin with the control character Escape
  return message.replaceAll(/\u001b\[[0-9;]*m/g, '');
}

type VitestReport = {
  readonly testResults: ReadonlyArray<{
    readonly name: string;
    readonly assertionResults: ReadonlyArray<{
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages?: ReadonlyArray<string> | null;
    }>;
  }>;
};

/** The tests of vitest's JSON report. */
export function readVitest(report: unknown, relative: (file: string) => string): ReadonlyArray<Ran> {
  return (report as VitestReport).testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ fullName, status, failureMessages }) => ({
      title: fullName,
      file: relative(name),
      status: status === 'passed' || status === 'failed' ? status : ('skipped' as const),
      messages: failureMessages ?? [],
    })),
  );
}

type PlaywrightSuite = {
  readonly suites?: ReadonlyArray<PlaywrightSuite>;
  readonly specs?: ReadonlyArray<{
    readonly title: string;
    readonly file: string;
    readonly tests: ReadonlyArray<{
      readonly status: string;
      readonly results: ReadonlyArray<{ readonly errors?: ReadonlyArray<{ readonly message?: string }> }>;
    }>;
  }>;
};

/** The tests of Playwright's JSON report; its files are relative to tests/e2e. */
export function readPlaywright(report: unknown): ReadonlyArray<Ran> {
  return specsOf(report as PlaywrightSuite).flatMap(({ title, file, tests }) =>
    tests.map(({ status, results }) => ({
      title,
      file: `tests/e2e/${file}`,
      status: status === 'expected' ? 'passed' : status === 'skipped' ? 'skipped' : 'failed',
      messages: results.flatMap(({ errors = [] }) => errors.map(({ message = '' }) => message)),
    })),
  );
}

function specsOf({ specs = [], suites = [] }: PlaywrightSuite): NonNullable<PlaywrightSuite['specs']>[number][] {
  return [...specs, ...suites.flatMap(specsOf)];
}
