import type * as DuckDb from '@duckdb/node-api';
import { checkSql } from './check-sql.ts';
import type { DuckDbModule } from './duckdb.ts';
import { sqlError } from './sql-error.ts';
import { toText } from './to-text.ts';

export type ResultColumn = { readonly name: string; readonly type: string };

export type QueryOptions = {
  readonly sql: string;
  readonly signal: AbortSignal;
  /** For the whole statement, from its start to the last row, in milliseconds. */
  readonly limitMs: number;
};

/** Where a page of rows ends, and how long a cell may be in it (characters). */
export type PageLimits = { readonly rows: number; readonly chars: number; readonly cellChars: number };

export type TextPage = {
  /** Every value as exact text. */
  readonly rows: Array<Array<string | null>>;
  readonly cutCells: number;
  /** There are no more rows. */
  readonly isEnd: boolean;
};

/** A statement whose rows are taken page by page. */
export type OpenQuery = {
  readonly columns: ReadonlyArray<ResultColumn>;
  next(limits: PageLimits): Promise<TextPage>;
  close(): void;
};

/** A user's statement: checked, read only, under a time limit. Closes the connection with itself. */
export async function openQuery(
  duckdb: DuckDbModule,
  connection: DuckDb.DuckDBConnection,
  { sql, signal, limitMs }: QueryOptions,
): Promise<OpenQuery> {
  const began = performance.now();
  const interrupt = (): void => connection.interrupt();
  signal.addEventListener('abort', interrupt);
  const timer = setInterval(() => {
    if (performance.now() - began > limitMs) interrupt();
  }, 200);
  let isOpen = true;
  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    clearInterval(timer);
    signal.removeEventListener('abort', interrupt);
    connection.closeSync();
  };
  const orClose = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      if (signal.aborted) interrupt();
      return await work();
    } catch (error) {
      close();
      throw sqlError(error, sql, { isCancelled: signal.aborted, limitMs });
    }
  };
  const result = await orClose(async () => {
    await checkSql(connection, sql);
    await connection.run('BEGIN TRANSACTION READ ONLY');
    return await connection.stream(sql);
  });
  const types = result.columnTypes();
  const pages = new Pages(result, duckdb);
  return {
    columns: result
      .deduplicatedColumnNames()
      .map((name, index) => ({ name, type: types[index]?.alias ?? String(types[index]) })),
    next: (limits) => orClose(() => pages.next(limits)),
    close,
  };
}

/** Rows of a result in pages, whatever the chunks they come in. */
class Pages {
  readonly #result: DuckDb.DuckDBResult;
  readonly #duckdb: DuckDbModule;
  #chunk: DuckDb.DuckDBDataChunk | null = null;
  #at = 0;

  constructor(result: DuckDb.DuckDBResult, duckdb: DuckDbModule) {
    this.#result = result;
    this.#duckdb = duckdb;
  }

  async next({ rows: maxRows, chars: maxChars, cellChars }: PageLimits): Promise<TextPage> {
    const rows: Array<Array<string | null>> = [];
    let chars = 0;
    let cutCells = 0;
    for (;;) {
      const values = await this.#row();
      if (values === null) return { rows, cutCells, isEnd: true };
      if (rows.length >= maxRows || chars >= maxChars) {
        this.#at -= 1; // Seen, not taken: it begins the next page.
        return { rows, cutCells, isEnd: false };
      }
      const row = values.map((value) => toText(value, this.#duckdb));
      for (const [at, text] of row.entries()) {
        if (text !== null && text.length > cellChars) {
          row[at] = text.slice(0, cellChars);
          cutCells += 1;
        }
        chars += row[at]?.length ?? 4;
      }
      rows.push(row);
    }
  }

  async #row(): Promise<ReadonlyArray<DuckDb.DuckDBValue> | null> {
    if (this.#chunk === null || this.#at >= this.#chunk.rowCount) {
      this.#chunk = await this.#result.fetchChunk();
      this.#at = 0;
      if (this.#chunk === null || this.#chunk.rowCount === 0) return null;
    }
    this.#at += 1;
    return this.#chunk.getRowValues(this.#at - 1);
  }
}
