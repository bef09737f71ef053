import type { RecordRow } from '../../../shared/contract/records.ts';
import { t } from '../../app/texts.ts';
import { compareCounts } from '../../ui/compare.ts';
import { formatBytes, formatCount, formatTime, type TimeMode } from '../../ui/format.ts';
import { PreviewText } from '../../ui/value-view/index.ts';
import type { GridColumn } from '../../ui/virtual-table/index.ts';

const EPOCH_WIDTH = 118;
const DATE_WIDTH = 184;

/** The columns of the record list, times as the user wants to read them. */
export function recordColumns(mode: TimeMode): ReadonlyArray<GridColumn<RecordRow>> {
  return [
    {
      id: 'time',
      title: t('records.columnTime'),
      width: mode === 'epoch' ? EPOCH_WIDTH : DATE_WIDTH,
      mono: true,
      compare: (a, b) => a.timestamp - b.timestamp,
      cell: (row) => formatTime(row.timestamp, mode),
    },
    {
      id: 'partition',
      title: t('records.columnPartition'),
      width: 86,
      align: 'end',
      mono: true,
      compare: (a, b) => a.partition - b.partition,
      cell: (row) => row.partition,
    },
    {
      id: 'offset',
      title: t('records.columnOffset'),
      width: 92,
      align: 'end',
      mono: true,
      compare: (a, b) => compareCounts(a.offset, b.offset),
      cell: (row) => <span title={row.offset}>{formatCount(row.offset)}</span>,
    },
    {
      id: 'key',
      title: t('records.columnKey'),
      width: 150,
      mono: true,
      compare: (a, b) => compareTexts(a.key.text, b.key.text),
      cell: (row) => <PreviewText preview={row.key} nullText={t('records.noKey')} emptyText={t('records.empty')} />,
    },
    {
      id: 'value',
      title: t('records.columnValue'),
      width: 260,
      grow: true,
      mono: true,
      cell: (row) => (
        <PreviewText preview={row.value} nullText={t('records.tombstone')} emptyText={t('records.empty')} />
      ),
    },
    {
      id: 'valueSize',
      title: t('records.columnValueSize'),
      width: 80,
      align: 'end',
      firstSort: 'desc',
      compare: (a, b) => a.valueSize - b.valueSize,
      cell: (row) => (row.value.format === 'null' ? <None /> : formatBytes(row.valueSize)),
    },
    {
      id: 'headers',
      title: t('records.columnHeaders'),
      width: 84,
      align: 'end',
      firstSort: 'desc',
      compare: (a, b) => a.headers - b.headers,
      cell: (row) => (row.headers === 0 ? <span className="dim">0</span> : row.headers),
    },
  ];
}

/** Null has no size; zero bytes do. */
function None() {
  return <span className="dim">–</span>;
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
