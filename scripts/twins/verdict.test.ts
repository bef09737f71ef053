import { expect, it } from 'vitest';
import type { Ran } from '../lib/test-reports.ts';
import { outcomeOf } from './verdict.ts';

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
  ['Error: expect(locator).toBeVisible() failed\n    at x.spec.ts:3', true],
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
