import { createLoops, MEMORY_BYTES, REACH, TABLE_BYTES, type Crc32cLoops } from './crc32c-module.ts';

/** CRC-32C (Castagnoli), bit-reversed as all of its kind are written. */
const POLYNOMIAL = 0x82f6_3b78;
const FLIPPED = 0xffff_ffff;

/** Room for what has an effect on the next bytes, in whole vectors. */
const HISTORY_BYTES = Math.ceil(REACH / 16) * 16;
/** Copied into the module's memory at a time; small enough to stay in the processor's nearest cache. */
const CHUNK_BYTES = 32 * 1024;
/** Fewer are divided as they are. */
const LEAST_TO_FOLD = HISTORY_BYTES * 2;
/** The last chunk of several is never too short for what the ones before have an effect on. */
const DATA = TABLE_BYTES + HISTORY_BYTES;
const REST = DATA + CHUNK_BYTES + LEAST_TO_FOLD + HISTORY_BYTES;
if (REST + LEAST_TO_FOLD > MEMORY_BYTES) throw new Error('The memory of the checksum module is too small.');

type Machine = Pick<Crc32cLoops, 'fold' | 'divide'> & { readonly memory: Uint8Array };
let machine: Machine | null = null;

/**
 * CRC-32C of `bytes` from `start` to `end`, unsigned: the checksum of Kafka's record batches. No instruction for it can be
 * reached from here, and tables alone read one byte at a time, so long stretches are first folded into short ones.
 */
export function crc32c(bytes: Uint8Array, start = 0, end = bytes.length): number {
  const { memory, divide } = (machine ??= createMachine());
  const length = end - start;
  if (length >= LEAST_TO_FOLD) return folded(machine, bytes, start, end);
  memory.set(bytes.subarray(start, end), DATA);
  return (divide(DATA, DATA + length, FLIPPED) ^ FLIPPED) >>> 0;
}

function folded({ memory, fold, divide }: Machine, bytes: Uint8Array, start: number, end: number): number {
  memory.fill(0, TABLE_BYTES, DATA);
  let at = start;
  for (let isFirst = true; ; isFirst = false) {
    const left = end - at;
    const isLast = left <= CHUNK_BYTES + LEAST_TO_FOLD;
    const size = isLast ? left : CHUNK_BYTES;
    memory.set(bytes.subarray(at, at + size), DATA);
    // The checksum begins with all bits set, which is the same as the first four bytes flipped.
    if (isFirst) for (let index = DATA; index < DATA + 4; index++) memory[index] = (memory[index] as number) ^ 0xff;
    if (isLast) {
      const rest = size % 16 + HISTORY_BYTES; // prettier-ignore
      const gone = DATA + size - rest;
      fold(DATA, DATA - REACH, gone);
      // What is left is not taken away itself, so it must not add to what follows it.
      memory.copyWithin(REST, gone, gone + rest);
      memory.fill(0, gone, gone + HISTORY_BYTES);
      fold(REST, gone - REACH, REST + HISTORY_BYTES);
      return (divide(REST, REST + rest, 0) ^ FLIPPED) >>> 0;
    }
    fold(DATA, DATA - REACH, DATA + size);
    memory.copyWithin(TABLE_BYTES, DATA + size - HISTORY_BYTES, DATA + size);
    at += size;
  }
}

function createMachine(): Machine {
  const { memory, fold, divide } = createLoops();
  const tables = new Uint32Array(memory.buffer, 0, TABLE_BYTES / 4);
  for (let byte = 0; byte < 256; byte++) {
    let rest = byte;
    for (let bit = 0; bit < 8; bit++) rest = (rest & 1) === 0 ? rest >>> 1 : (rest >>> 1) ^ POLYNOMIAL;
    tables[byte] = rest;
  }
  for (let index = 256; index < tables.length; index++) {
    const before = tables[index - 256] as number;
    tables[index] = (before >>> 8) ^ (tables[before & 255] as number);
  }
  return { memory: new Uint8Array(memory.buffer), fold, divide };
}
