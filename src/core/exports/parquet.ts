import { stat } from 'node:fs/promises';
import path from 'node:path';
import { loadDuckDb, SessionTables, type WireRow } from '../results/index.ts';
import { headersJson } from './row-formats.ts';
import { discard, makeStagingFolder, publishFile } from './staging.ts';
import type { RowWriter, WriteRequest } from './row-writer.ts';

/** Texts kept in memory before they go to a part file: well below what the tables may have. */
const PART_CHARS = 96 * 1024 * 1024;

const COLUMNS = ['topic', 'partition', 'offset', 'time', 'key', 'value', 'headers', 'key_size', 'value_size', 'format'];

/**
 * Parquet by way of tables: types of the JSON fields are known when the last record was read. What does not fit into
 * memory waits in part files in the staging folder, beside the target, and is gone with it.
 */
export async function createParquetWriter(request: WriteRequest): Promise<RowWriter> {
  const { staging, target, overwrite, options } = request;
  const duckdb = await loadDuckDb();
  await makeStagingFolder(staging);
  const tables = await SessionTables.create(duckdb, {
    folder: staging,
    headersJson: (headers) => headersJson(headers, 'where-needed'),
  });
  const parts: string[] = [];
  let chars = 0;
  let bytes = 0;
  let isClosed = false;
  const spill = async (): Promise<void> => {
    const file = path.join(staging, `part-${parts.length}.parquet`);
    await tables.moveTo(file);
    parts.push(file);
    chars = 0;
    bytes += (await stat(file)).size;
  };
  const close = (): Promise<void> => {
    if (!isClosed) tables.close();
    isClosed = true;
    return Promise.resolve();
  };
  return {
    get bytes() {
      return bytes;
    },
    write: async (rows) => {
      await tables.append({ rows, first: tables.next, next: tables.next + rows.length, gone: 0 });
      chars += rows.reduce((sum, row) => sum + weight(row), 0);
      if (chars > PART_CHARS) await spill();
    },
    finish: async (signal) => {
      await tables.refreshFields();
      const file = path.join(staging, 'out.parquet');
      await tables.copyTo(file, {
        select: tables.exportSelect(parts, COLUMNS, options.fields),
        signal,
      });
      bytes = (await stat(file)).size;
      await close();
      await publishFile(file, target, overwrite);
      await discard(staging);
      return tables.notes;
    },
    close,
  };
}

function weight(row: WireRow): number {
  return (
    200 +
    (row.key?.length ?? 0) +
    (row.value?.length ?? 0) +
    (row.keyBytes?.length ?? 0) +
    (row.valueBytes?.length ?? 0)
  );
}
