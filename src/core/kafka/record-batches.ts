import type { AbortedTransaction, RawRecord } from './engine.ts';
import { ByteCursor } from './byte-cursor.ts';
import type { Decompress } from './compression.ts';

export type DecodeRequest = {
  readonly partition: number;
  /** Records before this offset are dropped: a batch is sent whole even when asked for from its middle. */
  readonly fromOffset: bigint;
  /** From the fetch answer when read-committed; empty otherwise. */
  readonly aborted: ReadonlyArray<AbortedTransaction>;
  readonly decompress: Decompress;
};

export type DecodedBatches = { readonly records: RawRecord[]; readonly nextOffset: bigint };

const COMPRESSION_BITS = 0b111;
const TIMESTAMP_IS_APPEND_TIME = 1 << 3;
const IS_TRANSACTIONAL = 1 << 4;
const IS_CONTROL = 1 << 5;
/** Offset (8) and length (4) stand before what the length counts. */
const BATCH_PREFIX = 12;
const MAGIC_POSITION = 16;
/** Bytes of a batch's header, from its offset to its record count. */
const BATCH_HEADER = 61;

type BatchHeader = {
  readonly baseOffset: bigint;
  readonly lastOffset: bigint;
  readonly attributes: number;
  readonly baseTimestamp: bigint;
  readonly maxTimestamp: bigint;
  readonly producerId: bigint;
  readonly count: number;
};

/**
 * Decodes record batches as they lie in the log. Whole batches that are control records, aborted or before the asked
 * offset are stepped over without being decompressed, and still move `nextOffset`, so a reader never gets stuck behind them.
 */
export function decodeBatches(bytes: Buffer, request: DecodeRequest): DecodedBatches {
  const records: RawRecord[] = [];
  const isAborted = abortedFilter(request.aborted);
  let nextOffset = request.fromOffset;
  let position = 0;
  // The last batch of an answer may be cut off by the size limit; it is asked for again.
  while (position + BATCH_PREFIX <= bytes.length) {
    const end = position + BATCH_PREFIX + bytes.readInt32BE(position + 8);
    if (end > bytes.length || end < position + BATCH_HEADER) break;
    const magic = bytes[position + MAGIC_POSITION];
    if (magic !== 2) throw new Error(`The partition holds messages in an old format (magic ${String(magic)}).`);
    const header = readHeader(bytes, position);
    const body = bytes.subarray(position + BATCH_HEADER, end);
    const dropped = isAborted(header, body);
    if (!dropped && header.lastOffset >= request.fromOffset) readRecords(header, body, request, records);
    if (header.lastOffset >= nextOffset) nextOffset = header.lastOffset + 1n;
    position = end;
  }
  return { records, nextOffset };
}

/** The offset after the last whole batch; `fromOffset` where there is none. Looks at lengths and offsets only. */
export function nextOffset(bytes: Buffer, fromOffset: bigint): bigint {
  let last = -1;
  let position = 0;
  while (position + BATCH_HEADER <= bytes.length) {
    const end = position + BATCH_PREFIX + bytes.readInt32BE(position + 8);
    if (end > bytes.length || end < position + BATCH_HEADER) break;
    last = position;
    position = end;
  }
  if (last < 0) return fromOffset;
  const next = bytes.readBigInt64BE(last) + BigInt(bytes.readInt32BE(last + 23)) + 1n;
  return next > fromOffset ? next : fromOffset;
}

function readHeader(bytes: Buffer, at: number): BatchHeader {
  const baseOffset = bytes.readBigInt64BE(at);
  return {
    baseOffset,
    lastOffset: baseOffset + BigInt(bytes.readInt32BE(at + 23)),
    attributes: bytes.readInt16BE(at + 21),
    baseTimestamp: bytes.readBigInt64BE(at + 27),
    maxTimestamp: bytes.readBigInt64BE(at + 35),
    producerId: bytes.readBigInt64BE(at + 43),
    count: bytes.readInt32BE(at + 57),
  };
}

/**
 * Says of each batch, in log order, whether it is hidden. The rule is the Java client's: a producer's transactional
 * batches are aborted from the first offset that the broker named until its abort marker. Control batches always are.
 */
function abortedFilter(aborted: ReadonlyArray<AbortedTransaction>): (header: BatchHeader, body: Buffer) => boolean {
  const waiting = [...aborted].sort((a, b) =>
    a.firstOffset < b.firstOffset ? -1 : a.firstOffset > b.firstOffset ? 1 : 0,
  );
  const abortedProducers = new Set<bigint>();
  let next = 0;
  return (header, body) => {
    for (; next < waiting.length; next++) {
      const transaction = waiting[next];
      if (transaction === undefined || transaction.firstOffset > header.lastOffset) break;
      abortedProducers.add(transaction.producerId);
    }
    if ((header.attributes & IS_CONTROL) !== 0) {
      if (isAbortMarker(header, body)) abortedProducers.delete(header.producerId);
      return true;
    }
    return (header.attributes & IS_TRANSACTIONAL) !== 0 && abortedProducers.has(header.producerId);
  };
}

/** A control record's key is a version and a type; type 0 is ABORT. Control batches are never compressed. */
function isAbortMarker(header: BatchHeader, body: Buffer): boolean {
  if (header.count < 1) return false;
  const cursor = new ByteCursor(body);
  cursor.varint();
  cursor.int8();
  cursor.varlong();
  cursor.varint();
  const key = cursor.varintBytes();
  return key !== null && key.length >= 4 && key.readInt16BE(2) === 0;
}

function readRecords(header: BatchHeader, body: Buffer, request: DecodeRequest, into: RawRecord[]): void {
  const compression = header.attributes & COMPRESSION_BITS;
  const cursor = new ByteCursor(compression === 0 ? body : request.decompress(compression, body));
  const appendTime = (header.attributes & TIMESTAMP_IS_APPEND_TIME) !== 0;
  const timestampType = appendTime ? 'append' : 'create';
  for (let index = 0; index < header.count; index++) {
    const length = cursor.varint();
    const end = cursor.position + length;
    cursor.skip(1);
    const timestampDelta = cursor.varlong();
    const offset = header.baseOffset + BigInt(cursor.varint());
    if (offset < request.fromOffset) {
      cursor.position = end;
      continue;
    }
    into.push({
      partition: request.partition,
      offset,
      timestamp: appendTime ? header.maxTimestamp : header.baseTimestamp + timestampDelta,
      timestampType: header.baseTimestamp < 0n && !appendTime ? 'unknown' : timestampType,
      key: cursor.varintBytes(),
      value: cursor.varintBytes(),
      headers: readHeaders(cursor),
    });
    cursor.position = end;
  }
}

function readHeaders(cursor: ByteCursor): RawRecord['headers'] {
  const count = cursor.varint();
  const headers: [Buffer, Buffer | null][] = [];
  for (let index = 0; index < count; index++) {
    headers.push([cursor.varintBytes() ?? Buffer.alloc(0), cursor.varintBytes()]);
  }
  return headers;
}
