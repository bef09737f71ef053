import type { RowKey } from './grid-types.ts';

/**
 * Index of the row with this key, -1 where it is gone. Looks at `near` first: from one frame to the next a row seldom
 * moves, and a live list asks sixty times a second.
 */
export function findRow<Row>(
  rows: ReadonlyArray<Row>,
  key: RowKey | null,
  rowKey: (row: Row) => RowKey,
  near: number,
): number {
  if (key === null) return -1;
  const there = rows[near];
  if (there !== undefined && rowKey(there) === key) return near;
  return rows.findIndex((row) => rowKey(row) === key);
}
