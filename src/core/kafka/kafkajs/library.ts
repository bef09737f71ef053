import type * as KafkaJs from 'kafkajs';
import { constants, gzipSync, zstdCompressSync } from 'node:zlib';
import { loadDecompress } from '../compression.ts';
import { checkAnswers } from './damaged.ts';

export type KafkaJsLibrary = typeof KafkaJs;

type Encoder = { readonly buffer: Buffer };

/** Loads kafkajs, gives it the codecs it lacks, and mends what its age breaks on a new Node. */
export async function loadKafkaJs(): Promise<KafkaJsLibrary> {
  const [imported, queue, connection, wasm, decompress] = await Promise.all([
    import('kafkajs'),
    import('kafkajs/src/network/requestQueue/index.js'),
    import('kafkajs/src/network/connection.js'),
    import('@platformatic/wasm-utils'),
    loadDecompress(),
  ]);
  const library = interop(imported);
  keepTimersPositive(interop(queue).prototype);
  checkAnswers(interop(connection).prototype);
  const { CompressionCodecs, CompressionTypes } = library;
  const codec = (number: number, compress: (bytes: Buffer) => Buffer) => () => ({
    compress: (encoder: Encoder) => Promise.resolve(compress(encoder.buffer)),
    decompress: (bytes: Buffer) => Promise.resolve(decompress(number, bytes)),
  });
  CompressionCodecs[CompressionTypes.GZIP] = codec(1, (bytes) => gzipSync(bytes));
  CompressionCodecs[CompressionTypes.Snappy] = codec(2, (bytes) => wasm.snappyCompress(bytes));
  CompressionCodecs[CompressionTypes.LZ4] = codec(3, (bytes) => wasm.lz4Compress(bytes));
  CompressionCodecs[CompressionTypes.ZSTD] = codec(4, (bytes) =>
    zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 3 } }),
  );
  return library;
}

/** A CommonJS module is its own default export under Node, and itself in a bundle. */
function interop<T extends object>(module: T): T extends { default: infer D } ? D : T;
function interop(module: object): unknown {
  return 'default' in module ? module.default : module;
}

type RequestQueue = InstanceType<typeof import('kafkajs/src/network/requestQueue/index.js')>;

/** How soon a queue that is merely full is looked at again. */
const LOOK_AGAIN_MS = 10;

/**
 * kafkajs starts its throttle clock at −1 and sets timers with a negative time: new Node versions warn of each on the
 * console, and the timer wakes an idle connection every millisecond. Without anything waiting no timer is needed.
 */
function keepTimersPositive(prototype: RequestQueue): void {
  prototype.scheduleCheckPendingRequests = function mended(this: RequestQueue): void {
    const throttledMs = Math.max(0, this.throttledUntil - Date.now());
    if (this.throttleCheckTimeoutId !== null || (throttledMs === 0 && this.pending.length === 0)) return;
    this.throttleCheckTimeoutId = setTimeout(
      () => {
        this.throttleCheckTimeoutId = null;
        this.checkPendingRequests();
      },
      throttledMs > 0 ? throttledMs : LOOK_AGAIN_MS,
    );
  };
}
