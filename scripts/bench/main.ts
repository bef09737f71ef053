import { globSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureProgram, PROGRAMS } from '../lib/programs.ts';
import { fromRoot } from '../lib/paths.ts';
import { start, stop } from '../lib/processes.ts';
import { readLines } from './read-lines.ts';

/** One figure as a bench prints it: a JSON line. */
type Figure = {
  readonly figure: string;
  readonly value: number;
  readonly unit: string;
  readonly target: number;
  readonly ok: boolean;
};

/** No bench takes longer; one that hangs fails. */
const LIMIT_MS = 10 * 60_000;

/** `npm run bench`: the figures of DESIGN §9; `-- --json`: one line a figure and nothing else; `-- NAME`: that one. */
const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const [only] = positionals;
const files = globSync('tests/bench/*.ts', { cwd: fromRoot() }).sort();
const chosen = only === undefined ? files : files.filter((file) => path.basename(file, '.ts') === only);
if (chosen.length === 0) {
  console.error(
    `There is no bench “${only ?? ''}”. There are: ${files.map((file) => path.basename(file, '.ts')).join(', ')}`,
  );
  process.exit(2);
}
await ensureProgram(PROGRAMS.java);
await ensureProgram(PROGRAMS.maven);
let isOk = true;
for (const file of chosen) {
  if (!values.json) console.log(`▸ ${path.basename(file, '.ts')}`);
  const child = start(process.execPath, [fromRoot(file)], {});
  const limit = setTimeout(() => void stop(child, 0), LIMIT_MS);
  child.stderr?.on('data', (chunk: Buffer) => process.stderr.write(chunk));
  const code = readLines(child, (line) => {
    const figure = figureOf(line);
    if (values.json) {
      if (figure !== null) console.log(line);
    } else console.log(figure === null ? `  ${line}` : `  ${told(figure)}`);
    isOk &&= figure?.ok ?? true;
  });
  isOk = (await code) === 0 && isOk;
  clearTimeout(limit);
}
process.exit(isOk ? 0 : 1);

function figureOf(line: string): Figure | null {
  return line.startsWith('{"figure"') ? (JSON.parse(line) as Figure) : null;
}

function told({ figure, value, unit, target, ok }: Figure): string {
  return `${ok ? '✓' : '✗'} ${figure}: ${value} ${unit} (target ${target} ${unit})`;
}
