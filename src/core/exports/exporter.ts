import type { Handlers, WireRow } from '../results/index.ts';
import { fileError } from './file-error.ts';
import { discard } from './staging.ts';
import type { RowWriter, WriteRequest } from './row-writer.ts';
import { openWriter } from './writers.ts';

/** What main asks of the process of one export. */
export type ExportMethods = {
  exportBegin: { params: WriteRequest; result: null };
  exportRows: { params: { rows: ReadonlyArray<WireRow> }; result: { bytes: number } };
  exportFinish: { params: Record<string, never>; result: { bytes: number; notes: string[] } };
  /** Removes what is unfinished. */
  exportAbort: { params: Record<string, never>; result: null };
};

/** The process's side of one export: formats and writes, off the main side. */
export function createExporter(): Handlers<ExportMethods> {
  let current: { readonly request: WriteRequest; readonly writer: RowWriter } | null = null;
  const writing = async <T>(work: (writer: RowWriter) => Promise<T>): Promise<T> => {
    if (current === null) throw new Error('An export was written to before it was begun.');
    const { request, writer } = current;
    try {
      return await work(writer);
    } catch (error) {
      throw fileError(error, request.target);
    }
  };
  return {
    exportBegin: async (request) => {
      try {
        current = { request, writer: await openWriter(request) };
        return null;
      } catch (error) {
        throw fileError(error, request.target);
      }
    },
    exportRows: ({ rows }) =>
      writing(async (writer) => {
        await writer.write(rows);
        return { bytes: writer.bytes };
      }),
    exportFinish: (_, signal) =>
      writing(async (writer) => {
        const notes = await writer.finish(signal);
        return { bytes: writer.bytes, notes };
      }),
    exportAbort: async () => {
      if (current === null) return null;
      const { request, writer } = current;
      current = null;
      // What is open may have failed to close; it goes with the process.
      await writer.close().catch(() => undefined);
      await discard(request.staging);
      return null;
    },
  };
}
