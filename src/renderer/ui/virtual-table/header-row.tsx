import type { KeyboardEvent, ReactElement } from 'react';
import { nextSort } from './grid-columns.ts';
import type { GridColumn, Sort } from './grid-types.ts';
import { COLUMN_STEP } from './metrics.ts';
import type { ColumnWidthsControl } from './use-column-widths.ts';
import classes from './virtual-table.module.css';

type HeaderRowProps<Row> = {
  readonly columns: ReadonlyArray<GridColumn<Row>>;
  readonly sort: Sort | null;
  readonly onSort: ((sort: Sort | null) => void) | undefined;
  readonly widths: ColumnWidthsControl<Row>;
};

export function HeaderRow<Row>(props: HeaderRowProps<Row>): ReactElement {
  return (
    <div role="rowgroup" className={classes.header}>
      <div role="row" aria-rowindex={1} className={classes.headerRow}>
        {props.columns.map((column, place) => (
          <HeaderCell key={column.id} {...props} column={column} place={place} />
        ))}
      </div>
    </div>
  );
}

function HeaderCell<Row>(
  props: HeaderRowProps<Row> & { readonly column: GridColumn<Row>; readonly place: number },
): ReactElement {
  const { column, place, sort, onSort, widths } = props;
  const direction = sort?.column === column.id ? sort.direction : null;
  const sortable = onSort !== undefined && column.compare !== undefined;
  const resizeByKey = (event: KeyboardEvent<HTMLElement>): void => {
    if (!event.altKey || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return;
    event.preventDefault();
    const now = event.currentTarget.parentElement?.getBoundingClientRect().width ?? column.width;
    widths.set(column, now + (event.key === 'ArrowRight' ? COLUMN_STEP : -COLUMN_STEP));
  };
  return (
    <div
      role="columnheader"
      aria-colindex={place + 1}
      aria-sort={direction === null ? undefined : direction === 'asc' ? 'ascending' : 'descending'}
      className={classes.headerCell}
      data-align={column.align}
      title={column.hint}
    >
      {sortable ? (
        <button
          type="button"
          className={classes.sortButton}
          onClick={() => onSort(nextSort(column, sort))}
          onKeyDown={resizeByKey}
        >
          <span className={classes.headerText}>{column.title}</span>
          {direction === null ? null : (
            <span aria-hidden="true" className={classes.sortMark}>
              {direction === 'asc' ? '▲' : '▼'}
            </span>
          )}
        </button>
      ) : (
        <span className={classes.headerText}>{column.title}</span>
      )}
      <span
        aria-hidden="true"
        className={classes.resizer}
        onPointerDown={(event) => widths.start(column, event)}
        onPointerMove={(event) => widths.move(column, event)}
        onPointerUp={widths.end}
        onPointerCancel={widths.end}
        onDoubleClick={() => widths.set(column, null)}
      />
    </div>
  );
}
