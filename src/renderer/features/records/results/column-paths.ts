import type { Preview, RecordRow } from '../../../../shared/contract/records.ts';
import { jsonText } from '../../../../shared/values/json.ts';
import { scanJson } from '../../../../shared/values/json-scan.ts';

/** Where a path begins, in the words of the filter language. */
export type PathRoot = 'value' | 'key' | 'headers';

type Step = string | number;
type Frame = { readonly isArray: boolean; key: string; index: number };

/** Deeper fields are seldom wanted as a column, and a list of them all would hide those that are. */
const MAX_DEPTH = 8;
const MAX_ROWS = 300;
const MAX_PATHS = 1000;

/** A path as an expression: `value.order.total`, `value.items[0].sku`, `headers["trace id"]`. */
export function pathExpression(root: PathRoot, steps: ReadonlyArray<Step>): string {
  return root + steps.map(stepText).join('');
}

function stepText(step: Step): string {
  if (typeof step === 'number') return `[${step}]`;
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
}

/** Paths to everything in a JSON text, also one that was cut short. Of a list only the first element is looked into. */
export function pathsIn(root: PathRoot, text: string): ReadonlyArray<string> {
  const found: string[] = [];
  const frames: Frame[] = [];
  const note = (): void => {
    const inner = frames.at(-1);
    if (inner === undefined || frames.length > MAX_DEPTH || frames.some((frame) => frame.index > 0)) return;
    found.push(
      pathExpression(
        root,
        frames.map((frame) => (frame.isArray ? frame.index : frame.key)),
      ),
    );
  };
  scanJson(text, (kind, start, end) => {
    if (kind === 'key') {
      const frame = frames.at(-1);
      if (frame !== undefined) frame.key = jsonText(text.slice(start, end));
      return;
    }
    if (kind === '}' || kind === ']') frames.pop();
    else {
      note();
      if (kind === '{' || kind === '[') {
        frames.push({ isArray: kind === '[', key: '', index: 0 });
        return;
      }
    }
    const parent = frames.at(-1);
    if (parent?.isArray === true) parent.index += 1;
  });
  return found;
}

/** Paths seen in the rows, those in most of them first; `headers` are names seen in records that were opened. */
export function pathsSeen(rows: Iterable<RecordRow>, headers: ReadonlyArray<string>): ReadonlyArray<string> {
  const counts = new Map<string, number>();
  const count = (path: string): void => {
    if (counts.size < MAX_PATHS || counts.has(path)) counts.set(path, (counts.get(path) ?? 0) + 1);
  };
  let seen = 0;
  for (const row of rows) {
    if (seen === MAX_ROWS) break;
    seen += 1;
    for (const path of new Set([...pathsOf('value', row.value), ...pathsOf('key', row.key)])) count(path);
  }
  const paths = [...counts].sort((a, b) => b[1] - a[1]).map(([path]) => path);
  return [...paths, ...new Set(headers.map((name) => pathExpression('headers', [name])))];
}

function pathsOf(root: 'value' | 'key', { format, text }: Preview): ReadonlyArray<string> {
  if (format === 'bytes' || format === 'null' || format === 'empty') return [];
  return /^\s*[[{]/.test(text) ? pathsIn(root, text) : [];
}

/** The paths that go on from what is typed: those that begin with it before those that have it somewhere. */
export function completePath(paths: ReadonlyArray<string>, typed: string, limit = 30): ReadonlyArray<string> {
  const wanted = typed.trim().toLowerCase();
  const starts = paths.filter((path) => path.toLowerCase().startsWith(wanted));
  const inside = paths.filter((path) => !starts.includes(path) && path.toLowerCase().includes(wanted));
  return [...starts, ...inside].slice(0, limit);
}
