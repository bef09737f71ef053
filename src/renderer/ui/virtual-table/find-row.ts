import type { RowKey, RowSource } from './grid-types.ts';

/**
 * Index of the row with this key, -1 where it is gone. Looks at `near` first: from one frame to the next a row seldom
 * moves, and a live list asks sixty times a second.
 */
export function findRow<Row>(
  rows: RowSource<Row>,
  key: RowKey | null,
  rowKey: (row: Row) => RowKey,
  near: number,
): number {
  if (key === null) return -1;
  const isAt = (index: number): boolean => {
    const row = rows.at(index);
    return row !== undefined && rowKey(row) === key;
  };
  // An array would count -1 from its end.
  if (near >= 0 && isAt(near)) return near;
  for (let index = 0; index < rows.length; index += 1) if (isAt(index)) return index;
  return -1;
}
