/**
 * The one data grid: virtual rows, sticky header, sortable and resizable columns, keyboard, menus. Draws what it is
 * given; knows no cluster and no store. May touch: Mantine's menu, TanStack Virtual.
 */
export { sortRows } from './grid-columns.ts';
export type {
  ColumnWidths,
  GridColumn,
  RowAction,
  RowKey,
  RowSource,
  SelectCause,
  Sort,
  SortDirection,
} from './grid-types.ts';
export { VirtualTable, type TableHandle, type VirtualTableProps } from './virtual-table.tsx';
export { moveBy, moveTo } from './reorder.ts';
