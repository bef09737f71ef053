import { AppError } from '../../shared/errors.ts';

/** Attributes, timestamp, offset, key length, value length, number of headers: a byte each. */
const SMALLEST_RECORD = 6;

/**
 * Walks the records of one uncompressed batch body without making anything: all it knows are numbers in its fields, and
 * they change with each step. `next` frames a record, which is all that skipping needs; `fields` reads where its parts
 * are. Bytes that lie throw an AppError, and no step ever goes back.
 */
export class RecordWalker {
  readonly body: Buffer;
  /** The record with its length in front: from `start` (included) to `end` (not included). */
  start = 0;
  end = 0;
  /** Less than the batch's count once it has ended. */
  index = -1;
  timestampAt = 0;
  offsetDelta = 0;
  keyStart = 0;
  /** −1 is null. */
  keyLength = -1;
  valueStart = 0;
  /** −1 is null. */
  valueLength = -1;
  headersStart = 0;
  readonly #count: number;
  #position = 0;

  /** `count` is the one in the batch's header. */
  constructor(body: Buffer, count: number) {
    this.body = body;
    this.#count = count;
  }

  /** Steps to the next record; false after the last. */
  next(): boolean {
    if (this.index + 1 >= this.#count) return false;
    this.start = this.end;
    this.#position = this.start;
    const length = this.#varint();
    const end = this.#position + length;
    if (length < SMALLEST_RECORD || end > this.body.length) throw damagedRecord();
    this.index += 1;
    this.end = end;
    this.timestampAt = this.#position + 1;
    return true;
  }

  /** Steps to the record that holds this byte, or the first after it; false where there is none. */
  skipTo(position: number): boolean {
    while (this.end <= position) if (!this.next()) return false;
    return true;
  }

  /** Reads where key, value and headers are. */
  fields(): void {
    const { body, end } = this;
    let at = this.timestampAt;
    while ((body[at++] as number) >= 0x80) if (at - this.timestampAt > 9) throw damagedRecord();
    this.#position = at;
    this.offsetDelta = this.#varint();
    this.keyLength = this.#varint();
    this.keyStart = this.#position;
    if (this.keyLength > 0) this.#position += this.keyLength;
    if (this.#position >= end) throw damagedRecord();
    this.valueLength = this.#varint();
    this.valueStart = this.#position;
    if (this.valueLength > 0) this.#position += this.valueLength;
    this.headersStart = this.#position;
    if (this.#position >= end) throw damagedRecord();
  }

  /** Milliseconds after the batch's base timestamp; exact. */
  timestampDelta(): bigint {
    return timestampDeltaAt(this.body, this.timestampAt);
  }

  /** The same as a number: beyond 2^53 the last digits are lost. */
  timestampDeltaNumber(): number {
    const first = this.body[this.timestampAt] as number;
    const second = this.body[this.timestampAt + 1] as number;
    if (first < 0x80) return (first >>> 1) ^ -(first & 1);
    if (second < 0x80) return ((((second << 7) | (first & 0x7f)) >>> 1) ^ -(first & 1)) | 0;
    return Number(timestampDeltaAt(this.body, this.timestampAt));
  }

  key(): Buffer | null {
    return this.keyLength < 0 ? null : this.body.subarray(this.keyStart, this.keyStart + this.keyLength);
  }

  value(): Buffer | null {
    return this.valueLength < 0 ? null : this.body.subarray(this.valueStart, this.valueStart + this.valueLength);
  }

  headers(): Array<[Buffer, Buffer | null]> {
    const { body, end } = this;
    const headers: Array<[Buffer, Buffer | null]> = [];
    this.#position = this.headersStart;
    const count = this.#varint();
    for (let index = 0; index < count; index++) {
      const name = this.#sized();
      const value = this.#sized();
      headers.push([
        name < 0 ? body.subarray(0, 0) : body.subarray(name, this.#nameEnd),
        value < 0 ? null : body.subarray(value, this.#position),
      ]);
    }
    if (this.#position > end) throw damagedRecord();
    return headers;
  }

  #nameEnd = 0;

  /** Start of the bytes after a length, −1 for null; the end of the last two is `#nameEnd` and `#position`. */
  #sized(): number {
    this.#nameEnd = this.#position;
    if (this.#position >= this.end) throw damagedRecord();
    const length = this.#varint();
    if (length < 0) return -1;
    const start = this.#position;
    this.#position += length;
    if (this.#position > this.end) throw damagedRecord();
    return start;
  }

  #varint(): number {
    const { body } = this;
    let position = this.#position;
    let byte = body[position++] as number;
    let raw = byte & 0x7f;
    for (let shift = 7; byte >= 0x80; shift += 7) {
      if (shift > 28 || position >= body.length) throw damagedRecord();
      byte = body[position++] as number;
      raw |= (byte & 0x7f) << shift;
    }
    this.#position = position;
    return (raw >>> 1) ^ -(raw & 1);
  }
}

/** The delta whose varint begins here, as a walker has found it: `RecordWalker.timestampAt`. */
export function timestampDeltaAt(body: Buffer, position: number): bigint {
  const first = body[position] as number;
  if (first < 0x80) return BigInt((first >>> 1) ^ -(first & 1));
  let value = 0n;
  let shift = 0n;
  for (let at = position; ; at++) {
    const byte = body[at] as number;
    value |= BigInt(byte & 0x7f) << shift;
    shift += 7n;
    if (byte < 0x80 || shift > 63n) break;
  }
  return BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n));
}

/** Visits every record of an uncompressed body. The walker is the same object each time: take what you need of it. */
export function walkRecords(body: Buffer, count: number, visit: (at: RecordWalker) => void): void {
  const walker = new RecordWalker(body, count);
  while (walker.next()) {
    walker.fields();
    visit(walker);
  }
}

function damagedRecord(): AppError {
  return new AppError('DECODE_FAILED', 'A record is damaged: one of its lengths leads out of it.');
}
