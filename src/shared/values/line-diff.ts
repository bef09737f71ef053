import { alignArrays } from './align.ts';

/** A line of two texts side by side; null where one of them has nothing there. */
export type LinePair = {
  readonly kind: 'same' | 'changed' | 'left' | 'right';
  readonly left: string | null;
  readonly right: string | null;
};

/** Lines of each text that are compared. */
export const MAX_DIFF_LINES = 20_000;

/** Two texts side by side, line by line. `isWhole` is false where they were longer than is compared. */
export function diffLines(
  a: string,
  b: string,
  maxLines = MAX_DIFF_LINES,
): { readonly lines: ReadonlyArray<LinePair>; readonly isWhole: boolean } {
  const left = a.split('\n', maxLines + 1);
  const right = b.split('\n', maxLines + 1);
  const isWhole = left.length <= maxLines && right.length <= maxLines;
  const known = new Map<string, number>();
  const numbered = (lines: ReadonlyArray<string>): number[] =>
    lines.slice(0, maxLines).map((line) => {
      const number = known.get(line) ?? known.size;
      known.set(line, number);
      return number;
    });
  const [x, y] = [numbered(left), numbered(right)];
  // A line that moved is one line gone and one line come: side by side nothing crosses.
  const steps = alignArrays(x, y).flatMap((step) =>
    step.isMove
      ? [
          { ...step, right: null },
          { ...step, left: null },
        ]
      : [step],
  );
  const lines = inReadingOrder(steps).map(({ left: i, right: j }): LinePair => {
    const before = i === null ? null : (left[i] ?? null);
    const after = j === null ? null : (right[j] ?? null);
    if (before === null) return { kind: 'right', left: null, right: after };
    if (after === null) return { kind: 'left', left: before, right: null };
    return { kind: before === after ? 'same' : 'changed', left: before, right: after };
  });
  return { lines, isWhole };
}

type Step = { readonly left: number | null; readonly right: number | null };

/** Both lists ascend; what only one of them has stands before the next pair. */
function inReadingOrder(steps: ReadonlyArray<Step>): ReadonlyArray<Step> {
  const pairs = steps.filter((step) => step.left !== null && step.right !== null);
  const lefts = steps.filter((step) => step.right === null);
  const rights = steps.filter((step) => step.left === null);
  pairs.sort((a, b) => (a.left ?? 0) - (b.left ?? 0));
  lefts.sort((a, b) => (a.left ?? 0) - (b.left ?? 0));
  rights.sort((a, b) => (a.right ?? 0) - (b.right ?? 0));
  const ordered: Step[] = [];
  let [i, j] = [0, 0];
  for (const pair of [...pairs, { left: Infinity, right: Infinity }]) {
    for (; (lefts[i]?.left ?? Infinity) < (pair.left ?? 0); i += 1) ordered.push(lefts[i] as Step);
    for (; (rights[j]?.right ?? Infinity) < (pair.right ?? 0); j += 1) ordered.push(rights[j] as Step);
    if (pair.left !== Infinity) ordered.push(pair);
  }
  return ordered;
}
