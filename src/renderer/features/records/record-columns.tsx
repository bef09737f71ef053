import type { RecordRow } from '../../../shared/contract/records.ts';
import { t } from '../../app/texts.ts';
import { compareCounts } from '../../ui/compare.ts';
import { formatBytes, formatCount, formatTime, type TimeMode } from '../../ui/format.ts';
import { PreviewText } from '../../ui/value-view/index.ts';
import type { GridColumn } from '../../ui/virtual-table/index.ts';
import { expressionId, type BuiltIn } from './results/column-order.ts';
import { compareValueTexts } from './results/value-order.ts';

const EPOCH_WIDTH = 118;
const DATE_WIDTH = 184;

export type RecordColumn = GridColumn<RecordRow>;

/** The built-in columns of the record list, times as the user wants to read them. */
export function builtInColumns(
  mode: TimeMode,
  topicOf: (row: RecordRow) => string,
): Readonly<Record<BuiltIn, RecordColumn>> {
  return {
    topic: {
      id: 'topic',
      title: t('results.columnTopic'),
      width: 140,
      mono: true,
      compare: (a, b) => a.topic - b.topic,
      cell: (row) => <span title={topicOf(row)}>{topicOf(row)}</span>,
    },
    time: {
      id: 'time',
      title: t('records.columnTime'),
      width: mode === 'epoch' ? EPOCH_WIDTH : DATE_WIDTH,
      mono: true,
      compare: (a, b) => a.timestamp - b.timestamp,
      cell: (row) => formatTime(row.timestamp, mode),
    },
    partition: {
      id: 'partition',
      title: t('records.columnPartition'),
      width: 86,
      align: 'end',
      mono: true,
      compare: (a, b) => a.partition - b.partition,
      cell: (row) => row.partition,
    },
    offset: {
      id: 'offset',
      title: t('records.columnOffset'),
      width: 92,
      align: 'end',
      mono: true,
      compare: (a, b) => compareCounts(a.offset, b.offset),
      cell: (row) => <span title={row.offset}>{formatCount(row.offset)}</span>,
    },
    key: {
      id: 'key',
      title: t('records.columnKey'),
      width: 150,
      mono: true,
      compare: (a, b) => compareValueTexts(a.key.text, b.key.text),
      cell: (row) => (
        <PreviewText
          preview={row.key}
          nullText={t('records.noKey')}
          emptyText={t('records.empty')}
          failedText={t('results.undecodable')}
        />
      ),
    },
    value: {
      id: 'value',
      title: t('records.columnValue'),
      width: 160,
      grow: true,
      mono: true,
      cell: valueCell,
    },
    valueSize: {
      id: 'valueSize',
      title: t('records.columnValueSize'),
      width: 80,
      align: 'end',
      firstSort: 'desc',
      compare: (a, b) => a.valueSize - b.valueSize,
      cell: (row) => (row.value.format === 'null' ? <None /> : formatBytes(row.valueSize)),
    },
    headers: {
      id: 'headers',
      title: t('records.columnHeaders'),
      width: 84,
      align: 'end',
      firstSort: 'desc',
      compare: (a, b) => a.headers - b.headers,
      cell: (row) => (row.headers === 0 ? <span className="dim">0</span> : row.headers),
    },
  };
}

function valueCell(row: RecordRow) {
  return (
    <PreviewText
      preview={row.value}
      nullText={t('records.tombstone')}
      emptyText={t('records.empty')}
      failedText={t('results.undecodable')}
      markerText={t('results.marker')}
    />
  );
}

/** The column of an expression; `index` is its place among the session's columns. */
export function expressionColumn(expression: string, index: number): RecordColumn {
  const textOf = (row: RecordRow): string | null => row.columns[index] ?? null;
  return {
    id: expressionId(expression),
    title: titleOf(expression),
    hint: expression,
    width: 130,
    mono: true,
    compare: (a, b) => compareValueTexts(textOf(a), textOf(b)),
    cell: (row) => {
      const text = textOf(row);
      return text === null ? <None /> : <span title={text}>{text}</span>;
    },
  };
}

/** What every column begins with says nothing in a heading. */
function titleOf(expression: string): string {
  return expression.startsWith('value.') ? expression.slice('value.'.length) : expression;
}

/** Null has no size; zero bytes do. */
function None() {
  return <span className="dim">–</span>;
}
