import { AppError } from '../../shared/errors.ts';
import type { BatchCursor } from './batch-cursor.ts';
import { CODEC_NAMES } from './compression.ts';

/** A batch that cannot be unpacked or walked; reading goes on after it. */
export type RefusedBatch = {
  readonly partition: number;
  readonly firstOffset: bigint;
  readonly lastOffset: bigint;
  /** Names partition and offset, says why and what to do. */
  readonly error: AppError;
};

/** Why a batch cannot be read, in words that say where it is. A bug of ours is no refusal and goes its way. */
export function refusal(batch: BatchCursor, partition: number, error: unknown): RefusedBatch {
  if (!(error instanceof AppError)) throw error;
  const { baseOffset: firstOffset, lastOffset } = batch;
  const codec = CODEC_NAMES[batch.codec] ?? String(batch.codec);
  const last = lastOffset > firstOffset ? ` to ${lastOffset}` : '';
  const message = `The batch of records at offset ${firstOffset}${last} of partition ${partition} cannot be read (${codec}). ${error.message}`;
  const readOn = `Read on from offset ${lastOffset + 1n} for what follows it.`;
  return {
    partition,
    firstOffset,
    lastOffset,
    error: new AppError(error.code, message, {
      hint: error.hint === undefined ? readOn : `${error.hint} ${readOn}`,
      context: { ...error.context, partition, offset: String(firstOffset), lastOffset: String(lastOffset) },
      cause: error,
    }),
  };
}
