import type { Handlers, WireRow } from '../results/index.ts';
import { fileError } from './file-error.ts';
import { discard } from './staging.ts';
import type { RowWriter, TableWriter, WriteRequest } from './row-writer.ts';
import type { TableColumn, TableRow } from './table-formats.ts';
import { openTableWriter, openWriter } from './writers.ts';

/** What main asks of the process of one export. */
export type ExportMethods = {
  exportBegin: { params: WriteRequest; result: null };
  exportRows: { params: { rows: ReadonlyArray<WireRow> }; result: { bytes: number } };
  /** The same for a table; its columns come with every page, and count in the first. */
  exportTable: {
    params: { columns: ReadonlyArray<TableColumn>; rows: ReadonlyArray<TableRow> };
    result: { bytes: number };
  };
  exportFinish: { params: Record<string, never>; result: { bytes: number; notes: string[] } };
  /** Removes what is unfinished. */
  exportAbort: { params: Record<string, never>; result: null };
};

/** The process's side of one export: formats and writes, off the main side. */
export function createExporter(): Handlers<ExportMethods> {
  let request: WriteRequest | null = null;
  let rowWriter: RowWriter | null = null;
  let tableWriter: TableWriter | null = null;
  const writing = async <T>(work: (begun: WriteRequest) => Promise<T>): Promise<T> => {
    if (request === null) throw new Error('An export was written to before it was begun.');
    try {
      return await work(request);
    } catch (error) {
      throw fileError(error, request.target);
    }
  };
  return {
    exportBegin: async (begun) => {
      request = begun;
      // At once, so that a folder that cannot be written to is told before anything is read.
      if (!begun.isTable) await writing(async () => (rowWriter = await openWriter(begun)));
      return null;
    },
    exportRows: ({ rows }) =>
      writing(async (begun) => {
        rowWriter ??= await openWriter(begun);
        await rowWriter.write(rows);
        return { bytes: rowWriter.bytes };
      }),
    exportTable: ({ columns, rows }) =>
      writing(async (begun) => {
        tableWriter ??= await openTableWriter(begun, columns);
        await tableWriter.write(rows);
        return { bytes: tableWriter.bytes };
      }),
    exportFinish: (_, signal) =>
      writing(async (begun) => {
        const writer = tableWriter ?? (rowWriter ??= await openWriter(begun));
        const notes = await writer.finish(signal);
        return { bytes: writer.bytes, notes };
      }),
    exportAbort: async () => {
      if (request === null) return null;
      // What is open may have failed to close; it goes with the process.
      await (tableWriter ?? rowWriter)?.close().catch(() => undefined);
      await discard(request.staging);
      return null;
    },
  };
}
