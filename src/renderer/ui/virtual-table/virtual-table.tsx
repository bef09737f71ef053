import {
  useImperativeHandle,
  useRef,
  useState,
  type MouseEvent,
  type ReactElement,
  type ReactNode,
  type Ref,
} from 'react';
import { BodyRow, SkeletonRows } from './body-row.tsx';
import { isFocusNowhere } from '../focus.ts';
import { findRow } from './find-row.ts';
import { gridTemplate } from './grid-columns.ts';
import type { ColumnWidths, GridColumn, RowAction, RowKey, RowSource, SelectCause, Sort } from './grid-types.ts';
import { HeaderRow } from './header-row.tsx';
import { HEADER_HEIGHT, ROW_HEIGHT } from './metrics.ts';
import { RowMenu, type OpenMenu } from './row-menu.tsx';
import { RowSlots } from './row-range.ts';
import { howOf, type SelectHow } from './selection.ts';
import { useColumnWidths } from './use-column-widths.ts';
import { useFollow } from './use-follow.ts';
import { useRowKeys } from './use-row-keys.ts';
import { useRowWindow } from './use-row-window.ts';
import { useSelection } from './use-selection.ts';
import classes from './virtual-table.module.css';

export type VirtualTableProps<Row> = {
  /** The table's accessible name. */
  readonly label: string;
  readonly columns: ReadonlyArray<GridColumn<Row>>;
  /** In the order shown. Row objects must keep their identity from one render to the next. */
  readonly rows: RowSource<Row>;
  readonly rowKey: (row: Row) => RowKey;
  readonly selectedKey: RowKey | null;
  readonly onSelect: (row: Row, cause: SelectCause) => void;
  /** Enter and double click. */
  readonly onOpen?: (row: Row) => void;
  /** Space. */
  readonly onPeek?: (row: Row) => void;
  readonly onEscape?: () => void;
  readonly onCopy?: (row: Row) => void;
  /**
   * Keys of the rows selected together; empty where the active row stands alone. With both, Shift and Ctrl extend the
   * selection by click and key, Ctrl+A takes all, Esc goes back to one.
   */
  readonly selection?: ReadonlySet<RowKey>;
  readonly onSelection?: (keys: ReadonlySet<RowKey>) => void;
  readonly actionsOf?: (row: Row) => ReadonlyArray<RowAction>;
  /** The right-click menu of a header. */
  readonly columnActionsOf?: (column: GridColumn<Row>) => ReadonlyArray<RowAction>;
  /** Headers are dragged, or moved by Alt+Shift+arrow, into this order of ids. */
  readonly onReorder?: (columns: ReadonlyArray<string>) => void;
  readonly sort?: Sort | null;
  readonly onSort?: (sort: Sort | null) => void;
  readonly widths: ColumnWidths;
  readonly onWidths: (widths: ColumnWidths) => void;
  /** Draws grey rows in place of data. */
  readonly loading?: boolean;
  /** Shown where there are no rows. */
  readonly empty?: ReactNode;
  /** After the last row, inside the scrolled area ("Load more"). */
  readonly footer?: ReactNode;
  /** A live list: true keeps the newest row in view. */
  readonly following?: boolean;
  readonly onFollow?: (following: boolean) => void;
  /** Rows a live list has dropped from its top so far. */
  readonly dropped?: number;
  readonly handle?: Ref<TableHandle>;
};

export type TableHandle = {
  /** Puts the focus on the selected row, or on the first one in view. */
  focus(): void;
  /** Brings a row into view. */
  scrollTo(index: number): void;
};

const SKELETON_ROWS = 24;

/** The one grid of the product: virtual rows of 28 px, any number of them, all of it reachable by keyboard. */
export function VirtualTable<Row>(props: VirtualTableProps<Row>): ReactElement {
  const { columns, rows, rowKey, selectedKey, onSelect, onOpen, onPeek, onCopy, actionsOf } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const widths = useColumnWidths<Row>(props.widths, props.onWidths);
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const selected = useSelectedIndex(rows, selectedKey, rowKey);
  const following = props.following ?? false;
  const view = useRowWindow({ scroller, count: rows.length, selected, following });
  const [recycled] = useState(() => new RowSlots());
  // While it runs, a live list turns over whole screens a second: elements are used again, not made anew.
  const slots = following ? recycled.of(view.indices) : null;
  const several = useSelection({
    rows,
    rowKey,
    active: selectedKey,
    selection: props.selection,
    onSelection: props.onSelection,
  });
  const follow = useFollow({
    scroller,
    count: rows.length,
    dropped: props.dropped ?? 0,
    following,
    onFollow: props.onFollow,
  });

  const withSelected = (act: ((row: Row) => void) | undefined): (() => void) | undefined => {
    const row = selected < 0 ? undefined : rows.at(selected);
    return act === undefined || row === undefined ? undefined : () => act(row);
  };
  const choose = (row: Row, how: SelectHow, cause: SelectCause): void => {
    several.change(row, how);
    onSelect(row, several.isMany && how !== 'only' ? 'extend' : cause);
  };
  const openMenu = (row: Row, x: number, y: number): void => {
    const actions = actionsOf?.(row) ?? [];
    if (actions.length > 0) setMenu({ x, y, actions });
  };
  const keys = useRowKeys({
    scroller,
    count: rows.length,
    selected,
    moveTo: (index, extend) => {
      const row = rows.at(index);
      if (row === undefined) return;
      view.scrollToRow(index);
      choose(row, extend ? 'range' : 'only', 'keyboard');
    },
    onAll: several.isMany ? several.all : undefined,
    onToggle: several.isMany ? withSelected((row) => several.change(row, 'toggle')) : undefined,
    onOpen: withSelected(onOpen),
    onPeek: withSelected(onPeek),
    onEscape: () => {
      if (!several.clear()) props.onEscape?.();
    },
    onCopy: withSelected(onCopy),
    onMenu: (x, y) => {
      const row = selected < 0 ? undefined : rows.at(selected);
      if (row !== undefined) openMenu(row, x, y);
    },
  });
  const rowAt = (event: { readonly target: EventTarget }): Row | undefined => {
    const element = event.target instanceof Element ? event.target.closest('[data-index]') : null;
    return element === null ? undefined : rows.at(Number(element.getAttribute('data-index')));
  };
  const onContextMenu = (event: MouseEvent): void => {
    const row = rowAt(event);
    if (row === undefined || actionsOf === undefined) return;
    event.preventDefault();
    // A menu on one of several selected rows is a menu for all of them.
    if (!several.has(row, false)) several.clear();
    onSelect(row, 'focus');
    openMenu(row, event.clientX, event.clientY);
  };
  useImperativeHandle(props.handle, () => ({
    focus: () => scroller.current?.querySelector<HTMLElement>('[data-index][tabindex="0"]')?.focus(),
    scrollTo: view.scrollToRow,
  }));
  const focusRow = (): void => scroller.current?.querySelector<HTMLElement>('[data-index][tabindex="0"]')?.focus();
  const closeMenu = (): void => {
    setMenu(null);
    // Back to the row once the menu is gone, unless what was chosen has taken the focus.
    setTimeout(() => {
      if (isFocusNowhere()) focusRow();
    }, 0);
  };
  const tabStop = selected >= 0 ? selected : (view.indices[0] ?? -1);

  return (
    <>
      <div ref={scroller} className={classes.scroller} onScroll={follow.onScroll}>
        <div
          role="grid"
          aria-label={props.label}
          aria-rowcount={rows.length + 1}
          aria-colcount={columns.length}
          aria-busy={props.loading ?? false}
          aria-multiselectable={several.isMany ? true : undefined}
          className={classes.grid}
          style={{ '--grid-columns': gridTemplate(columns, widths.widths) }}
        >
          <HeaderRow
            columns={columns}
            sort={props.sort ?? null}
            onSort={props.onSort}
            widths={widths}
            onReorder={props.onReorder}
            actionsOf={props.columnActionsOf}
            onMenu={(x, y, actions) => setMenu({ x, y, actions })}
          />
          {/* Rows bubble their events here: one listener each, however many rows. */}
          <div
            role="rowgroup"
            className={classes.body}
            style={{ height: rows.length * ROW_HEIGHT }}
            onKeyDown={keys.onKeyDown}
            onFocus={(event) => {
              const row = rowAt(event);
              if (row !== undefined && selectedKey === null) onSelect(row, 'focus');
            }}
            // Shift+click selects rows, not the text between two of them.
            onMouseDown={(event) => {
              if (several.isMany && event.shiftKey) event.preventDefault();
            }}
            onClick={(event) => {
              const row = rowAt(event);
              if (row !== undefined) choose(row, howOf(event), 'pointer');
            }}
            onDoubleClick={(event) => {
              const row = rowAt(event);
              if (row !== undefined) onOpen?.(row);
            }}
            onContextMenu={onContextMenu}
          >
            {view.indices.map((index, place) => {
              const row = rows.at(index);
              if (row === undefined) return null;
              return (
                <BodyRow
                  key={slots === null ? rowKey(row) : `slot-${slots[place]}`}
                  row={row}
                  columns={columns}
                  index={index}
                  top={index * ROW_HEIGHT}
                  selected={several.has(row, index === selected)}
                  active={index === selected}
                  tabStop={index === tabStop}
                />
              );
            })}
          </div>
          {props.loading && rows.length === 0 ? <SkeletonRows columns={columns} count={SKELETON_ROWS} /> : null}
        </div>
        {!props.loading && rows.length === 0 && props.empty !== undefined ? (
          <div className={classes.empty} style={{ top: HEADER_HEIGHT }}>
            {props.empty}
          </div>
        ) : null}
        {rows.length > 0 ? props.footer : null}
      </div>
      {/* Outside the scrolled box: its containment would clip and move what is placed at the pointer. */}
      <RowMenu menu={menu} onClose={closeMenu} />
    </>
  );
}

/** Index of the selected row; starts looking where it was last time. */
function useSelectedIndex<Row>(rows: RowSource<Row>, key: RowKey | null, rowKey: (row: Row) => RowKey): number {
  const [near, setNear] = useState(-1);
  const index = findRow(rows, key, rowKey, near);
  // React's own pattern for state that follows a prop: set while rendering, no effect, no second paint.
  if (index !== near) setNear(index);
  return index;
}
