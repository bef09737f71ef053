import { AppError } from '../../../shared/errors.ts';

/** What a batch may unfold to. A megabyte of gzip can hold a gigabyte; nothing that people write comes near this. */
export const MAX_UNCOMPRESSED_BATCH = 64 * 1024 * 1024;

/** Bytes that are not what their codec makes; `what` completes "… is damaged: ". */
export function damaged(what: string, cause?: unknown): AppError {
  return new AppError('DECODE_FAILED', `The compressed data is damaged: ${what}.`, { cause });
}

export function tooLarge(most: number): AppError {
  const limit = `${Math.floor(most / 1024 / 1024)} MiB`;
  return new AppError('DECODE_FAILED', `The compressed data unfolds to more than ${limit}, so it is not unpacked.`, {
    hint:
      'If this is no attack but one very large record, read it with a consumer of your own, or have it written ' +
      'without compression: then its size is no obstacle.',
    context: { unfoldsTooFar: true },
  });
}
