import { z } from 'zod';
import { ClusterId, Offset, PartitionId, procedure, TimestampMs, TopicName } from './meta.ts';

/** Where reading starts. */
export const ReadFrom = z.discriminatedUnion('kind', [
  /** The newest `count` records of the whole topic, newest first; more of them on demand. */
  z.strictObject({ kind: z.literal('latest'), count: z.int().min(1).max(10_000) }),
  z.strictObject({ kind: z.literal('beginning') }),
  /** The same offset in every chosen partition. */
  z.strictObject({ kind: z.literal('offset'), offset: Offset }),
  z.strictObject({ kind: z.literal('time'), timestamp: TimestampMs }),
  /** Only what arrives from now on: the live tail. */
  z.strictObject({ kind: z.literal('now') }),
]);
export type ReadFrom = z.infer<typeof ReadFrom>;

/** What a value turned out to be. `tombstone` is a null value, `empty` is zero bytes. */
export const ValueFormat = z.enum(['json', 'text', 'bytes', 'empty', 'null']);
export type ValueFormat = z.infer<typeof ValueFormat>;

/** The start of a key or value, at most 1,024 characters; `bytes` shows hexadecimal. */
export const Preview = z.object({ format: ValueFormat, text: z.string().max(1024), cut: z.boolean() });
export type Preview = z.infer<typeof Preview>;

export const RecordRow = z.object({
  /** Names the record within its session. Rows come in ids 0, 1, 2, … in the order they are to be shown. */
  id: z.int(),
  partition: PartitionId,
  offset: Offset,
  timestamp: TimestampMs,
  key: Preview,
  value: Preview,
  keySize: z.int(),
  valueSize: z.int(),
  headers: z.int(),
});
export type RecordRow = z.infer<typeof RecordRow>;

export const ReadProgress = z.object({
  /** Records looked at, including those left out of the rows (transaction markers never count). */
  read: z.int(),
  /** Records this session set out to read, as text; null for a live tail. An upper bound where offsets have gaps. */
  total: z.string().nullable(),
  bytes: z.number(),
  /** Records known to exist beyond what was handed out: "behind by". */
  behind: z.string(),
  partitions: z.array(PartitionId),
  /** Rows whose bytes had to be dropped under the memory cap; they stay in the list with their preview. */
  evicted: z.int(),
  /** What happened on the way that the reader must know, one sentence each ("offsets 0–99 were deleted meanwhile"). */
  notes: z.array(z.string()),
});
export type ReadProgress = z.infer<typeof ReadProgress>;

/** Why no more rows come right now. */
export const ReadState = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('reading') }),
  /** Live tail with nothing new. */
  z.object({ kind: z.literal('waiting') }),
  /** The end as it was when the session was opened, or the oldest record when reading newest first. */
  z.object({ kind: z.literal('complete') }),
  /** The broker went away; reading goes on by itself at the same offsets when it is back. */
  z.object({ kind: z.literal('interrupted'), message: z.string(), sinceMs: TimestampMs }),
]);
export type ReadState = z.infer<typeof ReadState>;

/** A key, value or header decoded in full, up to `VALUE_TEXT_LIMIT` characters. */
export const DecodedValue = z.object({
  format: ValueFormat,
  /** JSON: indented, every number and duplicate key as written. Text: as is. Bytes: a hex dump. */
  text: z.string(),
  /** JSON only: the text exactly as in the record, for copying. */
  raw: z.string().nullable(),
  cut: z.boolean(),
  size: z.int(),
  /** Why it is shown as it is ("not valid UTF-8 at byte 12"). */
  reason: z.string(),
});
export type DecodedValue = z.infer<typeof DecodedValue>;

export const RecordDetail = z.object({
  topic: z.string(),
  partition: PartitionId,
  offset: Offset,
  timestamp: TimestampMs,
  timestampType: z.enum(['create', 'append', 'unknown']),
  key: DecodedValue,
  value: DecodedValue,
  headers: z.array(z.object({ name: z.string(), value: DecodedValue })),
});
export type RecordDetail = z.infer<typeof RecordDetail>;

const SessionId = z.string().min(1).max(64);

export const recordsContract = {
  open: procedure('records.read', 'read')
    .input(
      z.strictObject({
        clusterId: ClusterId,
        topic: TopicName,
        /** Empty: all. */
        partitions: z.array(PartitionId).max(100_000),
        from: ReadFrom,
        isolation: z.enum(['read-committed', 'read-uncommitted']),
      }),
    )
    .output(z.object({ sessionId: SessionId, partitions: z.array(PartitionId) })),
  /**
   * The next rows, at most `maxRows` and about 1 MB. Answers as soon as it has some, or after `waitMs` with none.
   * Nothing is read ahead of the puller but one fetch a partition: a page that stops pulling stops the reading.
   * `next` is the id of the first row wanted; where the last answer got lost on the way, its rows come again. Without
   * it: what follows the last answer.
   */
  pull: procedure('records.read', 'read')
    .input(
      z.strictObject({
        sessionId: SessionId,
        maxRows: z.int().min(1).max(5000),
        waitMs: z.int().min(0).max(2000),
        next: z.int().min(0).optional(),
      }),
    )
    .output(z.object({ rows: z.array(RecordRow), progress: ReadProgress, state: ReadState })),
  record: procedure('records.read', 'read')
    .input(z.strictObject({ sessionId: SessionId, id: z.int().min(0) }))
    .output(RecordDetail),
  /** Exact bytes of a key, value or header as base64, in parts of at most 512 KiB. */
  bytes: procedure('records.read', 'read')
    .input(
      z.strictObject({
        sessionId: SessionId,
        id: z.int().min(0),
        part: z.union([z.literal('key'), z.literal('value'), z.strictObject({ header: z.int().min(0) })]),
        start: z.int().min(0),
      }),
    )
    .output(z.object({ base64: z.string(), size: z.int(), end: z.int() })),
  /** Counters without rows: what a paused live tail shows. */
  progress: procedure('records.read', 'read')
    .input(z.strictObject({ sessionId: SessionId }))
    .output(z.object({ progress: ReadProgress, state: ReadState })),
  close: procedure('records.read', 'read').input(z.strictObject({ sessionId: SessionId })),
};
