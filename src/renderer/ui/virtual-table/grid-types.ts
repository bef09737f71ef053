import type { ReactNode } from 'react';

/** Rows by their place. An array is one; a list that grows without being copied can be another. */
export type RowSource<Row> = {
  readonly length: number;
  at(index: number): Row | undefined;
};

/** Names a row: stable while the row exists, whatever its place in the list. */
export type RowKey = string | number;

export type GridColumn<Row> = {
  readonly id: string;
  readonly title: string;
  /** Explains the column; the tooltip of its header. */
  readonly hint?: string;
  /** Pixels before the user drags it. */
  readonly width: number;
  readonly minWidth?: number;
  readonly align?: 'start' | 'end';
  readonly mono?: boolean;
  /** Takes the room that is left, until the user gives it a width. */
  readonly grow?: boolean;
  /** Ascending order. A column without it cannot be sorted. */
  readonly compare?: (a: Row, b: Row) => number;
  /** Which way the first click sorts: sizes and counts want the big ones first. */
  readonly firstSort?: SortDirection;
  readonly cell: (row: Row) => ReactNode;
};

export type SortDirection = 'asc' | 'desc';
export type Sort = { readonly column: string; readonly direction: SortDirection };

/** Column widths the user chose, by column id. */
export type ColumnWidths = Readonly<Record<string, number>>;

/** An entry of the right-click menu of a row. `separator` draws a line above it. */
export type RowAction = {
  readonly id: string;
  readonly label: string;
  readonly keys?: string;
  readonly separator?: boolean;
  readonly disabled?: boolean;
  readonly run: () => void;
};

/**
 * What made a row the selected one: the caller may open a panel on a click and not on a Tab. `extend` is a click or key
 * that adds to a selection of several rows.
 */
export type SelectCause = 'pointer' | 'keyboard' | 'focus' | 'extend';
