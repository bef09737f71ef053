import { csvField } from '../../../../shared/values/csv-field.ts';
import { t } from '../../../app/texts.ts';

export type SqlExample = { readonly id: string; readonly title: string; readonly sql: string };

/** Questions to start from; `field` is a column of the data, where there is one. */
export function examples(field: string | null): ReadonlyArray<SqlExample> {
  return [
    {
      id: 'newest',
      title: t('results.sqlNewest'),
      sql: 'SELECT key, arg_max(value, "time") AS value, max("time") AS newest\nFROM records\nGROUP BY key\nORDER BY newest DESC',
    },
    {
      id: 'minute',
      title: t('results.sqlMinute'),
      sql: `SELECT date_trunc('minute', "time") AS minute, count(*) AS records\nFROM records\nGROUP BY minute\nORDER BY minute`,
    },
    {
      id: 'top',
      title: t('results.sqlTop', { field: field ?? 'key' }),
      sql: `SELECT ${field ?? 'key'}, count(*) AS records\nFROM ${field === null ? 'records' : 'fields'}\nGROUP BY ALL\nORDER BY records DESC\nLIMIT 20`,
    },
  ];
}

/** Statements kept per topic, newest first. */
export const MAX_HISTORY = 20;

/** The history with a statement on top, once. */
export function remember(history: ReadonlyArray<string>, sql: string): ReadonlyArray<string> {
  const text = sql.trim();
  if (text === '') return history;
  return [text, ...history.filter((each) => each !== text)].slice(0, MAX_HISTORY);
}

/** Line and column of a place in a text, from 1: as people count. */
export function lineAndColumn(text: string, position: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, Math.max(0, position)).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** A result as CSV (RFC 4180), safe to open in a spreadsheet; numbers stay numbers. */
export function toCsv(columns: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string | null>>): string {
  return [columns, ...rows].map((row) => row.map((field) => csvField(field, true)).join(',')).join('\r\n') + '\r\n';
}
