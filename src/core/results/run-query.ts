import type * as DuckDb from '@duckdb/node-api';
import { QUERY_CELL_CHARS } from '../../shared/contract/results.ts';
import type { DuckDbModule } from './duckdb.ts';
import { openQuery, type ResultColumn } from './open-query.ts';

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
  readonly columns: ResultColumn[];
  readonly rows: Array<Array<string | null>>;
  readonly isCut: boolean;
  readonly cutCells: number;
  readonly tookMs: number;
};

/** A user's statement as far as the page wants to see it. */
export async function runQuery(
  duckdb: DuckDbModule,
  connection: DuckDb.DuckDBConnection,
  { sql, maxRows, signal, limitMs = TIME_LIMIT_MS }: RunOptions,
): Promise<Answer> {
  const began = performance.now();
  const query = await openQuery(duckdb, connection, { sql, signal, limitMs });
  try {
    const { rows, cutCells, isEnd } = await query.next({
      rows: maxRows,
      chars: ANSWER_CHARS,
      cellChars: QUERY_CELL_CHARS,
    });
    return { columns: [...query.columns], rows, isCut: !isEnd, cutCells, tookMs: performance.now() - began };
  } finally {
    query.close();
  }
}
