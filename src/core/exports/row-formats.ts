import type { ExportOptions } from '../../shared/contract/exports.ts';
import { scanJson } from '../../shared/values/json-scan.ts';
import type { WireRow } from '../results/index.ts';
import { csvField } from '../../shared/values/csv-field.ts';
import { neutralise } from '../../shared/values/csv-formula.ts';

/** A text format of one record after the other. */
export type RowFormat = { readonly head: string; row(row: WireRow): string };

export function rowFormat(format: 'jsonl' | 'csv', options: ExportOptions): RowFormat {
  return format === 'jsonl' ? { head: '', row: (row) => jsonLine(row, options.base64) } : csvFormat(options);
}

type Twins = ExportOptions['base64'];

/**
 * One record as a line of JSON. Key and value are JSON exactly as written where they are JSON, else a string. Where that
 * does not give back the exact bytes, `key_base64` and `value_base64` do.
 */
function jsonLine(row: WireRow, twins: Twins): string {
  const members = [
    `"topic":${JSON.stringify(row.topic)}`,
    `"partition":${row.partition}`,
    `"offset":${row.offset}`,
    `"timestamp":${row.timestamp === -1 ? 'null' : row.timestamp}`,
    ...part('key', { text: row.key, bytes: row.keyBytes, isData: false }, twins),
    ...part('value', { text: row.value, bytes: row.valueBytes, isData: DATA.has(row.format) }, twins),
    `"headers":${headersJson(row.headers, twins)}`,
  ];
  return `{${members.join(',')}}\n`;
}

/** Forms in which `42` is a number; in a text it is two characters. */
const DATA: ReadonlySet<WireRow['format']> = new Set([
  'json',
  'number',
  'avro',
  'protobuf',
  'json-schema',
  'messagepack',
  'cbor',
]);

type Part = { readonly text: string | null; readonly bytes: Uint8Array | null; readonly isData: boolean };

function part(name: string, { text, bytes, isData }: Part, twins: Twins): string[] {
  const json = text === null ? 'null' : asJson(text, isData);
  const members = [`"${name}":${json.replace(/[\r\n]+/g, ' ')}`];
  const isExact = text === null || (bytes === null && !/[\r\n]/.test(json));
  const twin = twinOf(text, bytes, isExact, twins);
  if (twin !== null) members.push(`"${name}_base64":"${twin}"`);
  return members;
}

/** The base64 of the exact bytes where it is to stand beside them. */
function twinOf(text: string | null, bytes: Uint8Array | null, isExact: boolean, twins: Twins): string | null {
  if (text === null || twins === 'never' || (isExact && twins === 'where-needed')) return null;
  return bytes === null ? Buffer.from(text).toString('base64') : toBuffer(bytes).toString('base64');
}

/** Objects and arrays as they are written, numbers and booleans of data too; everything else (JSON strings too) is a string. */
function asJson(text: string, isData: boolean): string {
  const mayBe = isData ? /^[ \t\r\n]*[{[\-0-9tf]/ : /^[ \t\r\n]*[{[]/;
  return mayBe.test(text) && scanJson(text, () => undefined).verdict === 'valid' ? text : JSON.stringify(text);
}

/** A list, for names may come twice and their order counts. */
export function headersJson(headers: WireRow['headers'], twins: Twins): string {
  const items = headers.map(([name, value]) => {
    const shown = typeof value === 'string' ? value : null;
    const members = [`"name":${JSON.stringify(name)}`, `"value":${JSON.stringify(shown)}`];
    if (value !== null && typeof value !== 'string')
      members.push(`"value_base64":"${toBuffer(value).toString('base64')}"`);
    else if (value !== null && twins === 'always')
      members.push(`"value_base64":"${Buffer.from(value).toString('base64')}"`);
    return `{${members.join(',')}}`;
  });
  return `[${items.join(',')}]`;
}

export function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** RFC 4180, UTF-8. Null is an empty field, an empty text is `""`. */
function csvFormat({ delimiter, formulaSafe, byteOrderMark, base64 }: ExportOptions): RowFormat {
  const names = ['topic', 'partition', 'offset', 'timestamp', 'key', 'value', 'headers'];
  if (base64 !== 'never') names.push('key_base64', 'value_base64');
  const field = (text: string | null): string => csvField(text, formulaSafe);
  const twin = (text: string | null, bytes: Uint8Array | null): string => {
    const isExact = bytes === null && (text === null || !formulaSafe || neutralise(text) === text);
    return twinOf(text, bytes, isExact, base64) ?? '';
  };
  return {
    head: `${byteOrderMark ? '\uFEFF' : ''}${names.join(delimiter)}\r\n`,
    row: (row) => {
      const headers = row.headers.length === 0 ? null : headersJson(row.headers, base64);
      const fields = [
        field(row.topic),
        String(row.partition),
        String(row.offset),
        timeText(row.timestamp),
        field(row.key),
        field(row.value),
        field(headers),
        ...(base64 === 'never' ? [] : [twin(row.key, row.keyBytes), twin(row.value, row.valueBytes)]),
      ];
      return `${fields.join(delimiter)}\r\n`;
    },
  };
}

/** The years 0000 to 9999. Beyond, ISO 8601 puts a sign in front, which few readers know and a spreadsheet may run. */
const FIRST_TIME = Date.parse('0000-01-01T00:00:00.000Z');
const LAST_TIME = Date.parse('9999-12-31T23:59:59.999Z');

function timeText(timestamp: number): string {
  if (timestamp === -1) return '';
  return timestamp < FIRST_TIME || timestamp > LAST_TIME ? String(timestamp) : new Date(timestamp).toISOString();
}
