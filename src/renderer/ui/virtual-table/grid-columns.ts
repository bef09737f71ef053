import type { ColumnWidths, GridColumn, RowSource, Sort } from './grid-types.ts';
import { MAX_COLUMN_WIDTH, MIN_COLUMN_WIDTH } from './metrics.ts';

/**
 * The `grid-template-columns` of header and rows alike. A trailing filler keeps the rows as wide as the view where no
 * column grows.
 */
export function gridTemplate<Row>(columns: ReadonlyArray<GridColumn<Row>>, widths: ColumnWidths): string {
  const tracks = columns.map((column) => {
    const chosen = chosenWidth(column, widths);
    if (chosen !== null) return `${clampWidth(chosen, column)}px`;
    return column.grow ? `minmax(${column.width}px, 1fr)` : `${column.width}px`;
  });
  const someGrow = columns.some((column) => column.grow && chosenWidth(column, widths) === null);
  return someGrow ? tracks.join(' ') : `${tracks.join(' ')} minmax(0, 1fr)`;
}

/** 0 is how a column says that it has its first width back: remembered numbers can be changed, not removed. */
function chosenWidth<Row>(column: GridColumn<Row>, widths: ColumnWidths): number | null {
  const width = widths[column.id] ?? 0;
  return width > 0 ? width : null;
}

/** A width that leaves the column usable. */
export function clampWidth<Row>(width: number, column: Pick<GridColumn<Row>, 'minWidth'>): number {
  return Math.round(Math.min(MAX_COLUMN_WIDTH, Math.max(column.minWidth ?? MIN_COLUMN_WIDTH, width)));
}

/** The sort after a click on a header: first way, other way, none. */
export function nextSort<Row>(column: GridColumn<Row>, current: Sort | null): Sort | null {
  if (column.compare === undefined) return current;
  const first = column.firstSort ?? 'asc';
  if (current?.column !== column.id) return { column: column.id, direction: first };
  if (current.direction === first) return { column: column.id, direction: first === 'asc' ? 'desc' : 'asc' };
  return null;
}

/** The rows in the order of `sort`; the same list where nothing sorts. Equal rows keep their order. */
export function sortRows<Row, Rows extends RowSource<Row> & Iterable<Row>>(
  rows: Rows,
  columns: ReadonlyArray<GridColumn<Row>>,
  sort: Sort | null,
): Rows | ReadonlyArray<Row> {
  const compare = columns.find((column) => column.id === sort?.column)?.compare;
  if (sort === null || compare === undefined) return rows;
  const sign = sort.direction === 'asc' ? 1 : -1;
  return [...rows].sort((a, b) => sign * compare(a, b));
}
