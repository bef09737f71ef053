import { t } from '../../../app/texts.ts';
import { formatBytes, formatCount, formatTime, type TimeMode } from '../../../ui/format.ts';
import type { RecordFilter } from '../../../../shared/contract/filters.ts';
import type { ReadFrom, ReadUntil } from '../../../../shared/contract/records.ts';

/** Where reading starts, in the few words of a button. */
export function fromText(from: ReadFrom, mode: TimeMode): string {
  switch (from.kind) {
    case 'latest':
      return t('search.fromLatest', { count: from.count });
    case 'beginning':
      return t('records.fromBeginning');
    case 'offset':
      return t('search.fromOffset', { offset: formatCount(from.offset) });
    case 'offsets':
      return t('search.fromOffsets', { count: from.offsets.length });
    case 'time':
      return shortTime(from.timestamp, mode);
    case 'group':
      return t('search.fromGroup', { group: from.group });
    case 'now':
      return t('records.fromNow');
  }
}

export function untilText(until: ReadUntil, mode: TimeMode): string {
  switch (until.kind) {
    case 'end':
      return t('search.untilEnd');
    case 'never':
      return t('search.untilNever');
    case 'count':
      return t('search.untilCount', { count: until.count });
    case 'bytes':
      return formatBytes(until.bytes);
    case 'time':
      return shortTime(until.timestamp, mode);
    case 'offset':
      return t('search.fromOffset', { offset: formatCount(until.offset) });
  }
}

/** To the second: milliseconds are in the tooltip. */
function shortTime(timestampMs: number, mode: TimeMode): string {
  return formatTime(timestampMs, mode).replace(/\.\d{3}(Z?)$/, '$1');
}

const MAX_SUMMARY = 60;

/** A filter in one line, as a chip says it. */
export function filterText(filter: RecordFilter): string {
  switch (filter.kind) {
    case 'words': {
      const text = filter.regex ? `/${cut(filter.text)}/${filter.matchCase ? '' : 'i'}` : `“${cut(filter.text)}”`;
      return filter.in === 'any' ? text : t('search.wordsIn', { text, place: t(`search.place-${filter.in}`) });
    }
    case 'expression':
      return cut(filter.text);
    case 'javascript':
      return `JS: ${cut(filter.code.trim().split('\n').length === 1 ? filter.code.trim() : firstLine(filter.code))}`;
    case 'is':
      return t(`search.is-${filter.what}`);
    case 'not':
      return t('search.not', { filter: filterText(filter.filter) });
    case 'all':
    case 'any': {
      const word = ` ${t(filter.kind === 'all' ? 'search.and' : 'search.or')} `;
      return `(${filter.filters.map(filterText).join(word)})`;
    }
  }
}

function firstLine(code: string): string {
  return `${code.trim().split('\n')[0] ?? ''} …`;
}

function cut(text: string): string {
  return text.length <= MAX_SUMMARY ? text : `${text.slice(0, MAX_SUMMARY - 1)}…`;
}
