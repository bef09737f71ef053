import { z } from 'zod';
import { procedure } from './meta.ts';
import { SessionId } from './records.ts';

/** Rows of one answer at most; it also ends at about 1 MB of text. */
export const QUERY_ROWS = 10_000;
/** Characters of one cell; what is longer is cut and counted in `cutCells`. */
export const QUERY_CELL_CHARS = 64 * 1024;

/** How much of what the session handed out is in the tables. */
const Loaded = z.object({
  loaded: z.int(),
  /** Rows handed out by the session; more than `loaded` only where `notes` says why. */
  of: z.int(),
  /** What the reader must know about the tables, one sentence each ("The memory for tables is full …"). */
  notes: z.array(z.string()),
});

export const QueryResult = z.object({
  columns: z.array(z.object({ name: z.string(), type: z.string() })),
  /**
   * Every value as exact text, null as null: whole numbers and decimals with all their digits, timestamps as
   * `2026-11-21 12:30:00.123` (UTC), lists, structs and maps as JSON, binary as hexadecimal.
   */
  rows: z.array(z.array(z.string().nullable())),
  /** Rows in this answer; where `isCut`, the statement has more. */
  rowCount: z.int(),
  isCut: z.boolean(),
  cutCells: z.int(),
  /** Of the statement alone, without loading. */
  tookMs: z.number(),
  ...Loaded.shape,
});
export type QueryResult = z.infer<typeof QueryResult>;

export const GroupResult = z.object({
  groups: z.array(
    z.object({
      /** As text, at most 1,024 characters; null where the record has nothing there. */
      value: z.string().nullable(),
      isCut: z.boolean(),
      count: z.int(),
      /** Of `total`, from 0 to 1. */
      share: z.number(),
    }),
  ),
  /** Records, and different values, outside the groups shown. */
  others: z.object({ count: z.int(), values: z.int() }),
  /** Records counted. */
  total: z.int(),
  ...Loaded.shape,
});
export type GroupResult = z.infer<typeof GroupResult>;

export const ResultColumns = z.object({
  /** Of the table `records` and of the view `fields`, in their order. */
  columns: z.array(
    z.object({
      table: z.enum(['records', 'fields']),
      /** As it is to be written in SQL, quoted where it must be. */
      sql: z.string(),
      name: z.string(),
      /** DuckDB's name of the type. */
      type: z.string(),
      /** Share of the records that have no value there (absent or null), from 0 to 1; null where it is not counted. */
      nullShare: z.number().nullable(),
    }),
  ),
  ...Loaded.shape,
});
export type ResultColumns = z.infer<typeof ResultColumns>;

/**
 * SQL over what a search session has handed out so far: the table `records` and the view `fields`, in memory, in a process
 * of its own. Each call first adds the rows that came since the last one.
 */
export const resultsContract = {
  /** One SELECT statement. Fails with QUERY_FAILED: DuckDB's message, `context.position` (0-based) where it tells, a hint. */
  query: procedure('records.read', 'read')
    .input(
      z.strictObject({
        sessionId: SessionId,
        sql: z.string().min(1).max(100_000),
        maxRows: z.int().min(1).max(QUERY_ROWS),
      }),
    )
    .output(QueryResult),
  /** Exact counts by the values of one field, most frequent first. */
  groupBy: procedure('records.read', 'read')
    .input(
      z.strictObject({
        sessionId: SessionId,
        by: z.discriminatedUnion('kind', [
          /** `key`, `topic`, `partition`, `headers.source`, `value.order.total`, `value["a.b"].c[0]`. */
          z.strictObject({ kind: z.literal('field'), path: z.string().min(1).max(1000) }),
          /** A SQL expression over the view `fields`. */
          z.strictObject({ kind: z.literal('sql'), expression: z.string().min(1).max(10_000) }),
        ]),
        top: z.int().min(1).max(1000),
      }),
    )
    .output(GroupResult),
  columns: procedure('records.read', 'read')
    .input(z.strictObject({ sessionId: SessionId }))
    .output(ResultColumns),
  /** What the session's current call is at. */
  progress: procedure('records.read', 'read')
    .input(z.strictObject({ sessionId: SessionId }))
    .output(z.object({ phase: z.enum(['idle', 'loading', 'running']), loaded: z.int(), of: z.int() })),
  /** Ends the session's call that is under way, which then fails with CANCELLED. */
  cancel: procedure('records.read', 'read').input(z.strictObject({ sessionId: SessionId })),
};
