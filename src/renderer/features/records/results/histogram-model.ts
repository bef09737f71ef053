import type { Histogram } from '../../../../shared/contract/records.ts';

/** Slices from `first` to `last`, both included. */
export type Brush = { readonly first: number; readonly last: number };

/** The time a brush covers: from its first millisecond to the first one after it. */
export function brushTimes(histogram: Histogram, brush: Brush): { readonly from: number; readonly to: number } {
  const { from, to, counts } = histogram;
  const step = (to - from) / counts.length;
  return {
    from: Math.floor(from + brush.first * step),
    to: brush.last >= counts.length - 1 ? to + 1 : Math.ceil(from + (brush.last + 1) * step),
  };
}

export function brushCount({ counts }: Histogram, { first, last }: Brush): number {
  return counts.slice(first, last + 1).reduce((sum, count) => sum + count, 0);
}

/** Which slice a point lies in; `fraction` is its place between the left and the right end. */
export function sliceAt(fraction: number, slices: number): number {
  return Math.min(slices - 1, Math.max(0, Math.floor(fraction * slices)));
}

/** A brush from where it began to where it is, either way. */
export function brushBetween(anchor: number, head: number): Brush {
  return { first: Math.min(anchor, head), last: Math.max(anchor, head) };
}

export type Cursor = { readonly anchor: number; readonly head: number };

/** The cursor after a key; null for a key that does not move it. Shift draws the brush on from its anchor. */
export function cursorAfterKey(key: string, shift: boolean, cursor: Cursor | null, slices: number): Cursor | null {
  const now = cursor ?? { anchor: -1, head: -1 };
  const page = Math.max(1, Math.round(slices / 10));
  const to = (head: number): Cursor => {
    const clamped = Math.min(slices - 1, Math.max(0, head));
    return { anchor: shift && cursor !== null ? now.anchor : clamped, head: clamped };
  };
  switch (key) {
    case 'ArrowRight':
      return to(now.head + 1);
    case 'ArrowLeft':
      return to(cursor === null ? slices - 1 : now.head - 1);
    case 'PageUp':
      return to(now.head - page);
    case 'PageDown':
      return to(now.head + page);
    case 'Home':
      return to(0);
    case 'End':
      return to(slices - 1);
    default:
      return null;
  }
}

/** The counts in at most `rows` lines, for those who hear the picture. */
export function summaryRows(
  histogram: Histogram,
  rows: number,
): ReadonlyArray<{ readonly from: number; readonly count: number }> {
  const { counts } = histogram;
  const size = Math.ceil(counts.length / rows);
  return Array.from({ length: Math.ceil(counts.length / size) }, (_, index) => {
    const brush = { first: index * size, last: Math.min(counts.length, (index + 1) * size) - 1 };
    return { from: brushTimes(histogram, brush).from, count: brushCount(histogram, brush) };
  });
}
