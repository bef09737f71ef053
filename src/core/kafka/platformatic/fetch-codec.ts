import { ByteCursor } from '../byte-cursor.ts';
import type { AbortedTransaction } from '../engine.ts';

/** One partition of a Fetch answer; `batches` is a view on the response, decoded by record-batches.ts. */
export type FetchAnswerPartition = {
  readonly partition: number;
  readonly errorCode: number;
  readonly highWatermark: bigint;
  readonly lastStableOffset: bigint;
  readonly logStartOffset: bigint;
  readonly aborted: ReadonlyArray<AbortedTransaction>;
  readonly batches: Buffer;
};
export type FetchAnswer = { readonly errorCode: number; readonly partitions: ReadonlyArray<FetchAnswerPartition> };

/** From version 12 on, lengths are varints and structures end with tagged fields. */
const FIRST_FLEXIBLE = 12;
/** From version 13 on, topics go by id instead of by name. */
export const FIRST_WITH_TOPIC_ID = 13;
const UUID_BYTES = 16;

/**
 * Reads a Fetch answer of version 4 to 17. The library's own parser decodes every record of every batch, those too that
 * are thrown away (control, aborted, before the asked offset), and rejects the whole answer when one partition has an error.
 */
export function parseFetchAnswer(bytes: Buffer, version: number): FetchAnswer {
  const cursor = new ByteCursor(bytes);
  const flexible = version >= FIRST_FLEXIBLE;
  cursor.skip(4);
  const errorCode = version >= 7 ? cursor.int16() : 0;
  if (version >= 7) cursor.skip(4);
  const partitions: FetchAnswerPartition[] = [];
  const topics = arrayLength(cursor, flexible);
  for (let topic = 0; topic < topics; topic++) {
    if (version >= FIRST_WITH_TOPIC_ID) cursor.skip(UUID_BYTES);
    else cursor.skip(flexible ? cursor.unsignedVarint() - 1 : cursor.int16());
    const count = arrayLength(cursor, flexible);
    for (let index = 0; index < count; index++) partitions.push(readPartition(cursor, version));
    if (flexible) skipTaggedFields(cursor);
  }
  return { errorCode, partitions };
}

function readPartition(cursor: ByteCursor, version: number): FetchAnswerPartition {
  const flexible = version >= FIRST_FLEXIBLE;
  const head = {
    partition: cursor.int32(),
    errorCode: cursor.int16(),
    highWatermark: cursor.int64(),
    lastStableOffset: cursor.int64(),
    logStartOffset: version >= 5 ? cursor.int64() : -1n,
  };
  const aborted: AbortedTransaction[] = [];
  const transactions = arrayLength(cursor, flexible);
  for (let index = 0; index < transactions; index++) {
    aborted.push({ producerId: cursor.int64(), firstOffset: cursor.int64() });
    if (flexible) skipTaggedFields(cursor);
  }
  if (version >= 11) cursor.skip(4);
  const size = flexible ? cursor.unsignedVarint() - 1 : cursor.int32();
  const batches = cursor.take(Math.max(0, size));
  if (flexible) skipTaggedFields(cursor);
  return { ...head, aborted, batches };
}

/** Null counts as empty. */
function arrayLength(cursor: ByteCursor, flexible: boolean): number {
  return Math.max(0, flexible ? cursor.unsignedVarint() - 1 : cursor.int32());
}

function skipTaggedFields(cursor: ByteCursor): void {
  const count = cursor.unsignedVarint();
  for (let index = 0; index < count; index++) {
    cursor.unsignedVarint();
    cursor.skip(cursor.unsignedVarint());
  }
}
