import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { PROMISES } from '../../src/shared/promises.ts';
import { fromRoot } from '../lib/paths.ts';
import { LIST_FILE, listText, PROOFS_FILE, proofsText, securityTests, testsIn } from './list.ts';

const NAMES = new Set(securityTests().map(({ name }) => name));

it('docs/security-tests.md and the list of the privacy page are as the tests say (node scripts/security-tests.mjs writes it)', () => {
  expect(readFileSync(LIST_FILE, 'utf8')).toBe(listText(securityTests()));
  expect(readFileSync(PROOFS_FILE, 'utf8')).toBe(proofsText(securityTests()));
});

it('every promise of the privacy page has its tests', () => {
  const promised = Object.entries(PROMISES).flatMap(([id, { provedBy }]) => provedBy.map((name) => ({ id, name })));
  expect(promised.filter(({ name }) => !NAMES.has(name))).toEqual([]);
  expect(
    Object.values(PROMISES).filter(({ provedBy }: { provedBy: ReadonlyArray<string> }) => provedBy.length === 0),
  ).toEqual([]);
});

it('every test that docs/security.md names exists', () => {
  const named = [...readFileSync(fromRoot('docs/security.md'), 'utf8').matchAll(/`([a-z0-9]+(?:-[a-z0-9]+)+)`/g)].map(
    ([, name = '']) => name,
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => !NAMES.has(name))).toEqual([]);
});

it('finds a tag in any quotes, and refuses one that would not be found', () => {
  const tag = '@security' + 'Test';
  const source = `it('one ${tag} a-b', x); it("it's ${tag} c", x); it.each([])(\`three %s ${tag} d\`, x);`;
  expect(testsIn('tests/e2e/packaged-fuses.spec.ts', source)).toMatchObject([
    { name: 'a-b', title: 'one', runs: 'packed app' },
    { name: 'c', title: "it's" },
    { name: 'd', title: 'three %s' },
  ]);
  expect(() => testsIn('src/x.test.ts', `// ${tag} lost`)).toThrow('must end the title');
});

it('names a test with the groups it stands in', () => {
  const tag = '@security' + 'Test';
  const source = [
    "describe('done', () => {",
    "  it('x', y);",
    '});',
    "describe.each(CASES)('outer %s', () => {",
    '  const made = {',
    '    a: 1,',
    '  };',
    "  describe('inner', () => {",
    `    it('in it ${tag} e', x);`,
    '  });',
    `  it('behind it ${tag} f', x);`,
    '});',
  ].join('\n');
  expect(testsIn('src/x.test.ts', source).map(({ title }) => title)).toEqual([
    'outer %s inner in it',
    'outer %s behind it',
  ]);
});
