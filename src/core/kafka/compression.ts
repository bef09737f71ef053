import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { AppError } from '../../shared/errors.ts';

/** Undoes a batch's compression; `codec` is the number in its attributes. */
export type Decompress = (codec: number, bytes: Buffer) => Buffer;

/** A batch of 1 MB can unfold to a thousand times that; more than this is refused rather than taken from all memory. */
export const MAX_UNCOMPRESSED_BATCH = 256 * 1024 * 1024;

const XERIAL_MAGIC = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
/** Magic, version and compatible version. */
const XERIAL_HEADER = 16;

/** Loads the WebAssembly part when the first reader needs it, not at the start of the app. */
export async function loadDecompress(): Promise<Decompress> {
  const { lz4Decompress, snappyDecompress } = await import('@platformatic/wasm-utils');
  return (codec, bytes) => {
    switch (codec) {
      case 0:
        return bytes;
      case 1:
        return gunzipSync(bytes, { maxOutputLength: MAX_UNCOMPRESSED_BATCH });
      case 2:
        return decompressSnappy(bytes, snappyDecompress);
      case 3:
        return lz4Decompress(bytes);
      case 4:
        return zstdDecompressSync(bytes, { maxOutputLength: MAX_UNCOMPRESSED_BATCH });
      default:
        throw new AppError(
          'UNSUPPORTED',
          `A batch of records is compressed with codec ${String(codec)}, which is unknown.`,
        );
    }
  };
}

/** Java writes snappy in the framed "xerial" form, librdkafka and others as one plain block. */
function decompressSnappy(bytes: Buffer, plain: (bytes: Buffer) => Buffer): Buffer {
  if (!bytes.subarray(0, XERIAL_MAGIC.length).equals(XERIAL_MAGIC)) return plain(bytes);
  const blocks: Buffer[] = [];
  let position = XERIAL_HEADER;
  while (position + 4 <= bytes.length) {
    const length = bytes.readUInt32BE(position);
    blocks.push(plain(bytes.subarray(position + 4, position + 4 + length)));
    position += 4 + length;
  }
  return Buffer.concat(blocks);
}
