import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { AppError } from '../../shared/errors.ts';
import type { FastUnpack } from './codecs/copies.ts';
import { damaged, MAX_UNCOMPRESSED_BATCH, tooLarge } from './codecs/errors.ts';
import { unpackLz4 } from './codecs/lz4.ts';
import { unpackSnappy } from './codecs/snappy.ts';

export { MAX_UNCOMPRESSED_BATCH } from './codecs/errors.ts';

/**
 * Undoes a batch's compression; `codec` is the number in its attributes. Throws an AppError and nothing else: damaged
 * bytes, more than `MAX_UNCOMPRESSED_BATCH` (context `unfoldsTooFar`), or a codec nobody knows.
 */
export type Decompress = (codec: number, bytes: Buffer) => Buffer;

export const CODEC_NAMES = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;

/** WebAssembly never gives memory back, so what may become larger than this is unpacked outside of it. */
const MOST_IN_WASM = 8 * 1024 * 1024;
/** The WebAssembly code traps on damaged bytes and loses what it had set aside; after this many it is not asked again. */
const MOST_TRAPS = 3;

/** Loads the WebAssembly part when the first reader needs it, not at the start of the app. */
export async function loadDecompress(): Promise<Decompress> {
  const { lz4Decompress, snappyDecompress } = await import('@platformatic/wasm-utils');
  let traps = 0;
  const guarded =
    (unpack: (bytes: Buffer) => Buffer): FastUnpack =>
    (bytes, size) => {
      if (size > MOST_IN_WASM || traps >= MOST_TRAPS) return null;
      try {
        return unpack(bytes);
      } catch {
        // The slow way finds out why, or gets over it.
        traps += 1;
        return null;
      }
    };
  const [fastLz4, fastSnappy] = [guarded(lz4Decompress), guarded(snappyDecompress)];
  return (codec, bytes) => {
    switch (codec) {
      case 0:
        return bytes;
      case 1:
        return withZlib(gunzipSync, bytes);
      case 2:
        return unpackSnappy(bytes, MAX_UNCOMPRESSED_BATCH, fastSnappy);
      case 3:
        return unpackLz4(bytes, MAX_UNCOMPRESSED_BATCH, fastLz4);
      case 4:
        return withZlib(zstdDecompressSync, bytes);
      default:
        throw new AppError(
          'UNSUPPORTED',
          `A batch of records is compressed with codec ${String(codec)}, which is unknown.`,
        );
    }
  };
}

type Unzip = (bytes: Buffer, options: { maxOutputLength: number }) => Buffer;

/** Node stops as soon as there is more than allowed, so a bomb costs what it has unfolded until then. */
function withZlib(unzip: Unzip, bytes: Buffer): Buffer {
  try {
    return unzip(bytes, { maxOutputLength: MAX_UNCOMPRESSED_BATCH });
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(MAX_UNCOMPRESSED_BATCH);
    throw damaged(error instanceof Error ? error.message : String(error), error);
  }
}
