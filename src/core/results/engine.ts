import type { ResultColumns } from '../../shared/contract/results.ts';
import { loadDuckDb } from './duckdb.ts';
import type { WireRow } from './dump.ts';
import { groupSql, toGroups, type GroupBy } from './group-by.ts';
import type { Handlers } from './process-serve.ts';
import { QueryCursors, type CursorPage } from './query-cursor.ts';
import { runQuery, type Answer } from './run-query.ts';
import { SessionTables } from './tables.ts';

/** What main asks of the SQL process: one entry a method. */
export type EngineMethods = {
  /** Rows from id `first` to before `next`. Changes nothing where the tables are not at `first`: the answer says where. */
  append: {
    params: { sessionId: string; first: number; next: number; rows: ReadonlyArray<WireRow>; gone: number };
    result: { next: number; loaded: number; isFull: boolean };
  };
  query: { params: { sessionId: string; sql: string; maxRows: number; limitMs?: number }; result: Answer & Told };
  groupBy: {
    params: { sessionId: string; by: GroupBy; top: number };
    result: ReturnType<typeof toGroups> & Told;
  };
  columns: { params: { sessionId: string }; result: { columns: ResultColumns['columns'] } & Told };
  /** A result to be taken to its end, page by page. */
  openCursor: { params: { sessionId: string; cursorId: string; sql: string }; result: null };
  nextPage: { params: { sessionId: string; cursorId: string }; result: CursorPage };
  closeCursor: { params: { sessionId: string; cursorId: string }; result: null };
  close: { params: { sessionId: string }; result: null };
};

type Told = { readonly notes: string[] };

/** Sessions whose tables are kept: each may hold 512 MB. The one not asked for longest gives. */
const KEPT_SESSIONS = 3;

/** The process's side of SQL: tables of a few sessions. */
export function createEngine(): Handlers<EngineMethods> {
  const sessions = new Map<string, Promise<SessionTables>>();
  const cursors = new QueryCursors();
  const tablesOf = (sessionId: string): Promise<SessionTables> => {
    const known = sessions.get(sessionId);
    const tables = known ?? loadDuckDb().then((duckdb) => SessionTables.create(duckdb));
    // Moved to the end: the order of the map is the order of use.
    sessions.delete(sessionId);
    sessions.set(sessionId, tables);
    if (known === undefined) tables.catch(() => sessions.delete(sessionId));
    return tables;
  };
  const close = async (sessionId: string): Promise<void> => {
    const tables = sessions.get(sessionId);
    sessions.delete(sessionId);
    (await tables?.catch(() => undefined))?.close();
  };
  const fresh = async (sessionId: string): Promise<SessionTables> => {
    const tables = await tablesOf(sessionId);
    await tables.refreshFields();
    return tables;
  };
  return {
    append: async ({ sessionId, ...page }) => {
      const tables = await tablesOf(sessionId);
      const [oldest] = sessions.keys();
      if (sessions.size > KEPT_SESSIONS && oldest !== undefined) await close(oldest);
      await tables.append(page);
      return { next: tables.next, loaded: tables.loaded, isFull: tables.isFull };
    },
    query: async ({ sessionId, sql, maxRows, limitMs }, signal) => {
      const tables = await fresh(sessionId);
      const connection = await tables.connect();
      const answer = await runQuery(await loadDuckDb(), connection, { sql, maxRows, signal, limitMs });
      return { ...answer, notes: tables.notes };
    },
    groupBy: async ({ sessionId, by, top }, signal) => {
      const tables = await fresh(sessionId);
      const connection = await tables.connect();
      const sql = groupSql(by, top);
      const { rows } = await runQuery(await loadDuckDb(), connection, { sql, maxRows: top, signal });
      return { ...toGroups(rows), notes: tables.notes };
    },
    columns: async ({ sessionId }) => {
      const tables = await fresh(sessionId);
      return { columns: tables.columns(), notes: tables.notes };
    },
    openCursor: async ({ sessionId, cursorId, sql }) => {
      const tables = await fresh(sessionId);
      await cursors.open(cursorId, await tables.connect(), sql);
      return null;
    },
    nextPage: ({ cursorId }, signal) => cursors.next(cursorId, signal),
    closeCursor: ({ cursorId }) => cursors.close(cursorId),
    close: async ({ sessionId }) => {
      await close(sessionId);
      return null;
    },
  };
}
