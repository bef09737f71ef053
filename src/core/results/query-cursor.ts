import type * as DuckDb from '@duckdb/node-api';
import { loadDuckDb } from './duckdb.ts';
import { openQuery, type OpenQuery, type ResultColumn } from './open-query.ts';

/** A page on its way to a file: about 1 MB, cells whole. */
const PAGE = { rows: 10_000, chars: 1024 * 1024, cellChars: Number.POSITIVE_INFINITY };
/** A whole result may take longer to write than to look at. */
const CURSOR_LIMIT_MS = 30 * 60_000;

export type CursorPage = {
  readonly columns: ReadonlyArray<ResultColumn>;
  readonly rows: ReadonlyArray<ReadonlyArray<string | null>>;
  readonly isEnd: boolean;
};

/** Results that are taken to their end, page by page, each under the name its taker gave. */
export class QueryCursors {
  readonly #open = new Map<string, { readonly query: OpenQuery; readonly abort: AbortController }>();

  async open(cursorId: string, connection: DuckDb.DuckDBConnection, sql: string): Promise<void> {
    const abort = new AbortController();
    const options = { sql, signal: abort.signal, limitMs: CURSOR_LIMIT_MS };
    this.#open.set(cursorId, { query: await openQuery(await loadDuckDb(), connection, options), abort });
  }

  async next(cursorId: string, signal: AbortSignal): Promise<CursorPage> {
    const cursor = this.#open.get(cursorId);
    if (cursor === undefined) throw new Error('A result was read on after it was closed.');
    const stop = (): void => cursor.abort.abort();
    signal.addEventListener('abort', stop);
    try {
      const { rows, isEnd } = await cursor.query.next(PAGE);
      return { columns: cursor.query.columns, rows, isEnd };
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  close(cursorId: string): null {
    this.#open.get(cursorId)?.query.close();
    this.#open.delete(cursorId);
    return null;
  }
}
