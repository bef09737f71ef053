import { HEADER_HEIGHT, ROW_HEIGHT } from './metrics.ts';

/** Rows drawn beyond what is in view: scrolling finds them there. A list that runs by itself is not scrolled. */
const OVERSCAN = { still: 12, following: 2 };

/** Where a table is scrolled to, in whole rows: what does not change it draws nothing. */
export type Viewport = {
  /** Index of the first row that shows. */
  readonly first: number;
  /** How many rows fit, the cut ones included. */
  readonly fit: number;
};

export function viewportAt(scrollTop: number, clientHeight: number): Viewport {
  return {
    first: Math.max(0, Math.floor(scrollTop / ROW_HEIGHT)),
    fit: Math.max(0, Math.ceil((clientHeight - HEADER_HEIGHT) / ROW_HEIGHT)) + (clientHeight > HEADER_HEIGHT ? 1 : 0),
  };
}

/**
 * Indices of the rows to draw, ascending. All rows are of one height: nothing is measured, and nothing costs more where
 * there are more rows. A list that follows shows its end, wherever it was scrolled to before the last rows came.
 */
export function rowsToDraw(
  view: Viewport,
  { count, selected, following }: { readonly count: number; readonly selected: number; readonly following: boolean },
): number[] {
  if (view.fit === 0) return [];
  const extra = following ? OVERSCAN.following : OVERSCAN.still;
  const first = following ? Math.max(0, count - view.fit) : Math.min(view.first, Math.max(0, count - view.fit));
  const from = Math.max(0, first - extra);
  const to = Math.min(count, first + view.fit + extra);
  const indices: number[] = [];
  if (selected >= 0 && selected < from) indices.push(selected);
  for (let index = from; index < to; index += 1) indices.push(index);
  if (selected >= to && selected < count) indices.push(selected);
  return indices;
}

/** Where to scroll so that a row is in view; null where it is. */
export function scrollTopFor(index: number, scrollTop: number, clientHeight: number): number | null {
  const top = index * ROW_HEIGHT;
  const height = clientHeight - HEADER_HEIGHT;
  if (top < scrollTop) return top;
  return top + ROW_HEIGHT > scrollTop + height ? top + ROW_HEIGHT - height : null;
}

/**
 * Elements for rows that come and go: a row keeps its element while it is drawn, and what comes into view takes the
 * element of what left. At thousands of new rows a second, making elements anew is most of the work.
 */
export class RowSlots {
  #taken = new Map<number, number>();
  #free: number[] = [];
  #made = 0;

  /** A slot for each of these rows, in their order. The same rows get the same slots, however often they are asked for. */
  of(indices: ReadonlyArray<number>): number[] {
    const wanted = new Set(indices);
    const kept = new Map<number, number>();
    for (const [index, slot] of this.#taken) {
      if (wanted.has(index)) kept.set(index, slot);
      else this.#free.push(slot);
    }
    this.#taken = kept;
    return indices.map((index) => {
      // In the order in which they became free: elements that keep their order need not be moved.
      const slot = kept.get(index) ?? this.#free.shift() ?? this.#made++;
      kept.set(index, slot);
      return slot;
    });
  }
}
