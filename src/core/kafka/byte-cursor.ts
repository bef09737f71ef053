/**
 * Reads Kafka's primitive types from one contiguous buffer without copying. The library's own reader walks a chain of
 * chunks with BigInt varints; on a full scan that is where the time goes. Reading past the end throws RangeError.
 */
export class ByteCursor {
  readonly bytes: Buffer;
  position: number;

  constructor(bytes: Buffer, position = 0) {
    this.bytes = bytes;
    this.position = position;
  }

  get remaining(): number {
    return this.bytes.length - this.position;
  }

  int8(): number {
    return this.bytes.readInt8(this.#advance(1));
  }

  int16(): number {
    return this.bytes.readInt16BE(this.#advance(2));
  }

  int32(): number {
    return this.bytes.readInt32BE(this.#advance(4));
  }

  int64(): bigint {
    return this.bytes.readBigInt64BE(this.#advance(8));
  }

  skip(length: number): void {
    this.#advance(length);
  }

  /** A view on the next bytes, not a copy. */
  take(length: number): Buffer {
    const from = this.#advance(length);
    return this.bytes.subarray(from, from + length);
  }

  unsignedVarint(): number {
    const { bytes } = this;
    let value = 0;
    let shift = 0;
    for (;;) {
      const byte = bytes[this.position++];
      if (byte === undefined || shift > 28) throw new RangeError('A varint runs past its end.');
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
      shift += 7;
    }
  }

  varint(): number {
    const raw = this.unsignedVarint();
    return (raw >>> 1) ^ -(raw & 1);
  }

  /** A signed 64-bit varint. Deltas are small as a rule, so BigInt work is left to those that are not. */
  varlong(): bigint {
    const start = this.position;
    const first = this.bytes[start];
    if (first !== undefined && first < 0x80) {
      this.position = start + 1;
      return BigInt((first >>> 1) ^ -(first & 1));
    }
    let value = 0n;
    let shift = 0n;
    for (;;) {
      const byte = this.bytes[this.position++];
      if (byte === undefined || shift > 63n) throw new RangeError('A varlong runs past its end.');
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) break;
      shift += 7n;
    }
    return BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n));
  }

  /** Bytes after a varint length; null where the length is −1. */
  varintBytes(): Buffer | null {
    const length = this.varint();
    return length < 0 ? null : this.take(length);
  }

  #advance(length: number): number {
    const from = this.position;
    if (length < 0 || from + length > this.bytes.length)
      throw new RangeError('A field runs past the end of its frame.');
    this.position = from + length;
    return from;
  }
}
