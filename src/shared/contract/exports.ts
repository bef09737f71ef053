import { z } from 'zod';
import { AppErrorData } from '../errors.ts';
import { procedure, TopicName } from './meta.ts';
import { SessionId } from './records.ts';

export const ExportFormat = z.enum([
  /** One record a line, as JSON. */
  'jsonl',
  'csv',
  'parquet',
  /** The exact bytes of each key or value: one record to the file itself, several to a folder with a file each. */
  'raw',
]);
export type ExportFormat = z.infer<typeof ExportFormat>;

export const ExportOptions = z.strictObject({
  /**
   * CSV: a field that a spreadsheet would run as a formula (it starts with = + - @, tab, carriage return, NUL or their
   * full-width forms) gets a ' in front, so that opening the file runs nothing. Plain numbers stay.
   */
  formulaSafe: z.boolean().default(true),
  /** CSV: what stands between fields. */
  delimiter: z.enum([',', ';', '\t']).default(','),
  /** CSV: starts with a byte order mark, by which some spreadsheets know UTF-8. */
  byteOrderMark: z.boolean().default(false),
  /** JSON lines and CSV: the exact bytes as base64 beside each key, value and header that is not text as it stands. */
  base64: z.enum(['where-needed', 'always', 'never']).default('where-needed'),
  /** Parquet: the fields of JSON values as typed columns of their own. */
  fields: z.boolean().default(true),
  /** Raw: which bytes. */
  part: z.enum(['key', 'value']).default('value'),
});
export type ExportOptions = z.infer<typeof ExportOptions>;

const RowIds = z.array(z.int().min(0)).min(1).max(100_000);

export const ExportProgress = z.object({
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  rows: z.int(),
  /** Written so far. */
  bytes: z.number(),
  /** Rows to come in all; null where that is not known before the end. */
  total: z.int().nullable(),
  /** The file or folder, once it is complete. */
  path: z.string().nullable(),
  /** What the reader must know, one sentence each ("12 records had no value and no file"). */
  notes: z.array(z.string()),
  error: AppErrorData.nullable(),
});
export type ExportProgress = z.infer<typeof ExportProgress>;

/** Characters of a text for the clipboard. */
export const COPY_TEXT_LIMIT = 900 * 1024;

/**
 * Records to files and to the clipboard. The effect is `read`: no cluster and no setting changes. What `start` writes is
 * one new file or folder, where the user said, on the computer the host runs on.
 */
export const exportsContract = {
  /**
   * Begins and answers at once; refuses what can be known before (FILE_WRITE with `context.exists` where the file is
   * there and `overwrite` is false). The file has its name only when it is complete; what is unfinished is removed.
   */
  start: procedure('records.export', 'read')
    .input(
      z.strictObject({
        sessionId: SessionId,
        what: z.discriminatedUnion('kind', [
          z.strictObject({ kind: z.literal('ids'), ids: RowIds }),
          /** Every record that matches, to the end that was asked for: also those not on the screen yet. */
          z.strictObject({ kind: z.literal('all') }),
          /** The whole result of a SELECT over what the session handed out (see `results.query`), as CSV or JSON lines. */
          z.strictObject({ kind: z.literal('query'), sql: z.string().min(1).max(100_000) }),
        ]),
        format: ExportFormat,
        /** Absolute; `~/` is the user's folder. */
        path: z.string().min(1).max(4096),
        options: ExportOptions.prefault({}),
        overwrite: z.boolean(),
      }),
    )
    .output(z.object({ jobId: z.string() })),
  progress: procedure('records.export', 'read')
    .input(z.strictObject({ jobId: z.string().max(64) }))
    .output(ExportProgress),
  /** Shows what was saved in the system's file manager. UNSUPPORTED where the host has none (`app.info.canShowFiles`). */
  show: procedure('records.export', 'read').input(z.strictObject({ jobId: z.string().max(64) })),
  cancel: procedure('records.export', 'read').input(z.strictObject({ jobId: z.string().max(64) })),
  /** For the clipboard, at most `COPY_TEXT_LIMIT` characters of whole records. */
  text: procedure('records.export', 'read')
    .input(
      z.strictObject({
        sessionId: SessionId,
        ids: RowIds,
        format: z.enum(['jsonl', 'csv']),
        options: ExportOptions.prefault({}),
      }),
    )
    .output(z.object({ text: z.string(), rows: z.int(), isCut: z.boolean() })),
  /** A folder that exists and a name that is free. */
  suggestPath: procedure('records.export', 'read')
    .input(
      z.strictObject({
        topics: z.array(TopicName).max(50),
        format: ExportFormat,
        /** Raw bytes of one record are a file, of several a folder. */
        isOne: z.boolean(),
      }),
    )
    .output(z.object({ path: z.string() })),
};
