import { useMemo, useState } from 'react';
import type { QueryResult } from '../../../../shared/contract/results.ts';
import { t } from '../../../app/texts.ts';
import { useCopy } from '../../../ui/copy/index.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import {
  sortRows,
  VirtualTable,
  type ColumnWidths,
  type GridColumn,
  type Sort,
} from '../../../ui/virtual-table/index.ts';
import { compareValueTexts } from './value-order.ts';
import classes from './tools.module.css';

type Row = { readonly index: number; readonly cells: ReadonlyArray<string | null> };

const NUMERIC = /^(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|U[A-Z]+INT|FLOAT|DOUBLE|DECIMAL)/;
/** Longer texts would only be cut by the table again. */
const MAX_SHOWN = 500;

/** What a statement gave, as a table. */
export function SqlResult({ result }: { readonly result: QueryResult }) {
  const [widths, setWidths] = useState<ColumnWidths>({});
  const [view, setView] = useState<{ result: QueryResult; selected: number | null; sort: Sort | null }>({
    result,
    selected: null,
    sort: null,
  });
  const { copy } = useCopy({ copied: t('common.copied'), failed: t('records.copyFailed') });
  const now = view.result === result ? view : { result, selected: null, sort: null };
  const columns = useMemo(
    () => result.columns.map((column, index) => gridColumn(column, index, index === result.columns.length - 1)),
    [result],
  );
  const rows = useMemo(() => result.rows.map((cells, index): Row => ({ index, cells })), [result]);
  const sorted = useMemo(() => sortRows(rows, columns, now.sort), [rows, columns, now.sort]);
  return (
    <div className={classes.sqlResult}>
      <VirtualTable
        label={t('results.sqlTable')}
        columns={columns}
        rows={sorted}
        rowKey={(row: Row) => row.index}
        selectedKey={now.selected}
        onSelect={(row: Row) => setView({ ...now, selected: row.index })}
        onCopy={(row: Row) => copy(row.cells.map((cell) => cell ?? '').join('\t'))}
        sort={now.sort}
        onSort={(sort) => setView({ ...now, sort })}
        widths={widths}
        onWidths={setWidths}
        empty={<EmptyState title={t('results.sqlNothing')} />}
      />
    </div>
  );
}

function gridColumn({ name, type }: QueryResult['columns'][number], index: number, isLast: boolean): GridColumn<Row> {
  const textOf = (row: Row): string | null => row.cells[index] ?? null;
  const isNumber = NUMERIC.test(type);
  return {
    id: `${index} ${name}`,
    title: name,
    hint: type,
    width: isNumber ? 110 : 190,
    mono: true,
    // Texts at the end, most often whole values, take what room there is.
    grow: isLast && !isNumber,
    ...(isNumber ? { align: 'end' as const } : {}),
    compare: (a, b) => compareValueTexts(textOf(a), textOf(b)),
    cell: (row) => {
      const text = textOf(row);
      if (text === null) return <span className="dim">null</span>;
      return <span title={text.slice(0, MAX_SHOWN)}>{text.slice(0, MAX_SHOWN)}</span>;
    },
  };
}
