import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { SPECS } from '../../tests/e2e/where.ts';
import { isBreak, TWINS, type Twin } from '../../tests/twins/index.ts';
import { fromRoot } from '../lib/paths.ts';

/** A test that proves a promise: its name, what it says, where it is and who runs it. */
export type SecurityTest = {
  readonly name: string;
  readonly title: string;
  readonly file: string;
  readonly runs: string;
};

export const LIST_FILE = fromRoot('docs/security-tests.md');
export const PROOFS_FILE = fromRoot('src/renderer/features/privacy/proofs.json');

const FILES = ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts', 'tests/**/*.{test,spec}.ts'];
/** A text of the source with a tag at its end (a remark in brackets may follow), in any of the three kinds of quotes. */
const TITLE = /(['"`])((?:(?!\1)[^\\\n]|\\.)*?)\s*@securityTest ([a-z0-9-]+)(?: \([^)\n]*\))?\1/g;
const GROUP = /^( *)describe\b.*?(['"`])((?:(?!\2).)*)\2, (?:\(|async|\{)/;
const TAG = /@securityTest [a-z0-9-]/g;

/** Every tagged test, by name. Throws where a tag stands so that it would not be found. */
export function securityTests(): ReadonlyArray<SecurityTest> {
  const files = globSync(FILES, { cwd: fromRoot() }).sort();
  const all = files.flatMap((file) => testsIn(file.replaceAll('\\', '/'), readFileSync(fromRoot(file), 'utf8')));
  return all.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.file < b.file ? -1 : 1));
}

export function testsIn(file: string, source: string): ReadonlyArray<SecurityTest> {
  const found = [...source.matchAll(TITLE)].map(({ index, 2: title = '', 3: name = '' }) => ({
    name,
    title: [...groupsAround(source.slice(0, index)), title].map(plainTitle).join(' '),
    file,
    runs: runnerOf(file),
  }));
  const tags = source.match(TAG)?.length ?? 0;
  if (tags !== found.length) throw new Error(`${file}: a @securityTest name must end the title of a test, in one line`);
  return found;
}

/** The titles of the groups a place stands in, outermost first; told by the indentation, which the formatter keeps. */
function groupsAround(before: string): ReadonlyArray<string> {
  const open: { readonly indent: number; readonly title: string }[] = [];
  for (const line of before.split('\n')) {
    const closed = /^ *(?=\})/.exec(line)?.[0].length ?? Infinity;
    while ((open.at(-1)?.indent ?? -1) >= closed) open.pop();
    const [, space = '', , title] = GROUP.exec(line) ?? [];
    if (title !== undefined) open.push({ indent: space.length, title });
  }
  return open.map(({ title }) => title);
}

/** A title to be read: what stands in it by its name only (how many rounds) is told by the run. */
function plainTitle(title: string): string {
  return title
    .replace(/\\(['"`])/g, '$1')
    .replace(/ \(seed \$\{[^)]*\)/g, '')
    .replace(/\$\{[^}]*\}/g, '…')
    .trim();
}

const HOSTS = [
  ['electron', 'Electron'],
  ['packaged', 'packed app'],
  ['chromium', 'Chromium'],
] as const;

function runnerOf(file: string): string {
  if (file.startsWith('tests/integration/')) return 'integration';
  if (!file.startsWith('tests/e2e/')) return 'unit';
  const spec = path.basename(file, '.spec.ts');
  return HOSTS.filter(([host]) => SPECS[host].includes(spec))
    .map(([, words]) => words)
    .join(', ');
}

/** The list as the privacy page shows it: for each name the tests that carry it. */
export function proofsText(tests: ReadonlyArray<SecurityTest>): string {
  const names = [...new Set(tests.map(({ name }) => name))];
  const proofs = names.map((each) => [each, tests.filter(({ name }) => name === each).map(proofOf)] as const);
  return `${JSON.stringify(Object.fromEntries(proofs), null, 2)}\n`;
}

function proofOf({ name, title, file, runs }: SecurityTest) {
  const failsWhere = twinsOf(name, file).map((words) => words.replace(/^\((.*)\)$/, '$1'));
  return { title, failsWhere, file, runs };
}

/** The list as it stands in docs/. */
export function listText(tests: ReadonlyArray<SecurityTest>): string {
  const rows = tests.map(
    ({ name, title, file, runs }) =>
      `| \`${name}\` | ${cell(title)} | ${cell(twinsOf(name, file).join('; '))} | ${file} | ${runs} |`,
  );
  return [
    '# Tests that prove a promise',
    '',
    'Written by `node scripts/security-tests.mjs` from the `@securityTest` names in the titles of tests; `npm run check` fails where it is',
    'not current. What each is for: docs/security.md. `%s` stands for each of many cases.',
    '',
    'Each has a twin that shows it can fail: the product broken on purpose (tests/twins), or, in brackets, a test beside it that gives',
    'the same check something broken. `npm run twins` breaks a copy of the product so, one break after the other, and expects each test',
    'to say no; `-- NAME` or `-- --project unit` takes a part of them. `npm test` does it for those that run as unit tests; all of them',
    'take more than half an hour, for the app is built anew for each break that only its window can show.',
    '',
    `${new Set(tests.map(({ name }) => name)).size} names, ${tests.length} tests, ${TWINS.filter(isBreak).length} breaks, ${TWINS.filter((twin) => !isBreak(twin)).length} twins among the tests.`,
    '',
    '| name | what it proves | its twin: it fails where | file | runs in |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

/** What must make the tests of this name in this file fail, in words. */
function twinsOf(name: string, file: string): ReadonlyArray<string> {
  const ofIt = (twin: Twin) => twin.name === name && (isBreak(twin) ? twin.test.file : twin.twin.file) === file;
  return TWINS.filter(ofIt).map((twin) => (isBreak(twin) ? twin.breaks : `(${twin.breaks})`));
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
