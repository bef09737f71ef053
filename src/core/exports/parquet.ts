import { stat } from 'node:fs/promises';
import path from 'node:path';
import { loadDuckDb, SessionTables, sqlText, type WireRow } from '../results/index.ts';
import { headersJson } from './row-formats.ts';
import { discard, makeStagingFolder, publishFile } from './staging.ts';
import type { RowWriter, WriteRequest } from './writers.ts';

/** Texts kept in memory before they go to a part file: well below what the tables may have. */
const PART_CHARS = 96 * 1024 * 1024;
/** Characters of one row group; the writer holds one in memory. */
const GROUP_CHARS = 48 * 1024 * 1024;

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
  let allChars = 0;
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
      await tables.append(rows, tables.next, tables.next + rows.length);
      const added = rows.reduce((sum, row) => sum + weight(row), 0);
      chars += added;
      allChars += added;
      if (chars > PART_CHARS) await spill();
    },
    finish: async (signal) => {
      await tables.refreshFields();
      const file = path.join(staging, 'out.parquet');
      const from = [...parts.map((part) => `read_parquet(${sqlText(escapeGlob(part))})`), 'data'];
      const all = from.map((each) => `SELECT * FROM ${each}`).join(' UNION ALL ');
      const groupRows = Math.floor((GROUP_CHARS * tables.loaded) / Math.max(1, allChars));
      await tables.copyTo(file, {
        select: tables.exportSelect(`(${all})`, COLUMNS, options.fields),
        groupRows: Math.max(2048, Math.min(122_880, groupRows)),
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
  return 200 + (row.key?.length ?? 0) + (row.value?.length ?? 0) + (row.keyBytes?.length ?? 0) + (row.valueBytes?.length ?? 0);
}

/** DuckDB reads file names as patterns. */
function escapeGlob(file: string): string {
  return file.replace(/[[*?]/g, '[$&]');
}
