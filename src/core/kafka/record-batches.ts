import { BatchCursor } from './batch-cursor.ts';
import type { Decompress } from './compression.ts';
import type { AbortedTransaction, RawRecord } from './engine.ts';
import { RecordWalker } from './record-walker.ts';
import { refusal, type RefusedBatch } from './refused-batch.ts';

export { BatchCursor, forEachBatch } from './batch-cursor.ts';
export { refusal, type RefusedBatch } from './refused-batch.ts';
export { RecordWalker, timestampDeltaAt, walkRecords } from './record-walker.ts';

export type DecodeRequest = {
  readonly partition: number;
  /** Records before this offset are dropped: a batch is sent whole even when asked for from its middle. */
  readonly fromOffset: bigint;
  /** From the fetch answer when read-committed; empty otherwise. */
  readonly aborted: ReadonlyArray<AbortedTransaction>;
  readonly decompress: Decompress;
  /** Hands out transaction markers, too. */
  readonly markers?: boolean;
  /**
   * Told of batches that are stepped over. Without it such a batch ends the reading with its error, after the records
   * before it were handed out: nothing is ever left out in silence.
   */
  readonly onRefused?: (refused: RefusedBatch) => void;
};

export type DecodedBatches = { readonly records: RawRecord[]; readonly nextOffset: bigint };

/**
 * What one call hands out of one partition at most: some kilobytes can legally unfold to ten million records. The rest
 * is asked for again, from where this ended.
 */
const MOST_RECORDS = 65_536;
const MOST_UNFOLDED_BYTES = 64 * 1024 * 1024;

/**
 * Decodes record batches as they lie in the log; their checksums were looked at before (`checkBatches`). Whole batches
 * that are control records, aborted or before the asked offset are stepped over without being decompressed, and still
 * move `nextOffset`, so a reader never gets stuck behind them.
 */
export function decodeBatches(bytes: Buffer, request: DecodeRequest): DecodedBatches {
  const records: RawRecord[] = [];
  const isAborted = abortedFilter(request.aborted);
  const batch = new BatchCursor(bytes);
  let nextOffset = request.fromOffset;
  let unfolded = 0;
  while (batch.next()) {
    const { lastOffset } = batch;
    const before = records.length;
    try {
      const isHidden = isAborted(batch);
      if (batch.isControl) {
        if (request.markers === true && lastOffset >= request.fromOffset)
          records.push(marker(batch, request.partition));
      } else if (!isHidden && lastOffset >= request.fromOffset) {
        const body = batch.codec === 0 ? batch.body : request.decompress(batch.codec, batch.body);
        unfolded += body.length;
        if (!readRecords(batch, body, request, records)) return { records, nextOffset: afterLast(records) };
      }
    } catch (error) {
      records.length = before;
      const refused = refusal(batch, request.partition, error);
      if (request.onRefused === undefined) {
        if (before > 0) return { records, nextOffset: maximum(nextOffset, batch.baseOffset) };
        throw refused.error;
      }
      request.onRefused(refused);
    }
    if (lastOffset >= nextOffset) nextOffset = lastOffset + 1n;
    if (unfolded >= MOST_UNFOLDED_BYTES) break;
  }
  return { records, nextOffset };
}

/** A control batch as a record: it has one, whose key says what became of the transaction. */
function marker(batch: BatchCursor, partition: number): RawRecord {
  return {
    partition,
    offset: batch.lastOffset,
    timestamp: batch.maxTimestamp,
    timestampType: batch.isAppendTime ? 'append' : 'create',
    key: null,
    value: null,
    headers: [],
    marker: isAbortMarker(batch) ? 'abort' : 'commit',
  };
}

function afterLast(records: ReadonlyArray<RawRecord>): bigint {
  return (records.at(-1)?.offset ?? -1n) + 1n;
}

function maximum(left: bigint, right: bigint): bigint {
  return left > right ? left : right;
}

/**
 * Says of each batch, in log order, whether it is hidden. The rule is the Java client's: a producer's transactional
 * batches are aborted from the first offset that the broker named until its abort marker. Control batches always are.
 */
export function abortedFilter(aborted: ReadonlyArray<AbortedTransaction>): (batch: BatchCursor) => boolean {
  const waiting = [...aborted].sort((a, b) =>
    a.firstOffset < b.firstOffset ? -1 : a.firstOffset > b.firstOffset ? 1 : 0,
  );
  const abortedProducers = new Set<bigint>();
  let next = 0;
  return (batch) => {
    for (; next < waiting.length; next++) {
      const transaction = waiting[next];
      if (transaction === undefined || transaction.firstOffset > batch.lastOffset) break;
      abortedProducers.add(transaction.producerId);
    }
    if (batch.isControl) {
      if (abortedProducers.size > 0 && isAbortMarker(batch)) abortedProducers.delete(batch.producerId);
      return true;
    }
    return abortedProducers.size > 0 && batch.isTransactional && abortedProducers.has(batch.producerId);
  };
}

/** A control record's key is a version and a type; type 0 is ABORT. Control batches are never compressed. */
function isAbortMarker(batch: BatchCursor): boolean {
  const walker = new RecordWalker(batch.body, batch.count);
  if (!walker.next()) return false;
  walker.fields();
  const key = walker.key();
  return key !== null && key.length >= 4 && key.readInt16BE(2) === 0;
}

/** False where it stopped before the batch's end, at the most that one call hands out. */
function readRecords(batch: BatchCursor, body: Buffer, request: DecodeRequest, into: RawRecord[]): boolean {
  const walker = new RecordWalker(body, batch.count);
  const { baseOffset, baseTimestamp, isAppendTime, maxTimestamp } = batch;
  const timestampType = isAppendTime ? 'append' : baseTimestamp < 0n ? 'unknown' : 'create';
  while (walker.next()) {
    walker.fields();
    const offset = baseOffset + BigInt(walker.offsetDelta);
    if (offset < request.fromOffset) continue;
    if (into.length >= MOST_RECORDS) return false;
    into.push({
      partition: request.partition,
      offset,
      timestamp: isAppendTime ? maxTimestamp : baseTimestamp + walker.timestampDelta(),
      timestampType,
      key: walker.key(),
      value: walker.value(),
      headers: walker.headers(),
    });
  }
  return true;
}
