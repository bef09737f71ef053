import { parseArgs } from 'node:util';
import { isBreak, TWINS } from '../../tests/twins/index.ts';
import { PROJECTS, runTwins } from './run-twins.ts';

/**
 * `npm run twins`: breaks the product on purpose, in a copy of it, and expects the test of each promise to fail.
 * `-- NAME…`: those names; `-- --project unit`: those whose test runs there; `-- --said`: with what each test said, to see that
 * it failed for the break and not for something else.
 */
const { values, positionals } = parseArgs({
  options: {
    project: { type: 'string', multiple: true, default: [...PROJECTS] },
    said: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const breaks = TWINS.filter(isBreak).filter(
  ({ name, test }) => values.project.includes(test.project) && (positionals.length === 0 || positionals.includes(name)),
);
const unknown = [
  ...positionals.filter((name) => TWINS.every((twin) => twin.name !== name)),
  ...values.project.filter((project) => !(PROJECTS as ReadonlyArray<string>).includes(project)),
];
if (unknown.length > 0 || breaks.length === 0) {
  console.error(`There is no break for: ${[...unknown, ...(unknown.length > 0 ? [] : positionals)].join(', ')}`);
  console.error('The names are those of docs/security-tests.md; the projects: ' + PROJECTS.join(', '));
  process.exit(2);
}
const verdicts = await runTwins(breaks, ({ line, said }) => {
  console.log(line);
  if (values.said && said !== '') console.log(said.slice(0, 600).replaceAll(/^/gm, '    '));
});
const count = (kind: string) => verdicts.filter((verdict) => verdict.kind === kind).length;
const rest = count('not run') === 0 ? '' : `, ${count('not run')} not run here`;
console.log(`\n${count('caught')} caught, ${count('missed')} missed${rest}`);
process.exitCode = count('missed') === 0 ? 0 : 1;
