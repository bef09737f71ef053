import { BatchCursor } from './batch-cursor.ts';
import { crc32c } from './codecs/crc32c.ts';
import type { AbortedTransaction } from './engine.ts';

/** What a partition gave in one answer of a broker. */
export type UncheckedBatches = {
  readonly partition: number;
  /** The offset that was asked for. */
  readonly fromOffset: bigint;
  /** End of what may be read. */
  readonly endOffset: bigint;
  readonly batches: Buffer;
  readonly aborted: ReadonlyArray<AbortedTransaction>;
};

export type CheckedBatches = {
  /** A view on batches whose checksums are right: what follows the damaged ones, up to the next that is damaged. */
  readonly batches: Buffer;
  readonly aborted: ReadonlyArray<AbortedTransaction>;
  /** After the last of them; after the damaged ones where nothing whole follows these. */
  readonly nextOffset: bigint;
  /** A sentence for each damaged batch in front of them, and for the one that they end at. */
  readonly notes: ReadonlyArray<string>;
};

const WRONG_CHECKSUM =
  'Its checksum does not match: these are not the bytes that were written, so none of its records is shown or searched.';
const ENDS_BEFORE_IT_BEGINS = 'It ends before it begins, so none of its records is shown or searched.';

/** The checksum stands here, over all that follows it. */
const CRC_POSITION = 17;
const CRC_START = 21;
/** A control batch is exactly as long: one record with a key of four bytes and a value of six. */
const MARKER_BYTES = 78;

/**
 * Tells batches from what became of them on a disk or on the way: a broker sends what lies in its log without looking.
 * Damaged batches are told. They are stepped over where an answer begins with them; elsewhere it ends in front of them,
 * and the next one begins there: nothing that follows is cut or hidden for what a damaged header says.
 */
export function checkBatches(answer: UncheckedBatches): CheckedBatches {
  const { batches: bytes, partition, fromOffset } = answer;
  const notes: string[] = [];
  const cursor = new BatchCursor(bytes);
  let { aborted } = answer;
  let nextOffset = fromOffset;
  let start = 0;
  let end = 0;
  while (cursor.step()) {
    const damage = damageOf(cursor);
    if (damage === null) {
      end = cursor.end;
      if (cursor.lastOffset >= fromOffset) nextOffset = cursor.lastOffset + 1n;
      else start = end; // Nobody asked for it.
      continue;
    }
    const behind = offsetBehind(cursor, answer);
    notes.push(damagedNote({ partition, firstOffset: cursor.baseOffset, lastOffset: behind - 1n }, damage));
    if (end > start) break;
    nextOffset = behind;
    aborted = withoutEnded(aborted, cursor);
    start = end = cursor.end;
  }
  return { batches: bytes.subarray(start, end), aborted, nextOffset, notes };
}

/** Why a batch is not to be believed, as a sentence; null where it is. */
export function damageOf(batch: BatchCursor): string | null {
  const { bytes, start, end } = batch;
  if (crc32c(bytes, start + CRC_START, end) !== bytes.readUInt32BE(start + CRC_POSITION)) return WRONG_CHECKSUM;
  return batch.lastOffsetDelta < 0 ? ENDS_BEFORE_IT_BEGINS : null;
}

type Place = { readonly partition: number; readonly firstOffset: bigint; readonly lastOffset: bigint };

export function damagedNote({ partition, firstOffset, lastOffset }: Place, why = WRONG_CHECKSUM): string {
  const last = lastOffset > firstOffset ? ` to ${lastOffset}` : '';
  return `The batch of records at offset ${firstOffset}${last} of partition ${partition} cannot be read. ${why}`;
}

/**
 * Where to go on behind a damaged batch. Its header says in two ways how far it reaches, by its last offset and by its
 * number of records; either may be what is damaged, so the nearer one is believed that leads on at all.
 */
export function offsetBehind(
  batch: BatchCursor,
  { fromOffset, endOffset }: Pick<UncheckedBatches, 'fromOffset' | 'endOffset'>,
): bigint {
  const least = batch.baseOffset > fromOffset ? batch.baseOffset : fromOffset;
  const claims = [batch.lastOffsetDelta + 1, batch.count]
    .map((claim) => batch.baseOffset + BigInt(Math.max(1, claim)))
    .filter((claim) => claim > least);
  const nearest = claims.reduce((one, other) => (one < other ? one : other), endOffset);
  return nearest > least ? nearest : least + 1n;
}

/** A damaged end of an aborted transaction is its end all the same: what the producer wrote after it is another one. */
function withoutEnded(
  aborted: ReadonlyArray<AbortedTransaction>,
  batch: BatchCursor,
): ReadonlyArray<AbortedTransaction> {
  if (aborted.length === 0 || !batch.isControl || batch.end - batch.start !== MARKER_BYTES) return aborted;
  const { producerId, baseOffset } = batch;
  return aborted.filter((each) => each.producerId !== producerId || each.firstOffset > baseOffset);
}
