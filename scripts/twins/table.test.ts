import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isBreak, TWINS, type TwinTest } from '../../tests/twins/index.ts';
import { fromRoot } from '../lib/paths.ts';
import { securityTests } from '../security-tests/list.ts';

/** So that the table cannot rot: `npm run twins` runs what stands in it. */
const TESTS = securityTests();
const BREAKS = TWINS.filter(isBreak);
const TWIN_TESTS = TWINS.filter((twin): twin is TwinTest => !isBreak(twin));

function occurrences(file: string, text: string): number {
  return existsSync(fromRoot(file)) ? readFileSync(fromRoot(file), 'utf8').split(text).length - 1 : -1;
}

it('every test that proves a promise has a break it must see', () => {
  const seen = new Set(BREAKS.map(({ name, test }) => `${name} in ${test.file}`));
  const unseen = TESTS.map(({ name, file }) => `${name} in ${file}`).filter((each) => !seen.has(each));
  expect(unseen).toEqual([]);
});

it('every twin is of a name that a test has, and names a test that has it', () => {
  const known = new Set(TESTS.map(({ name, file }) => `${name} in ${file}`));
  expect(BREAKS.map(({ name, test }) => `${name} in ${test.file}`).filter((each) => !known.has(each))).toEqual([]);
  const names = new Set(TESTS.map(({ name }) => name));
  expect(TWIN_TESTS.map(({ name }) => name).filter((name) => !names.has(name))).toEqual([]);
});

describe('what a break replaces stands in the product exactly once', () => {
  const changes = BREAKS.flatMap(({ name, file, from, to, also = [] }) =>
    [{ file, from, to }, ...also].map((change) => ({ name, ...change })),
  );
  it.each(changes)('$name: $file', ({ file, from, to }) => {
    expect(occurrences(file, from)).toBe(1);
    expect(to).not.toBe(from);
  });
});

it.each(TWIN_TESTS)('$name: the twin beside it is there', ({ twin }) => {
  expect(occurrences(twin.file, twin.title)).toBeGreaterThan(0);
});
