import type { RecordRow } from '../../../shared/contract/records.ts';
import { t } from '../../app/texts.ts';
import type { RowAction } from '../../ui/virtual-table/index.ts';
import type { RecordCopy } from './use-record-copy.ts';
import type { RecordsScreen } from './use-records-view.ts';

/** The right-click menu of a record. */
export function rowActions(row: RecordRow, screen: RecordsScreen, copy: RecordCopy): ReadonlyArray<RowAction> {
  const { sessionId } = screen.state;
  if (sessionId === null) return [];
  const name = { sessionId, id: row.id };
  const place = { topic: screen.topicOf(row), partition: row.partition, offset: row.offset };
  const { readFrom } = screen.options;
  return [
    { id: 'open', label: t('records.openRecord'), keys: 'Enter', run: () => screen.openPanel(true) },
    { id: 'value', label: t('records.copyValue'), keys: 'Ctrl+C', separator: true, run: () => copy.value(name) },
    { id: 'key', label: t('records.copyKey'), run: () => copy.key(name) },
    { id: 'json', label: t('records.copyJson'), run: () => copy.json(name) },
    { id: 'kcat', label: t('records.copyKcat'), run: () => copy.kcat(place) },
    { id: 'console', label: t('records.copyConsole'), run: () => copy.consoleConsumer(place) },
    {
      id: 'from-offset',
      label: t('records.readFromHere'),
      separator: true,
      run: () => readFrom({ kind: 'offset', offset: row.offset }),
    },
    {
      id: 'from-time',
      label: t('records.readFromTime'),
      run: () => readFrom({ kind: 'time', timestamp: row.timestamp }),
    },
  ];
}
