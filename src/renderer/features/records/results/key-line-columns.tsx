import type { RecordRow } from '../../../../shared/contract/records.ts';
import { t } from '../../../app/texts.ts';
import { formatDuration, type TimeMode } from '../../../ui/format.ts';
import { builtInColumns, type RecordColumn } from '../record-columns.tsx';
import type { RowList } from '../row-list.ts';
import classes from './key-line.module.css';

/** How long after the row before: `+3 min 12 s`; nothing for the first and for the same millisecond. */
export function gapText(timestamp: number, before: number | null): string {
  if (before === null || timestamp === before) return '';
  return timestamp > before ? `+${formatDuration(timestamp - before)}` : `−${formatDuration(before - timestamp)}`;
}

/** Colours that are told apart beside each other; the name stands with them. */
export function topicColor(index: number): string {
  return `hsl(${(index * 137 + 215) % 360} 62% 52%)`;
}

/** The columns of a time line: no key, which is the same in every row, but the time between. */
export function keyLineColumns(
  mode: TimeMode,
  rows: RowList,
  topicOf: (row: RecordRow) => string,
): ReadonlyArray<RecordColumn> {
  const { time, partition, offset, value, valueSize, headers } = builtInColumns(mode, topicOf);
  const before = (row: RecordRow): number | null => rows.at(rows.indexOf(row.id) - 1)?.timestamp ?? null;
  // In the order of time alone: sorted otherwise, the time between rows means nothing.
  const line = [time, gapColumn(before), topicColumn(topicOf), partition, offset, value, valueSize, headers];
  return line.map(({ compare: _order, ...column }) => column);
}

function gapColumn(before: (row: RecordRow) => number | null): RecordColumn {
  return {
    id: 'gap',
    title: t('results.columnGap'),
    hint: t('results.columnGapHint'),
    width: 116,
    align: 'end',
    mono: true,
    cell: (row) => <span className="dim">{gapText(row.timestamp, before(row))}</span>,
  };
}

function topicColumn(topicOf: (row: RecordRow) => string): RecordColumn {
  return {
    id: 'topic',
    title: t('results.columnTopic'),
    width: 190,
    mono: true,
    cell: (row) => (
      <span className={classes.topic} title={topicOf(row)}>
        <span aria-hidden="true" className={classes.line} style={{ color: topicColor(row.topic) }} />
        {topicOf(row)}
      </span>
    ),
  };
}
