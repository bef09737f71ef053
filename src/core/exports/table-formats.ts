import type { ExportOptions } from '../../shared/contract/exports.ts';
import { scanJson } from '../../shared/values/json-scan.ts';
import { csvField } from '../../shared/values/csv-field.ts';

export type TableColumn = { readonly name: string; readonly type: string };
export type TableRow = ReadonlyArray<string | null>;

/** A table of exact texts as lines of a file. */
export type TableFormat = { readonly head: string; row(row: TableRow): string };

export function tableFormat(
  format: 'jsonl' | 'csv',
  columns: ReadonlyArray<TableColumn>,
  options: ExportOptions,
): TableFormat {
  return format === 'jsonl' ? jsonLines(columns) : csv(columns, options);
}

function csv(
  columns: ReadonlyArray<TableColumn>,
  { delimiter, formulaSafe, byteOrderMark }: ExportOptions,
): TableFormat {
  const line = (fields: TableRow): string =>
    `${fields.map((field) => csvField(field, formulaSafe)).join(delimiter)}\r\n`;
  return {
    head: (byteOrderMark ? '\uFEFF' : '') + line(columns.map(({ name }) => name)),
    row: line,
  };
}

/** DuckDB's types whose texts are JSON as they stand: numbers with all their digits, and what it writes as JSON. */
const NUMBER = /^(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|U[A-Z]+INT|UHUGEINT|FLOAT|DOUBLE|DECIMAL)/;
const NESTED = /^(JSON|STRUCT|MAP|BOOLEAN)|\]$/;

function jsonLines(columns: ReadonlyArray<TableColumn>): TableFormat {
  const names = columns.map(({ name }) => JSON.stringify(name));
  const isJson = columns.map(({ type }) => NUMBER.test(type) || NESTED.test(type));
  return {
    head: '',
    row: (row) => {
      const members = row.map((text, index) => `${names[index]}:${cell(text, isJson[index] === true)}`);
      return `{${members.join(',')}}\n`;
    },
  };
}

/** Infinity and NaN are numbers of DuckDB and none of JSON: they stay texts. */
function cell(text: string | null, isJson: boolean): string {
  if (text === null) return 'null';
  if (!isJson || scanJson(text, () => undefined).verdict !== 'valid') return JSON.stringify(text);
  return text.replace(/[\r\n]+/g, ' ');
}
