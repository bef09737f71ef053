import { t } from '../../../app/texts.ts';
import type { RowAction, Sort } from '../../../ui/virtual-table/index.ts';
import type { RecordColumn } from '../record-columns.tsx';
import { expressionOf } from './column-order.ts';
import type { ColumnsControl } from './use-columns.ts';

type Sorting = { readonly sort: Sort | null; readonly setSort: ((sort: Sort | null) => void) | undefined };

/** The right-click menu of a header. */
export function columnActions(
  column: RecordColumn,
  columns: ColumnsControl,
  { sort, setSort }: Sorting,
): ReadonlyArray<RowAction> {
  const { id } = column;
  const isOwn = expressionOf(id) !== null;
  const order = (direction: 'asc' | 'desc' | null, label: string): RowAction => ({
    id: direction ?? 'none',
    label,
    disabled: (sort?.column === id ? sort.direction : null) === direction,
    run: () => setSort?.(direction === null ? null : { column: id, direction }),
  });
  const sorts =
    setSort === undefined || column.compare === undefined
      ? []
      : [
          order('asc', t('results.columnSortAsc')),
          order('desc', t('results.columnSortDesc')),
          order(null, t('results.columnSortNone')),
        ];
  return [
    ...sorts,
    {
      id: 'left',
      label: t('results.columnLeft'),
      keys: 'Alt+Shift+←',
      separator: sorts.length > 0,
      run: () => columns.move(id, -1),
    },
    { id: 'right', label: t('results.columnRight'), keys: 'Alt+Shift+→', run: () => columns.move(id, 1) },
    {
      id: 'reset',
      label: t('results.columnReset'),
      run: () => columns.setWidths({ ...columns.widths, [id]: 0 }),
    },
    {
      id: 'remove',
      label: isOwn ? t('results.columnRemove') : t('results.columnHide'),
      separator: true,
      disabled: columns.columns.length < 2,
      run: () => columns.remove(id),
    },
  ];
}
