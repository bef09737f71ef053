import { z } from 'zod';
import { Comparison, LookedBack } from './compare.ts';
import { RecordFilter } from './filters.ts';
import { ClusterId, Offset, PartitionId, procedure, TimestampMs, TopicName } from './meta.ts';
import { DecodeChoices, ValueFormat } from './serdes.ts';

/** An offset of each named partition; partitions that are not named are not read. */
const PartitionOffsets = z
  .array(z.strictObject({ topic: TopicName, partition: PartitionId, offset: Offset }))
  .min(1)
  .max(100_000);

/** Where reading starts. */
export const ReadFrom = z.discriminatedUnion('kind', [
  /** The newest `count` records of the whole topic, newest first; more of them on demand. */
  z.strictObject({ kind: z.literal('latest'), count: z.int().min(1).max(10_000) }),
  z.strictObject({ kind: z.literal('beginning') }),
  /** The same offset in every chosen partition. */
  z.strictObject({ kind: z.literal('offset'), offset: Offset }),
  z.strictObject({ kind: z.literal('offsets'), offsets: PartitionOffsets }),
  z.strictObject({ kind: z.literal('time'), timestamp: TimestampMs }),
  /** Where a consumer group stands; a partition it has committed nothing for starts at its beginning. */
  z.strictObject({ kind: z.literal('group'), group: z.string().min(1).max(255) }),
  /** Only what arrives from now on: the live tail. */
  z.strictObject({ kind: z.literal('now') }),
]);
export type ReadFrom = z.infer<typeof ReadFrom>;

/** Where reading ends. */
export const ReadUntil = z.discriminatedUnion('kind', [
  /** The end of the log as it was when the session was opened. */
  z.strictObject({ kind: z.literal('end') }),
  /** Reads on as records arrive. `from: now` never ends whatever is said here, except for `count` and `bytes`. */
  z.strictObject({ kind: z.literal('never') }),
  /** After this many rows (matches, where there is a filter). */
  z.strictObject({ kind: z.literal('count'), count: z.int().min(1).max(1_000_000_000) }),
  /** After about this many bytes were read from the brokers. */
  z.strictObject({ kind: z.literal('bytes'), bytes: z.int().min(1) }),
  /** Before the first record at or after this time. */
  z.strictObject({ kind: z.literal('time'), timestamp: TimestampMs }),
  /** Before this offset in every partition. */
  z.strictObject({ kind: z.literal('offset'), offset: Offset }),
]);
export type ReadUntil = z.infer<typeof ReadUntil>;

/** The start of a key or value, at most 1,024 characters; `bytes` shows hexadecimal. */
export const Preview = z.object({
  format: ValueFormat,
  text: z.string().max(1024),
  cut: z.boolean(),
  /** The chosen or recognised form could not be decoded: what is shown are the bytes. The record's panel says why. */
  failed: z.boolean().optional(),
});
export type Preview = z.infer<typeof Preview>;

export const RecordRow = z.object({
  /** Names the record within its session. Rows come in ids 0, 1, 2, … in the order they are to be shown. */
  id: z.int(),
  /** Index into the session's topics. */
  topic: z.int(),
  partition: PartitionId,
  offset: Offset,
  timestamp: TimestampMs,
  key: Preview,
  value: Preview,
  keySize: z.int(),
  valueSize: z.int(),
  headers: z.int(),
  /** Texts of the session's columns, in their order; null where the record has nothing there. */
  columns: z.array(z.string().max(1024).nullable()),
});
export type RecordRow = z.infer<typeof RecordRow>;

export const ReadProgress = z.object({
  /** Records looked at, including those left out of the rows (transaction markers never count). */
  read: z.int(),
  /** Records that matched so far, also those not handed out yet; the same as `read` where there is no filter. */
  matched: z.int(),
  /** Records whose key or value could not be decoded in the chosen form. */
  undecodable: z.int(),
  /** Over the last seconds of reading. */
  recordsPerSecond: z.number(),
  bytesPerSecond: z.number(),
  /** An estimate from the rate; null where there is no end or no rate yet. */
  msLeft: z.number().nullable(),
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
  /** The end that was asked for: of the log as it was, or what `until` said. `extend` goes on from there. */
  z.object({ kind: z.literal('complete'), because: z.enum(['end', 'count', 'bytes']) }),
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
  /** Why the chosen or recognised form could not be decoded; null where it could. The bytes are shown then. */
  failure: z.string().nullable(),
  /** The schema it was decoded with, in words ("Avro, orders-value version 3, id 12"). */
  schema: z.string().nullable(),
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

export const SessionId = z.string().min(1).max(64);

/** Expressions shown as columns. */
const Columns = z.array(z.string().min(1).max(500)).max(50);

/** How many matches fell into each slice of time; slices are of equal length. */
export const Histogram = z.object({
  from: TimestampMs,
  to: TimestampMs,
  counts: z.array(z.int()),
  /** Rows without a usable timestamp. */
  without: z.int(),
});
export type Histogram = z.infer<typeof Histogram>;

export const recordsContract = {
  open: procedure('records.read', 'read')
    .input(
      z.strictObject({
        clusterId: ClusterId,
        /** Several are merged by time. No partitions: all of them. */
        topics: z
          .array(z.strictObject({ topic: TopicName, partitions: z.array(PartitionId).max(100_000) }))
          .min(1)
          .max(50),
        from: ReadFrom,
        until: ReadUntil,
        /** By time over the partitions, by offset inside one. `from: latest` is always newest first, `now` oldest first. */
        order: z.enum(['oldest', 'newest']),
        isolation: z.enum(['read-committed', 'read-uncommitted']),
        /** Shows transaction markers as rows; only with `read-uncommitted`, and they match no filter. */
        markers: z.boolean(),
        filter: RecordFilter.nullable(),
        /** How keys and values are read, by topic; a topic that is not named is recognised by itself. */
        decode: z.record(TopicName, DecodeChoices),
        /** Expressions whose results are columns of the rows: `value.order.total`, `headers.source`. */
        columns: Columns,
        /**
         * Only the newest of the matching records of each key. Newest first, rows come at once; oldest first, when the end
         * is reached.
         */
        latestPerKey: z.boolean(),
      }),
    )
    .output(
      z.object({
        sessionId: SessionId,
        /** In the order that `RecordRow.topic` counts them. */
        topics: z.array(z.object({ topic: z.string(), partitions: z.array(PartitionId) })),
      }),
    ),
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
  /** Reads on: to the end of the log as it is now, or this many rows or bytes further. */
  extend: procedure('records.read', 'read').input(z.strictObject({ sessionId: SessionId, until: ReadUntil })),
  /** Changes the session's columns; rows already handed out are asked for again with `rows`. */
  setColumns: procedure('records.read', 'read').input(z.strictObject({ sessionId: SessionId, columns: Columns })),
  /** Rows handed out before, once more, with the columns as they are now. */
  rows: procedure('records.read', 'read')
    .input(z.strictObject({ sessionId: SessionId, first: z.int().min(0), count: z.int().min(1).max(5000) }))
    .output(z.object({ rows: z.array(RecordRow) })),
  /** Of the rows handed out so far, over their time, or over the slice of it that is asked for. */
  histogram: procedure('records.read', 'read')
    .input(
      z.strictObject({
        sessionId: SessionId,
        slices: z.int().min(1).max(1000),
        from: TimestampMs.optional(),
        to: TimestampMs.optional(),
      }),
    )
    .output(Histogram),
  /** Two records of a session, by meaning and side by side. */
  compare: procedure('records.read', 'read')
    .input(z.strictObject({ sessionId: SessionId, a: z.int().min(0), b: z.int().min(0) }))
    .output(Comparison),
  /**
   * The newest record before this one in its partition that has the same key, byte for byte, and how the two compare (the
   * older one first). Looks back a bounded number of records and a bounded time, and says how far it got; `before` goes
   * on from there.
   */
  previousOfKey: procedure('records.read', 'read')
    .input(z.strictObject({ sessionId: SessionId, id: z.int().min(0), before: Offset.optional() }))
    .output(z.object({ record: RecordDetail.nullable(), comparison: Comparison.nullable(), looked: LookedBack })),
  close: procedure('records.read', 'read').input(z.strictObject({ sessionId: SessionId })),
};
