import { memo, type ReactElement } from 'react';
import type { GridColumn } from './grid-types.ts';
import classes from './virtual-table.module.css';

type BodyRowProps<Row> = {
  readonly row: Row;
  readonly columns: ReadonlyArray<GridColumn<Row>>;
  readonly index: number;
  readonly top: number;
  readonly selected: boolean;
  /** The one row that keys act on, where several are selected. */
  readonly active: boolean;
  /** The one row that Tab reaches. */
  readonly tabStop: boolean;
};

function Row<Row>(props: BodyRowProps<Row>): ReactElement {
  const { row, columns, index, top, selected, active, tabStop } = props;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-active={active ? '' : undefined}
      data-index={index}
      tabIndex={tabStop ? 0 : -1}
      className={classes.row}
      style={{ transform: `translateY(${top}px)` }}
    >
      {columns.map((column, place) => (
        <div
          key={column.id}
          role="gridcell"
          aria-colindex={place + 1}
          className={classes.cell}
          data-align={column.align}
          data-mono={column.mono ? '' : undefined}
        >
          {column.cell(row)}
        </div>
      ))}
    </div>
  );
}

/** One row. Memoised: scrolling and new data draw only rows that came into view. */
export const BodyRow = memo(Row) as typeof Row;

/** Grey bars in the shape of the coming rows, so that nothing moves when they arrive. */
export function SkeletonRows<Row>(props: {
  readonly columns: ReadonlyArray<GridColumn<Row>>;
  readonly count: number;
}): ReactElement {
  return (
    <div aria-hidden="true">
      {Array.from({ length: props.count }, (_, index) => (
        <div key={index} className={classes.skeletonRow}>
          {props.columns.map((column, place) => (
            <div key={column.id} className={classes.cell} data-align={column.align}>
              <span className={classes.bar} style={{ width: `${35 + ((index * 37 + place * 53) % 50)}%` }} />
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
