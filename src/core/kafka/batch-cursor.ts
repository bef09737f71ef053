import { AppError } from '../../shared/errors.ts';

const COMPRESSION_BITS = 0b111;
const TIMESTAMP_IS_APPEND_TIME = 1 << 3;
const IS_TRANSACTIONAL = 1 << 4;
const IS_CONTROL = 1 << 5;
/** Offset (8) and length (4) stand before what the length counts. */
const BATCH_PREFIX = 12;
const MAGIC_POSITION = 16;
/** Bytes of a batch's header, from its offset to its record count. */
const BATCH_HEADER = 61;

/**
 * Goes over record batches as they lie in the log (format version 2). One object for all of them, which reads a field
 * when it is asked for: a topic of small batches has millions of headers. Take what you need before `next`.
 */
export class BatchCursor {
  readonly bytes: Buffer;
  /** First byte of the batch's header. */
  start = 0;
  /** First byte of its records. */
  bodyStart = 0;
  /** After its last byte. */
  end = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  /** False at the end, also where the last batch is cut off by an answer's size limit: it is to be asked for again. */
  next(): boolean {
    if (!this.step()) return false;
    if (this.lastOffsetDelta < 0) throw brokenHeader('it ends before it begins');
    return true;
  }

  /** The same, but believes nothing of the header that the checksum vouches for. */
  step(): boolean {
    const { bytes } = this;
    const start = this.end;
    if (start + BATCH_PREFIX > bytes.length) return false;
    const end = start + BATCH_PREFIX + bytes.readInt32BE(start + 8);
    if (start + MAGIC_POSITION < bytes.length) {
      const magic = bytes[start + MAGIC_POSITION];
      if (magic !== 2) throw oldFormat(magic ?? 0);
    }
    if (end < start + BATCH_HEADER) throw brokenHeader('its length is less than its own header');
    if (end > bytes.length) return false;
    this.start = start;
    this.bodyStart = start + BATCH_HEADER;
    this.end = end;
    return true;
  }

  /** A view on its records, compressed as they are. */
  get body(): Buffer {
    return this.bytes.subarray(this.bodyStart, this.end);
  }

  get baseOffset(): bigint {
    return this.bytes.readBigInt64BE(this.start);
  }

  /** As a number: exact up to 2^53, which no log reaches by being written to. */
  get baseOffsetNumber(): number {
    return wide(this.bytes, this.start);
  }

  get lastOffsetDelta(): number {
    return this.bytes.readInt32BE(this.start + 23);
  }

  get lastOffset(): bigint {
    return this.baseOffset + BigInt(this.lastOffsetDelta);
  }

  get attributes(): number {
    return this.bytes.readInt16BE(this.start + 21);
  }

  /** 0 none, 1 gzip, 2 snappy, 3 lz4, 4 zstd. */
  get codec(): number {
    return this.attributes & COMPRESSION_BITS;
  }

  get isAppendTime(): boolean {
    return (this.attributes & TIMESTAMP_IS_APPEND_TIME) !== 0;
  }

  get isTransactional(): boolean {
    return (this.attributes & IS_TRANSACTIONAL) !== 0;
  }

  /** Holds transaction markers, not records. */
  get isControl(): boolean {
    return (this.attributes & IS_CONTROL) !== 0;
  }

  get baseTimestamp(): bigint {
    return this.bytes.readBigInt64BE(this.start + 27);
  }

  get maxTimestamp(): bigint {
    return this.bytes.readBigInt64BE(this.start + 35);
  }

  /** As numbers, for comparing: beyond 2^53 milliseconds the last digits are lost. */
  get baseTimestampNumber(): number {
    return wide(this.bytes, this.start + 27);
  }

  get maxTimestampNumber(): number {
    return wide(this.bytes, this.start + 35);
  }

  get producerId(): bigint {
    return this.bytes.readBigInt64BE(this.start + 43);
  }

  /** Records it says it has; not to be trusted before they were walked. */
  get count(): number {
    return this.bytes.readInt32BE(this.start + 57);
  }
}

/** Visits every whole batch; the cursor is the same object each time. Answers where the next one would start. */
export function forEachBatch(bytes: Buffer, visit: (batch: BatchCursor) => void): number {
  const cursor = new BatchCursor(bytes);
  while (cursor.next()) visit(cursor);
  return cursor.end;
}

function wide(bytes: Buffer, at: number): number {
  return bytes.readInt32BE(at) * 0x1_0000_0000 + bytes.readUInt32BE(at + 4);
}

function oldFormat(magic: number): AppError {
  return new AppError('UNSUPPORTED', `The partition holds messages in an old format (magic ${magic}).`, {
    hint: 'Brokers from Kafka 0.11 on write the present format; what older ones wrote can be read by an older client.',
  });
}

/** Without a length nobody knows where the next batch starts, so nothing can be stepped over. */
function brokenHeader(what: string): AppError {
  return new AppError('DECODE_FAILED', `A batch of records is damaged: ${what}.`, {
    hint: 'The log or the connection has damaged bytes. Read on from a later offset.',
  });
}
