import type * as DuckDb from '@duckdb/node-api';
import { QUERY_CELL_CHARS } from '../../shared/contract/results.ts';
import { checkSql } from './check-sql.ts';
import type { DuckDbModule } from './duckdb.ts';
import { sqlError } from './sql-error.ts';
import { toText } from './to-text.ts';

/** Characters of one answer. */
const ANSWER_CHARS = 1024 * 1024;
export const TIME_LIMIT_MS = 60_000;

export type RunOptions = {
  readonly sql: string;
  readonly maxRows: number;
  readonly signal: AbortSignal;
  readonly limitMs?: number | undefined;
};

export type Answer = {
  readonly columns: Array<{ name: string; type: string }>;
  readonly rows: Array<Array<string | null>>;
  readonly isCut: boolean;
  readonly cutCells: number;
  readonly tookMs: number;
};

/** A user's statement: checked, read only, under a time limit, as far as the page wants to see it. */
export async function runQuery(
  duckdb: DuckDbModule,
  connection: DuckDb.DuckDBConnection,
  options: RunOptions,
): Promise<Answer> {
  const { sql, signal, limitMs = TIME_LIMIT_MS } = options;
  const interrupt = (): void => connection.interrupt();
  let timer: NodeJS.Timeout | undefined;
  const began = performance.now();
  try {
    signal.addEventListener('abort', interrupt);
    await checkSql(connection, sql);
    await connection.run('BEGIN TRANSACTION READ ONLY');
    timer = setInterval(() => {
      if (performance.now() - began > limitMs) interrupt();
    }, 200);
    if (signal.aborted) interrupt();
    const answer = await readAnswer(duckdb, await connection.stream(sql), options.maxRows);
    return { ...answer, tookMs: performance.now() - began };
  } catch (error) {
    throw sqlError(error, sql, { isCancelled: signal.aborted, limitMs });
  } finally {
    clearInterval(timer);
    signal.removeEventListener('abort', interrupt);
    connection.closeSync();
  }
}

async function readAnswer(
  duckdb: DuckDbModule,
  result: DuckDb.DuckDBResult,
  maxRows: number,
): Promise<Omit<Answer, 'tookMs'>> {
  const names = result.deduplicatedColumnNames();
  const types = result.columnTypes();
  const columns = names.map((name, index) => ({ name, type: types[index]?.alias ?? String(types[index]) }));
  const rows: Array<Array<string | null>> = [];
  let chars = 0;
  let cutCells = 0;
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return { columns, rows, isCut: false, cutCells };
    for (let index = 0; index < chunk.rowCount; index += 1) {
      if (rows.length >= maxRows || chars >= ANSWER_CHARS) return { columns, rows, isCut: true, cutCells };
      const row = chunk.getRowValues(index).map((value) => toText(value, duckdb));
      for (const [at, text] of row.entries()) {
        if (text !== null && text.length > QUERY_CELL_CHARS) {
          row[at] = text.slice(0, QUERY_CELL_CHARS);
          cutCells += 1;
        }
        chars += row[at]?.length ?? 4;
      }
      rows.push(row);
    }
  }
}
