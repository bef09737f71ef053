import type { DumpPage, DumpRow } from '../records/index.ts';
import type { TableColumn, TableRow } from './table-formats.ts';

/** Where rows come from: core/records, injected. Each page is pulled only when the one before is written. */
export type RowSource = {
  /** Every record that matches, to the end that was asked for, also those not handed out yet. */
  all(sessionId: string, signal: AbortSignal): AsyncIterable<RowPage>;
  /** These rows, in this order. */
  ids(sessionId: string, ids: ReadonlyArray<number>, signal: AbortSignal): AsyncIterable<RowPage>;
};

/** `gone`: rows whose record is no longer in the log. `notes`: what could not be read so far. */
export type RowPage = Pick<DumpPage, 'gone' | 'notes'> & { readonly rows: ReadonlyArray<DumpRow> };

/** The rows of a statement over what a session handed out, to their end. From core/results, injected. */
export type TableSource = (
  sessionId: string,
  sql: string,
  signal: AbortSignal,
) => AsyncIterable<{ readonly columns: ReadonlyArray<TableColumn>; readonly rows: ReadonlyArray<TableRow> }>;
