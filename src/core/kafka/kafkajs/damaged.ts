import { crc32 } from 'node:zlib';
import type { KafkaMessage } from 'kafkajs';
import type Connection from 'kafkajs/src/network/connection.js';
import { AppError } from '../../../shared/errors.ts';
import { BatchCursor } from '../batch-cursor.ts';
import { damagedNote, damageOf, offsetBehind } from '../check-batches.ts';
import { parseFetchAnswer } from '../platformatic/fetch-codec.ts';

const CHECKING = Symbol('checks the answers');

/**
 * kafkajs believes every batch. Each Fetch answer is looked through before it is decoded, and a damaged batch replaced,
 * where it lies, by one with a single record that stands for it: the library goes on behind it and we can tell of it.
 */
export function checkAnswers(prototype: Connection & { [CHECKING]?: true }): void {
  // The library is the same for every engine.
  if (prototype[CHECKING] === true) return;
  prototype[CHECKING] = true;
  const send = prototype.send;
  prototype.send = function checking(this: Connection, call) {
    const { request, response } = call;
    if (request.apiName !== 'Fetch' || request.apiVersion < FIRST_WITH_BATCHES) return send.call(this, call);
    const decode = (answer: Buffer): unknown => {
      replaceDamaged(answer, request.apiVersion);
      return response.decode(answer);
    };
    return send.call(this, { ...call, response: { ...response, decode } });
  };
}

/** Older answers hold messages in old formats. */
const FIRST_WITH_BATCHES = 4;
/** No broker gives a producer this id. */
const STANDS_FOR_DAMAGED = -(2n ** 62n);
const HEADER_BYTES = 61;
const MAGIC_POSITION = 16;
/** Messages in the old formats: offset and length, then the checksum (CRC-32) of all that follows it. */
const OLD_PREFIX = 12;
const OLD_CRC_START = 16;
/** Up to this delta a varint has one byte, and the record that stands for a batch is no longer than the shortest there is. */
const SHORT_DELTA = 63;

function replaceDamaged(answer: Buffer, version: number): void {
  for (const { partition, batches, highWatermark } of parseFetchAnswer(answer, version).partitions) {
    if (batches.length > MAGIC_POSITION && batches.readInt8(MAGIC_POSITION) < 2) {
      checkOldMessages(batches, partition);
      continue;
    }
    const cursor = new BatchCursor(batches);
    while (cursor.step()) {
      if (damageOf(cursor) === null) continue;
      const behind = offsetBehind(cursor, { fromOffset: cursor.baseOffset, endOffset: highWatermark });
      replace(cursor, Number(behind - 1n - cursor.baseOffset));
    }
  }
}

function replace({ bytes, start, end }: BatchCursor, lastOffsetDelta: number): void {
  const record = recordAt(lastOffsetDelta);
  const fits = start + HEADER_BYTES + record.length <= end;
  bytes.writeInt16BE(0, start + 21);
  bytes.writeInt32BE(lastOffsetDelta, start + 23);
  bytes.writeBigInt64BE(STANDS_FOR_DAMAGED, start + 43);
  bytes.writeInt32BE(1, start + 57);
  (fits ? record : recordAt(Math.min(lastOffsetDelta, SHORT_DELTA))).copy(bytes, start + HEADER_BYTES);
}

/** Neither key, value nor headers. */
function recordAt(delta: number): Buffer {
  const offset: number[] = [];
  for (let rest = delta * 2; ; rest = Math.floor(rest / 128)) {
    offset.push(rest < 128 ? rest : (rest % 128) | 128);
    if (rest < 128) break;
  }
  return Buffer.from([(offset.length + 5) * 2, 0, 0, ...offset, 1, 1, 0]);
}

/** As brokers before Kafka 0.11 stored them: one by one, or packed into one that holds them. Only kafkajs reads these. */
export function checkOldMessages(bytes: Buffer, partition: number): void {
  for (let start = 0; start + OLD_CRC_START <= bytes.length;) {
    const end = start + OLD_PREFIX + bytes.readInt32BE(start + 8);
    if (end < start + OLD_CRC_START || end > bytes.length) return; // Cut off by the answer's size.
    if (crc32(bytes.subarray(start + OLD_CRC_START, end)) !== bytes.readUInt32BE(start + OLD_PREFIX)) {
      const offset = bytes.readBigInt64BE(start);
      throw new AppError('DECODE_FAILED', damagedNote({ partition, firstOffset: offset, lastOffset: offset }), {
        hint: `Read on from offset ${offset + 1n} for what follows it.`,
      });
    }
    start = end;
  }
}

type WithBatch = KafkaMessage & {
  readonly batchContext?: {
    readonly producerId: string;
    readonly firstOffset: string;
    readonly lastOffsetDelta: number;
  };
};

/** What to tell of a message that stands for a damaged batch; null where it is a record. */
export function damageTold({ batchContext }: WithBatch, partition: number): string | null {
  if (batchContext?.producerId !== String(STANDS_FOR_DAMAGED)) return null;
  const firstOffset = BigInt(batchContext.firstOffset);
  return damagedNote({ partition, firstOffset, lastOffset: firstOffset + BigInt(batchContext.lastOffsetDelta) });
}
