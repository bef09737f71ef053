import type { AbortedTransaction } from './shape.ts';

/** Where a record batch lies in a buffer, and what tells it from any other: a change of a byte changes the CRC. */
export type Batch = {
  /** Position of its first byte. */
  readonly at: number;
  readonly bytes: number;
  readonly baseOffset: bigint;
  readonly lastOffset: bigint;
  /** The leader's epoch under which it was appended; the broker writes it. */
  readonly epoch: number;
  readonly crc: number;
};

/** Enough of a batch to know it again in the log. */
export type BatchMark = Pick<Batch, 'bytes' | 'baseOffset' | 'epoch' | 'crc'>;

/** Offset (8) and length (4) stand before what the length counts. */
const PREFIX = 12;
const HEADER = 61;
const IS_TRANSACTIONAL = 1 << 4;
const IS_CONTROL = 1 << 5;

/** The batch that begins at this position; null where it is cut off, or no batch of format 2. */
export function batchAt(bytes: Buffer, at: number): Batch | null {
  if (at + HEADER > bytes.length) return null;
  const length = PREFIX + bytes.readInt32BE(at + 8);
  if (length < HEADER || at + length > bytes.length || bytes[at + 16] !== 2) return null;
  const baseOffset = bytes.readBigInt64BE(at);
  return {
    at,
    bytes: length,
    baseOffset,
    lastOffset: baseOffset + BigInt(bytes.readInt32BE(at + 23)),
    epoch: bytes.readInt32BE(at + 12),
    crc: bytes.readUInt32BE(at + 17),
  };
}

export function markOf(batch: Batch): BatchMark {
  const { bytes, baseOffset, epoch, crc } = batch;
  return { bytes, baseOffset, epoch, crc };
}

export function isSameBatch(one: BatchMark, other: BatchMark): boolean {
  return (
    one.baseOffset === other.baseOffset &&
    one.crc === other.crc &&
    one.epoch === other.epoch &&
    one.bytes === other.bytes
  );
}

export type WholeBatches = { readonly end: number; readonly first: Batch; readonly last: Batch };

/**
 * The whole batches at the start of an answer, up to (not including) the first that begins at or after `before`. Null
 * where there is none, or where something is odd (an epoch that is missing or goes back, offsets that do): what is odd
 * is not kept.
 */
export function wholeBatches(bytes: Buffer, before: bigint | null): WholeBatches | null {
  let first: Batch | null = null;
  let last: Batch | null = null;
  for (let at = 0; ;) {
    const batch = batchAt(bytes, at);
    if (batch === null || (before !== null && batch.baseOffset >= before)) break;
    if (batch.epoch < 0 || batch.lastOffset < batch.baseOffset) return null;
    if (last !== null && (batch.epoch < last.epoch || batch.baseOffset <= last.lastOffset)) return null;
    first ??= batch;
    last = batch;
    at += batch.bytes;
  }
  return first === null || last === null ? null : { end: last.at + last.bytes, first, last };
}

/** The first batch that holds `offset` or lies after it. */
export function findBatch(bytes: Buffer, offset: bigint): Batch | null {
  for (let batch = batchAt(bytes, 0); batch !== null; batch = batchAt(bytes, batch.at + batch.bytes)) {
    if (batch.lastOffset >= offset) return batch;
  }
  return null;
}

/** End of the whole batches that fit into `maxBytes` from `at` on; one batch always does. And the offset after them. */
export function cutAt(bytes: Buffer, at: number, maxBytes: number): { readonly end: number; readonly next: bigint } {
  let end = at;
  let next = 0n;
  for (let batch = batchAt(bytes, at); batch !== null; batch = batchAt(bytes, end)) {
    if (end > at && end + batch.bytes - at > maxBytes) break;
    end += batch.bytes;
    next = batch.lastOffset + 1n;
  }
  return { end, next };
}

/**
 * The aborted transactions that still matter from position `from` on: those whose abort marker lies before it are over,
 * and would hide what the same producer committed later.
 */
export function abortedFrom(
  bytes: Buffer,
  aborted: ReadonlyArray<AbortedTransaction>,
  from: number,
): ReadonlyArray<AbortedTransaction> {
  let left = aborted;
  for (let batch = batchAt(bytes, 0); batch !== null && batch.at < from && left.length > 0;) {
    const { at, baseOffset } = batch;
    if ((bytes.readInt16BE(at + 21) & IS_CONTROL) !== 0) {
      const producerId = bytes.readBigInt64BE(at + 43);
      left = left.filter((each) => each.producerId !== producerId || each.firstOffset > baseOffset);
    }
    batch = batchAt(bytes, at + batch.bytes);
  }
  return left;
}

/** Lists of neighbouring stretches together, each transaction once. */
export function mergeAborted(
  one: ReadonlyArray<AbortedTransaction>,
  other: ReadonlyArray<AbortedTransaction>,
): ReadonlyArray<AbortedTransaction> {
  if (one.length === 0) return other;
  const known = new Set(one.map(identity));
  return [...one, ...other.filter((each) => !known.has(identity(each)))];
}

function identity({ producerId, firstOffset }: AbortedTransaction): string {
  return `${producerId}:${firstOffset}`;
}

/** Producers whose transaction has no end marker yet, with the base offset of its first batch. */
export type OpenTransactions = ReadonlyMap<bigint, bigint>;

/** What is open after these batches, if `before` was open in front of them. */
export function openAfter(bytes: Buffer, before: OpenTransactions): OpenTransactions {
  const open = new Map(before);
  for (let batch = batchAt(bytes, 0); batch !== null; batch = batchAt(bytes, batch.at + batch.bytes)) {
    const attributes = bytes.readInt16BE(batch.at + 21);
    if ((attributes & (IS_TRANSACTIONAL | IS_CONTROL)) === 0) continue;
    const producerId = bytes.readBigInt64BE(batch.at + 43);
    if ((attributes & IS_CONTROL) !== 0) open.delete(producerId);
    else if (!open.has(producerId)) open.set(producerId, batch.baseOffset);
  }
  return open;
}
