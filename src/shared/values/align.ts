/** One step through two lists side by side; null where a list has nothing at this step. */
export type AlignStep = {
  readonly left: number | null;
  readonly right: number | null;
  /** The same element at another place of the list. */
  readonly isMove: boolean;
};

/** Cells of the table of common subsequences; beyond it, elements are compared place by place. */
const MAX_CELLS = 4_000_000;

/**
 * Aligns two lists given as numbers that are equal where their elements are: the longest common subsequence stays, what
 * left one place for another has moved, and what is left between two that stay is paired in order.
 */
export function alignArrays(a: ReadonlyArray<number>, b: ReadonlyArray<number>): ReadonlyArray<AlignStep> {
  const anchors = commonElements(a, b);
  const { moves, left, right } = findMoves(a, b, anchors);
  const steps: AlignStep[] = [...moves];
  let [i, j] = [0, 0];
  for (const [atLeft, atRight] of [...anchors, [a.length, b.length] as const]) {
    pairGap(
      range(i, atLeft).filter((index) => !left.has(index)),
      range(j, atRight).filter((index) => !right.has(index)),
      steps,
    );
    if (atLeft < a.length) steps.push({ left: atLeft, right: atRight, isMove: false });
    [i, j] = [atLeft + 1, atRight + 1];
  }
  return steps;
}

function pairGap(left: ReadonlyArray<number>, right: ReadonlyArray<number>, steps: AlignStep[]): void {
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    steps.push({ left: left[index] ?? null, right: right[index] ?? null, isMove: false });
  }
}

type Pair = readonly [number, number];

function findMoves(a: ReadonlyArray<number>, b: ReadonlyArray<number>, anchors: ReadonlyArray<Pair>) {
  const left = new Set(anchors.map(([index]) => index));
  const right = new Set(anchors.map(([, index]) => index));
  const free = new Map<number, number[]>();
  a.forEach((value, index) => {
    if (left.has(index)) return;
    const places = free.get(value);
    if (places === undefined) free.set(value, [index]);
    else places.push(index);
  });
  const moves: AlignStep[] = [];
  b.forEach((value, index) => {
    if (right.has(index)) return;
    const source = free.get(value)?.shift();
    if (source === undefined) return;
    left.add(source);
    right.add(index);
    moves.push({ left: source, right: index, isMove: true });
  });
  return { moves, left, right };
}

/** Pairs of places whose elements are equal, ascending in both lists, as many as there can be. */
export function commonElements(a: ReadonlyArray<number>, b: ReadonlyArray<number>): ReadonlyArray<Pair> {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const pairs: Pair[] = range(0, start).map((index) => [index, index]);
  const left = a.slice(start, a.length - end);
  const right = b.slice(start, b.length - end);
  for (const [i, j] of middlePairs(left, right)) pairs.push([i + start, j + start]);
  for (let back = end; back > 0; back -= 1) pairs.push([a.length - back, b.length - back]);
  return pairs;
}

function middlePairs(a: ReadonlyArray<number>, b: ReadonlyArray<number>): ReadonlyArray<Pair> {
  if (a.length === 0 || b.length === 0) return [];
  if (a.length * b.length > MAX_CELLS) return samePlaces(a, b);
  const width = b.length + 1;
  // lengths[i, j]: the longest common subsequence of a from i and b from j.
  const lengths = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] as number;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: Pair[] = [];
  for (let [i, j] = [0, 0]; i < a.length && j < b.length;) {
    if (a[i] === b[j]) {
      pairs.push([i, j]);
      [i, j] = [i + 1, j + 1];
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return pairs;
}

function samePlaces(a: ReadonlyArray<number>, b: ReadonlyArray<number>): ReadonlyArray<Pair> {
  return range(0, Math.min(a.length, b.length))
    .filter((index) => a[index] === b[index])
    .map((index) => [index, index]);
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}
