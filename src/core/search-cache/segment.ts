import { randomBytes } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { BatchMark } from './batch-walk.ts';
import { NONCE_BYTES, TAG_BYTES, type Crypt } from './crypt.ts';
import type { AbortedTransaction, Isolation } from './shape.ts';

/** Whose batches these are. Two logs that differ in any of it share nothing. */
export type Place = {
  readonly kafkaClusterId: string;
  readonly topic: string;
  /** Null where the broker gives topics no ids (Kafka before 2.8): a topic made anew then has the same place. */
  readonly topicId: string | null;
  readonly partition: number;
  readonly isolation: Isolation;
};

/** Some whole batches of one or more fetches, sealed together: what is read and opened at once. */
export type Frame = {
  readonly from: bigint;
  readonly next: bigint;
  /** In the file. */
  readonly at: number;
  readonly bytes: number;
  readonly aborted: ReadonlyArray<AbortedTransaction>;
  readonly nonce: Buffer;
  readonly tag: Buffer;
};

/**
 * What a segment file says of itself. Covers every offset from `from` up to, not including, `next`. Read-committed, its
 * file may go on after `next`, with the markers that decide on what lies before: so its last batch vouches for them too.
 */
export type Segment = {
  readonly file: string;
  /** Bytes of the file. */
  readonly size: number;
  /** Binds the frames to this file. */
  readonly id: string;
  readonly from: bigint;
  readonly next: bigint;
  /** After the last batch of the file. */
  readonly fileNext: bigint;
  /** End of what could be read when the last of it was. */
  readonly endOffset: bigint;
  readonly first: BatchMark;
  readonly last: BatchMark;
  /** Who wrote it: the same for the segments of one reading. */
  readonly writer: string;
  readonly frames: ReadonlyArray<Frame>;
};

export type FrameDraft = {
  readonly from: bigint;
  readonly next: bigint;
  readonly batches: Buffer;
  readonly aborted: ReadonlyArray<AbortedTransaction>;
};
export type SegmentDraft = Pick<Segment, 'from' | 'next' | 'fileNext' | 'endOffset' | 'first' | 'last' | 'writer'> & {
  readonly place: Place;
  readonly frames: ReadonlyArray<FrameDraft>;
};

/** Name and version of the format; a file that begins otherwise is not read. */
const MAGIC = Buffer.from('CDKCACH1', 'latin1');
const LENGTH_BYTES = 4;
const FIXED = MAGIC.length + LENGTH_BYTES + NONCE_BYTES + TAG_BYTES;
/** A header with thousands of aborted transactions is still smaller. */
const MAX_HEADER = 16 * 1024 * 1024;
/** Most headers come whole with a read of this many bytes. */
export const HEADER_GUESS = 8 * 1024;

/** The bytes of a segment file, in pieces: fixed part, sealed header, sealed frames. Lets others run in between. */
export async function encodeSegment(crypt: Crypt, draft: SegmentDraft): Promise<ReadonlyArray<Buffer>> {
  const id = randomBytes(16).toString('hex');
  const bodies: Buffer[] = [];
  const frames: StoredFrame[] = [];
  for (const [index, { from, next, batches, aborted }] of draft.frames.entries()) {
    const sealed = crypt.seal(batches, frameContext(id, index));
    bodies.push(sealed.bytes);
    frames.push({
      range: [String(from), String(next)],
      bytes: sealed.bytes.length,
      aborted: aborted.map((each) => [String(each.producerId), String(each.firstOffset)]),
      seal: [sealed.nonce.toString('base64'), sealed.tag.toString('base64')],
    });
    await setImmediate();
  }
  const { place, from, next, fileNext, endOffset, first, last, writer } = draft;
  const range = [String(from), String(next), String(fileNext), String(endOffset)] as const;
  const stored: StoredHeader = { id, place, range, marks: [storeMark(first), storeMark(last)], writer, frames };
  const plain = Buffer.from(JSON.stringify(stored));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(plain.length);
  const sealed = crypt.seal(plain, headerContext(length, place));
  return [MAGIC, length, sealed.nonce, sealed.tag, sealed.bytes, ...bodies];
}

/** Bytes to read for the whole header, as its start says; null where this is no segment of ours. */
export function headerSize(start: Buffer): number | null {
  if (start.length < FIXED || !start.subarray(0, MAGIC.length).equals(MAGIC)) return null;
  const length = start.readUInt32BE(MAGIC.length);
  return length > MAX_HEADER ? null : FIXED + length;
}

/** Throws where the header is not what was written for this place, or the file has another size than it says. */
export function decodeHeader(
  crypt: Crypt,
  bytes: Buffer,
  expected: { readonly place: Place; readonly file: string; readonly size: number },
): Segment {
  const { place, file, size } = expected;
  const length = bytes.subarray(MAGIC.length, MAGIC.length + LENGTH_BYTES);
  const nonce = bytes.subarray(MAGIC.length + LENGTH_BYTES, MAGIC.length + LENGTH_BYTES + NONCE_BYTES);
  const tag = bytes.subarray(FIXED - TAG_BYTES, FIXED);
  const plain = crypt.open({ nonce, tag, bytes: bytes.subarray(FIXED) }, headerContext(length, place));
  // Authentic from here on: our own words come back.
  const stored = JSON.parse(plain.toString()) as StoredHeader;
  let at = bytes.length;
  const frames = stored.frames.map((frame): Frame => {
    const placed = { ...loadFrame(frame), at };
    at += frame.bytes;
    return placed;
  });
  if (at !== size) throw new Error('The file is not as long as its header says.');
  const [from, next, fileNext, endOffset] = stored.range;
  return {
    file,
    size,
    id: stored.id,
    from: BigInt(from),
    next: BigInt(next),
    fileNext: BigInt(fileNext),
    endOffset: BigInt(endOffset),
    first: loadMark(stored.marks[0]),
    last: loadMark(stored.marks[1]),
    writer: stored.writer,
    frames,
  };
}

/** `bytes`: what lies at the frame's place in the file. */
export function openFrame(crypt: Crypt, segment: Segment, index: number, bytes: Buffer): Buffer {
  const frame = segment.frames[index];
  if (frame === undefined) throw new Error('There is no such frame.');
  return crypt.open({ nonce: frame.nonce, tag: frame.tag, bytes }, frameContext(segment.id, index));
}

type StoredMark = { readonly offset: string; readonly crc: number; readonly epoch: number; readonly bytes: number };
type StoredFrame = {
  readonly range: readonly [from: string, next: string];
  readonly bytes: number;
  readonly aborted: ReadonlyArray<readonly [producerId: string, firstOffset: string]>;
  readonly seal: readonly [nonce: string, tag: string];
};
type StoredHeader = {
  readonly id: string;
  readonly place: Place;
  readonly range: readonly [from: string, next: string, fileNext: string, endOffset: string];
  readonly marks: readonly [first: StoredMark, last: StoredMark];
  readonly writer: string;
  readonly frames: ReadonlyArray<StoredFrame>;
};

function storeMark({ baseOffset, crc, epoch, bytes }: BatchMark): StoredMark {
  return { offset: String(baseOffset), crc, epoch, bytes };
}

function loadMark({ offset, crc, epoch, bytes }: StoredMark): BatchMark {
  return { baseOffset: BigInt(offset), crc, epoch, bytes };
}

function loadFrame({ range, bytes, aborted, seal }: StoredFrame): Omit<Frame, 'at'> {
  return {
    from: BigInt(range[0]),
    next: BigInt(range[1]),
    bytes,
    aborted: aborted.map(([producerId, firstOffset]) => ({
      producerId: BigInt(producerId),
      firstOffset: BigInt(firstOffset),
    })),
    nonce: Buffer.from(seal[0], 'base64'),
    tag: Buffer.from(seal[1], 'base64'),
  };
}

/** A header opens only for the place it was written for: a file under another name is of no use. */
function headerContext(length: Buffer, place: Place): Buffer {
  return Buffer.concat([MAGIC, length, Buffer.from(placeText(place))]);
}

export function placeText({ kafkaClusterId, topic, topicId, partition, isolation }: Place): string {
  return JSON.stringify([kafkaClusterId, topic, topicId, partition, isolation]);
}

/** A frame opens only in its own segment and at its own place there. */
function frameContext(segmentId: string, index: number): Buffer {
  return Buffer.from(`${segmentId} ${String(index)}`);
}
