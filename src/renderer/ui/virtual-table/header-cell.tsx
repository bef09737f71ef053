import { useState, type DragEvent, type KeyboardEvent, type ReactElement } from 'react';
import { nextSort } from './grid-columns.ts';
import type { GridColumn, RowAction, Sort } from './grid-types.ts';
import { COLUMN_STEP } from './metrics.ts';
import { moveBy, moveTo } from './reorder.ts';
import type { ColumnWidthsControl } from './use-column-widths.ts';
import classes from './virtual-table.module.css';

export type HeaderProps<Row> = {
  readonly columns: ReadonlyArray<GridColumn<Row>>;
  readonly sort: Sort | null;
  readonly onSort: ((sort: Sort | null) => void) | undefined;
  readonly widths: ColumnWidthsControl<Row>;
  /** Told the new order of the columns; headers can be dragged where it is given. */
  readonly onReorder: ((columns: ReadonlyArray<string>) => void) | undefined;
  readonly actionsOf: ((column: GridColumn<Row>) => ReadonlyArray<RowAction>) | undefined;
  readonly onMenu: (x: number, y: number, actions: ReadonlyArray<RowAction>) => void;
};

type CellProps<Row> = HeaderProps<Row> & { readonly column: GridColumn<Row>; readonly place: number };

/** The name of what is dragged: text from elsewhere dropped on a header means nothing. */
const DRAG_TYPE = 'application/x-column';

export function HeaderCell<Row>(props: CellProps<Row>): ReactElement {
  const { column, place, sort, onSort, widths, actionsOf, onMenu } = props;
  const direction = sort?.column === column.id ? sort.direction : null;
  const sortable = onSort !== undefined && column.compare !== undefined;
  const isButton = sortable || actionsOf !== undefined || props.onReorder !== undefined;
  const drag = useDrag(props);
  const menuAt = (element: Element, x?: number, y?: number): void => {
    const actions = actionsOf?.(column) ?? [];
    const box = element.getBoundingClientRect();
    // After the event has run its course, as for the menu of a row.
    if (actions.length > 0) setTimeout(() => onMenu(x ?? box.left + 8, y ?? box.bottom, actions), 0);
  };
  return (
    <div
      role="columnheader"
      aria-colindex={place + 1}
      aria-sort={direction === null ? undefined : direction === 'asc' ? 'ascending' : 'descending'}
      className={classes.headerCell}
      data-align={column.align}
      data-drop={drag.side ?? undefined}
      data-column={column.id}
      title={column.hint}
      onContextMenu={(event) => {
        if (actionsOf === undefined) return;
        event.preventDefault();
        menuAt(event.currentTarget, event.clientX, event.clientY);
      }}
      {...drag.handlers}
    >
      {isButton ? (
        <button
          type="button"
          className={classes.sortButton}
          onClick={(event) => (sortable ? onSort(nextSort(column, sort)) : menuAt(event.currentTarget))}
          onKeyDown={(event) => onHeaderKey(event, props, menuAt)}
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

/** Alt+arrow makes the column wider or narrower, Alt+Shift+arrow moves it, Shift+F10 opens its menu. */
function onHeaderKey<Row>(
  event: KeyboardEvent<HTMLElement>,
  { column, columns, widths, onReorder }: CellProps<Row>,
  menuAt: (element: Element) => void,
): void {
  if (event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10')) {
    event.preventDefault();
    menuAt(event.currentTarget);
    return;
  }
  if (!event.altKey || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return;
  event.preventDefault();
  const step = event.key === 'ArrowRight' ? 1 : -1;
  if (!event.shiftKey) {
    const now = event.currentTarget.parentElement?.getBoundingClientRect().width ?? column.width;
    widths.set(column, now + step * COLUMN_STEP);
    return;
  }
  const ids = columns.map((each) => each.id);
  const next = moveBy(ids, column.id, step);
  if (next !== ids) onReorder?.(next);
}

/** Dragging a header to another place. */
function useDrag<Row>({ column, columns, onReorder }: CellProps<Row>) {
  const [side, setSide] = useState<'before' | 'after' | null>(null);
  if (onReorder === undefined) return { side: null, handlers: {} };
  return {
    side,
    handlers: {
      draggable: true,
      onDragStart: (event: DragEvent) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData(DRAG_TYPE, column.id);
      },
      onDragOver: (event: DragEvent) => {
        if (!event.dataTransfer.types.includes(DRAG_TYPE)) return;
        event.preventDefault();
        const box = event.currentTarget.getBoundingClientRect();
        setSide(event.clientX < box.left + box.width / 2 ? 'before' : 'after');
      },
      onDragLeave: () => setSide(null),
      onDrop: (event: DragEvent) => {
        event.preventDefault();
        setSide(null);
        const ids = columns.map((each) => each.id);
        const dragged = event.dataTransfer.getData(DRAG_TYPE);
        const next = moveTo(ids, dragged, column.id);
        if (next !== ids) onReorder(next);
      },
    },
  };
}
