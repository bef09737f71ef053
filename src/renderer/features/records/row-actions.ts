import type { RecordRow } from '../../../shared/contract/records.ts';
import { t } from '../../app/texts.ts';
import type { RowAction } from '../../ui/virtual-table/index.ts';
import type { ResultsControl } from './results/use-results.ts';
import type { RecordCopy } from './use-record-copy.ts';
import type { RecordsScreen } from './use-records-view.ts';

/** The right-click menu of a record, or of all that are selected where it is one of several. */
export function rowActions(
  row: RecordRow,
  screen: RecordsScreen,
  results: ResultsControl,
  copy: RecordCopy,
): ReadonlyArray<RowAction> {
  const { sessionId } = screen.state;
  if (sessionId === null) return [];
  return results.marked.length > 1 && results.marked.includes(row.id)
    ? markedActions(results)
    : oneActions(row, sessionId, { screen, results, copy });
}

function markedActions(results: ResultsControl): ReadonlyArray<RowAction> {
  const { marked } = results;
  return [
    { id: 'jsonl', label: t('results.copyJsonLines'), keys: 'Ctrl+C', run: () => results.copyMarked('jsonl') },
    { id: 'csv', label: t('results.copyCsv'), run: () => results.copyMarked('csv') },
    {
      id: 'save',
      label: t('results.saveMarkedShort', { count: marked.length }),
      keys: 'Ctrl+S',
      run: results.openSave,
    },
    {
      id: 'compare',
      label: t('results.compareHint'),
      keys: 'Alt+D',
      separator: true,
      disabled: marked.length !== 2,
      run: results.compareMarked,
    },
  ];
}

type Hands = { readonly screen: RecordsScreen; readonly results: ResultsControl; readonly copy: RecordCopy };

function oneActions(row: RecordRow, sessionId: string, { screen, results, copy }: Hands): ReadonlyArray<RowAction> {
  const name = { sessionId, id: row.id };
  const place = { topic: screen.topicOf(row), partition: row.partition, offset: row.offset };
  const { readFrom } = screen.options;
  const hasKey = row.key.format !== 'null';
  return [
    { id: 'open', label: t('records.openRecord'), keys: 'Enter', run: () => screen.openPanel(true) },
    { id: 'value', label: t('records.copyValue'), keys: 'Ctrl+C', separator: true, run: () => copy.value(name) },
    { id: 'key', label: t('records.copyKey'), run: () => copy.key(name) },
    { id: 'headers', label: t('results.copyHeaders'), disabled: row.headers === 0, run: () => copy.headers(name) },
    { id: 'json', label: t('records.copyJson'), run: () => copy.json(name) },
    { id: 'jsonl', label: t('results.copyJsonLine'), run: () => results.copyIds([row.id], 'jsonl') },
    { id: 'csv', label: t('results.copyCsv'), run: () => results.copyIds([row.id], 'csv') },
    { id: 'link', label: t('records.copyLink'), run: () => copy.link(place) },
    { id: 'kcat', label: t('records.copyKcat'), run: () => copy.kcat(place) },
    { id: 'console', label: t('records.copyConsole'), run: () => copy.consoleConsumer(place) },
    {
      id: 'previous',
      label: t('results.previous'),
      keys: 'Alt+V',
      separator: true,
      disabled: !hasKey,
      run: () => results.comparePrevious(row.id),
    },
    {
      id: 'follow',
      label: t('results.follow'),
      keys: 'Alt+K',
      disabled: !hasKey,
      run: () => results.follow(row.id),
    },
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
