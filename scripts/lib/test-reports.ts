/** One test of a report, whoever ran it. `file` is as the runner wrote it. */
export type Ran = {
  readonly title: string;
  readonly file: string;
  /** `repeated`: it failed, and passed when it was run once more. */
  readonly status: 'passed' | 'repeated' | 'failed' | 'skipped';
  /** Why it failed, each time, in the runner's words, without colours. */
  readonly messages: ReadonlyArray<string>;
  /** Why it was skipped, where the report has it; vitest's has not. */
  readonly reason?: string;
};

/** What a runner wrote: its tests, and what went wrong outside of them. */
export type TestReport = { readonly tests: ReadonlyArray<Ran>; readonly errors: ReadonlyArray<string> };

type VitestReport = {
  readonly testResults: ReadonlyArray<{
    readonly name: string;
    readonly status?: string;
    readonly message?: string;
    readonly assertionResults: ReadonlyArray<{
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages?: ReadonlyArray<string> | null;
    }>;
  }>;
};

/** vitest's JSON report. A file that could not be loaded has no test to fail, and is an error. */
export function readVitest(report: unknown): TestReport {
  const { testResults } = report as VitestReport;
  return {
    tests: testResults.flatMap(({ name, assertionResults }) =>
      assertionResults.map(({ fullName, status, failureMessages }) => ({
        title: fullName,
        file: name,
        status: vitestStatus(status, failureMessages ?? []),
        messages: (failureMessages ?? []).map(withoutColours),
      })),
    ),
    errors: testResults
      .filter(({ status, assertionResults }) => status === 'failed' && assertionResults.every(isNoFailure))
      .map(({ name, message = 'did not load' }) => withoutColours(`${name}: ${message}`)),
  };
}

/** A passed test that has something to say failed at first. */
function vitestStatus(status: string, messages: ReadonlyArray<string>): Ran['status'] {
  if (status === 'passed') return messages.length > 0 ? 'repeated' : 'passed';
  return status === 'failed' ? 'failed' : 'skipped';
}

const isNoFailure = ({ status }: { readonly status: string }) => status !== 'failed';

type PlaywrightSuite = {
  readonly suites?: ReadonlyArray<PlaywrightSuite>;
  readonly specs?: ReadonlyArray<{
    readonly title: string;
    readonly file: string;
    readonly tests: ReadonlyArray<{
      readonly status: string;
      readonly annotations?: ReadonlyArray<{ readonly type: string; readonly description?: string }>;
      readonly results: ReadonlyArray<{ readonly errors?: ReadonlyArray<{ readonly message?: string }> }>;
    }>;
  }>;
};
type PlaywrightReport = PlaywrightSuite & { readonly errors?: ReadonlyArray<{ readonly message?: string }> };

const PLAYWRIGHT_STATUS: Readonly<Record<string, Ran['status']>> = {
  expected: 'passed',
  flaky: 'repeated',
  skipped: 'skipped',
};

/** Playwright's JSON report. */
export function readPlaywright(report: unknown): TestReport {
  const whole = report as PlaywrightReport;
  return {
    tests: specsOf(whole).flatMap(({ title, file, tests }) =>
      tests.map(({ status, annotations = [], results }) => {
        const reason = annotations.find(({ type }) => type === 'skip')?.description;
        return {
          title,
          file,
          status: PLAYWRIGHT_STATUS[status] ?? 'failed',
          messages: results.flatMap(({ errors = [] }) => errors.map(({ message = '' }) => withoutColours(message))),
          ...(reason === undefined ? {} : { reason }),
        };
      }),
    ),
    errors: (whole.errors ?? []).map(({ message = 'an error outside the tests' }) => withoutColours(message)),
  };
}

function specsOf({ specs = [], suites = [] }: PlaywrightSuite): NonNullable<PlaywrightSuite['specs']>[number][] {
  return [...specs, ...suites.flatMap(specsOf)];
}

/** Both runners colour what they say even in a file. */
function withoutColours(message: string): string {
  // eslint-disable-next-line no-control-regex -- the colours begin with the control character Escape
  return message.replaceAll(/\u001b\[[0-9;]*m/g, '');
}
