import { expect, it } from 'vitest';
import { outcomeOf, readPlaywright, readVitest, type Ran } from './verdict.ts';

const TAG = '@security' + 'Test';
const FILE = 'src/a.test.ts';
const ran = (status: Ran['status'], message = '', title = `does it ${TAG} a-b`): Ran => ({
  title,
  file: FILE,
  status,
  messages: message === '' ? [] : [message],
});

it.each([
  ['AssertionError: expected 1 to be 2', true],
  ['Error: promise resolved "{}" instead of rejecting', true],
  ["Error: expected 'a' to contain 'b'", true],
  ['Error: \u001b[2mexpect(\u001b[22mlocator).toBeVisible() failed\n    at x.spec.ts:3', true],
  ['TypeError: x is not a function\n    at expect(x).toBe(y)', false],
  ['SyntaxError: Unexpected token', false],
  ['Error: Test timed out in 60000ms.', false],
])('a test that failed with %j said no itself: %s', (message, isAsserted) => {
  expect(outcomeOf([ran('failed', message)], 'a-b', FILE)).toMatchObject({ kind: 'failed', isAsserted });
});

it('one of many cases is enough, and only tests of the very name and file count', () => {
  const no = 'AssertionError: no';
  expect(outcomeOf([ran('passed'), ran('failed', 'Error: x'), ran('failed', no)], 'a-b', FILE)).toMatchObject({
    isAsserted: true,
  });
  expect(outcomeOf([ran('passed'), ran('failed', no, `other ${TAG} a-b-c`)], 'a-b', FILE)).toEqual({ kind: 'passed' });
  expect(outcomeOf([ran('failed', no)], 'a-b', 'src/b.test.ts')).toEqual({ kind: 'absent' });
  expect(outcomeOf([ran('skipped')], 'a-b', FILE)).toEqual({ kind: 'skipped' });
  expect(outcomeOf([], 'a-b', FILE)).toEqual({ kind: 'absent' });
});

it('reads what vitest and Playwright write', () => {
  const vitest = {
    testResults: [
      { name: '/tree/src/a.test.ts', assertionResults: [{ fullName: 'x', status: 'failed', failureMessages: ['no'] }] },
      { name: '/tree/src/b.test.ts', assertionResults: [{ fullName: 'y', status: 'pending' }] },
    ],
  };
  expect(readVitest(vitest, (file) => file.replace('/tree/', ''))).toEqual([
    { title: 'x', file: 'src/a.test.ts', status: 'failed', messages: ['no'] },
    { title: 'y', file: 'src/b.test.ts', status: 'skipped', messages: [] },
  ]);
  const spec = (title: string, status: string, errors: ReadonlyArray<object>) => ({
    title,
    file: 'c.spec.ts',
    tests: [{ status, results: [{ errors }] }],
  });
  const inner = { specs: [spec('z', 'unexpected', [{ message: 'no' }]), spec('w', 'expected', [])] };
  expect(readPlaywright({ suites: [{ suites: [inner] }] })).toEqual([
    { title: 'z', file: 'tests/e2e/c.spec.ts', status: 'failed', messages: ['no'] },
    { title: 'w', file: 'tests/e2e/c.spec.ts', status: 'passed', messages: [] },
  ]);
});
