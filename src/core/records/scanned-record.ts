import { timestampDeltaAt, type BatchCursor, type RawRecord, type RecordWalker } from '../kafka/index.ts';
import { headerPart, type DecodedRecord, type Decoder, type JsonPlaces, type Part } from '../serdes/index.ts';
import { JSON_IN, type JsonIn } from './plain-bytes.ts';

/** What all records of a batch share. */
export type BatchFrame = {
  readonly topic: string;
  readonly partition: number;
  readonly body: Buffer;
  readonly baseOffset: bigint;
  readonly baseTimestamp: bigint;
  readonly maxTimestamp: bigint;
  readonly isAppendTime: boolean;
  readonly keys: Decoder;
  readonly values: Decoder;
};

export function frameOf(
  batch: BatchCursor,
  body: Buffer,
  shared: Pick<BatchFrame, 'topic' | 'partition' | 'keys' | 'values'>,
): BatchFrame {
  const { baseOffset, baseTimestamp, maxTimestamp, isAppendTime } = batch;
  return { ...shared, body, baseOffset, baseTimestamp, maxTimestamp, isAppendTime };
}

const NO_HEADERS: ReadonlyArray<[Buffer, Buffer | null]> = [];

/**
 * A record where it lies in a batch, for filters: it knows positions only, and makes of it what a filter asks for. A
 * search looks at millions of these.
 */
export class ScannedRecord implements DecodedRecord, JsonPlaces {
  #frame: BatchFrame;
  #offsetDelta = 0;
  #timestampAt = 0;
  #keyStart = 0;
  #keyLength = -1;
  #valueStart = 0;
  #valueLength = -1;
  #json: JsonIn = JSON_IN.none;
  rawHeaders: ReadonlyArray<readonly [Buffer, Buffer | null]> = NO_HEADERS;
  #key: Part | null = null;
  #value: Part | null = null;
  #headers: DecodedRecord['headers'] | null = null;

  constructor(frame: BatchFrame, walker: RecordWalker, json: JsonIn) {
    this.#frame = frame;
    this.moveTo(frame, walker, json);
  }

  /** Makes it the record that the walker stands on: one object can stand for all that are looked at one after the other. */
  moveTo(frame: BatchFrame, walker: RecordWalker, json: JsonIn): void {
    this.#frame = frame;
    this.#json = json;
    this.#offsetDelta = walker.offsetDelta;
    this.#timestampAt = walker.timestampAt;
    this.#keyStart = walker.keyStart;
    this.#keyLength = walker.keyLength;
    this.#valueStart = walker.valueStart;
    this.#valueLength = walker.valueLength;
    // A record that ends right after its number of headers, zero, has none.
    this.rawHeaders = frame.body[walker.headersStart] === 0 ? NO_HEADERS : walker.headers();
    this.#key = null;
    this.#value = null;
    this.#headers = null;
  }

  get places(): JsonPlaces {
    return this;
  }

  get body(): Buffer {
    return this.#frame.body;
  }

  jsonStart(part: 'key' | 'value'): number {
    if (part === 'key') return (this.#json & JSON_IN.key) === 0 ? -1 : this.#keyStart;
    return (this.#json & JSON_IN.value) === 0 ? -1 : this.#valueStart;
  }

  jsonEnd(part: 'key' | 'value'): number {
    return part === 'key' ? this.#keyStart + this.#keyLength : this.#valueStart + this.#valueLength;
  }

  get topic(): string {
    return this.#frame.topic;
  }

  get partition(): number {
    return this.#frame.partition;
  }

  get offset(): bigint {
    return this.#frame.baseOffset + BigInt(this.#offsetDelta);
  }

  get timestamp(): bigint {
    const { isAppendTime, maxTimestamp, baseTimestamp } = this.#frame;
    return isAppendTime ? maxTimestamp : baseTimestamp + timestampDeltaAt(this.#frame.body, this.#timestampAt);
  }

  get keyBytes(): Buffer | null {
    return this.#bytes(this.#keyStart, this.#keyLength);
  }

  get valueBytes(): Buffer | null {
    return this.#bytes(this.#valueStart, this.#valueLength);
  }

  #bytes(start: number, length: number): Buffer | null {
    return length < 0 ? null : this.#frame.body.subarray(start, start + length);
  }

  get key(): Part {
    return (this.#key ??= this.#frame.keys.part(this.keyBytes, this.rawHeaders));
  }

  get value(): Part {
    return (this.#value ??= this.#frame.values.part(this.valueBytes, this.rawHeaders, this.keyBytes));
  }

  get headers(): DecodedRecord['headers'] {
    return (this.#headers ??= this.rawHeaders.map(([name, value]) => ({
      name: name.toString('utf8'),
      value: headerPart(value),
    })));
  }

  /** True where a part was decoded and could not be. */
  get isUndecodable(): boolean {
    const isFailed = (part: Part | null): boolean => part !== null && !part.isPlainText && part.failure() !== null;
    return isFailed(this.#value) || isFailed(this.#key);
  }

  /** The record in memory of its own, so that one match does not hold on to a whole fetch. */
  toRaw(): RawRecord {
    const { partition, isAppendTime, baseTimestamp } = this.#frame;
    return {
      partition,
      offset: this.offset,
      timestamp: this.timestamp,
      timestampType: isAppendTime ? 'append' : baseTimestamp < 0n ? 'unknown' : 'create',
      key: own(this.keyBytes),
      value: own(this.valueBytes),
      headers: this.rawHeaders.map(([name, value]) => [own(name) as Buffer, own(value)]),
    };
  }
}

function own(bytes: Buffer | null): Buffer | null {
  return bytes === null ? null : Buffer.from(bytes);
}
