import { useState } from 'react';
import { findRow } from './find-row.ts';
import type { RowKey, RowSource } from './grid-types.ts';
import { nextSelection, type SelectHow } from './selection.ts';

export type SelectionControl<Row> = {
  readonly isMany: boolean;
  has(row: Row, isActive: boolean): boolean;
  change(row: Row, how: SelectHow): void;
  all(): void;
  /** Back to one row: true where there was more than that. */
  clear(): boolean;
};

type Options<Row> = {
  readonly rows: RowSource<Row>;
  readonly rowKey: (row: Row) => RowKey;
  readonly active: RowKey | null;
  readonly selection: ReadonlySet<RowKey> | undefined;
  readonly onSelection: ((keys: ReadonlySet<RowKey>) => void) | undefined;
};

/** Several rows selected at once. Without `onSelection` the active row is the selection. */
export function useSelection<Row>(options: Options<Row>): SelectionControl<Row> {
  const { rows, rowKey, active, selection, onSelection } = options;
  const [anchor, setAnchor] = useState<RowKey | null>(null);
  const isMany = onSelection !== undefined && selection !== undefined;
  const between = (from: RowKey, to: RowKey): ReadonlyArray<RowKey> | null => {
    const start = findRow(rows, from, rowKey, -1);
    const end = findRow(rows, to, rowKey, -1);
    if (start < 0 || end < 0) return null;
    return keysOf(rows, rowKey, Math.min(start, end), Math.max(start, end) + 1);
  };
  return {
    isMany,
    has: (row, isActive) => (isMany && selection.size > 0 ? selection.has(rowKey(row)) : isActive),
    change(row, how) {
      if (!isMany) return;
      const start = anchor ?? active;
      // The row that was active before anything was added belongs to what is selected.
      const keys = selection.size === 0 && active !== null ? new Set([active]) : selection;
      const next = nextSelection({ keys, anchor: start }, rowKey(row), how, between);
      setAnchor(next.anchor);
      onSelection(how === 'only' ? new Set() : next.keys);
    },
    all() {
      if (isMany) onSelection(new Set(keysOf(rows, rowKey, 0, rows.length)));
    },
    clear() {
      if (!isMany || selection.size === 0) return false;
      setAnchor(null);
      onSelection(new Set());
      return true;
    },
  };
}

function keysOf<Row>(rows: RowSource<Row>, rowKey: (row: Row) => RowKey, from: number, to: number): RowKey[] {
  const keys: RowKey[] = [];
  for (let index = from; index < to; index += 1) {
    const row = rows.at(index);
    if (row !== undefined) keys.push(rowKey(row));
  }
  return keys;
}
