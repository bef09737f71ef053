import { copyBack, SHORT_RUN, type FastUnpack } from './copies.ts';
import { damaged, tooLarge } from './errors.ts';

const MAGIC = 0x184d2204;
/** "Skippable" frames of other programs: 0x184D2A50 to 0x184D2A5F. */
const SKIPPABLE = 0x184d2a50;
const IS_PLAIN = 0x8000_0000;
const LARGEST_BLOCKS = new Map([
  [4, 64 * 1024],
  [5, 256 * 1024],
  [6, 1024 * 1024],
  [7, 4 * 1024 * 1024],
]);

type Block = { readonly from: number; readonly to: number; readonly isPlain: boolean; readonly largest: number };

/**
 * Unpacks LZ4 frames (lz4_Frame_format.md). A walk over the sequences adds up how large the whole becomes before any
 * memory is set aside; where the frame's own block sizes promise little, `fast` is spared that walk. Frames that follow
 * each other are all read. Checksums are left to the batch's own.
 */
export function unpackLz4(bytes: Buffer, most: number, fast: FastUnpack): Buffer {
  const { blocks, bound, frames } = readFrames(bytes);
  const unpacked = frames === 1 && bound <= most ? fast(bytes, bound) : null;
  if (unpacked !== null) return unpacked;
  const sizes: number[] = [];
  let total = 0;
  for (const block of blocks) {
    const size = block.isPlain ? block.to - block.from : unpackedSize(bytes, block.from, block.to);
    if (size > block.largest) throw damaged('a block is larger than its frame declares');
    total += size;
    if (total > most) throw tooLarge(most);
    sizes.push(size);
  }
  const out = Buffer.allocUnsafe(total);
  let at = 0;
  for (const [index, block] of blocks.entries()) {
    if (block.isPlain) bytes.copy(out, at, block.from, block.to);
    else unpackBlock(bytes, block, out, at);
    at += sizes[index] ?? 0;
  }
  return out;
}

type Frames = { readonly blocks: Block[]; bound: number; frames: number };

function readFrames(bytes: Buffer): Frames {
  const found: Frames = { blocks: [], bound: 0, frames: 0 };
  let position = 0;
  while (position < bytes.length) {
    if (position + 7 > bytes.length) throw damaged('a frame header is cut off');
    const magic = bytes.readUInt32LE(position);
    found.frames += 1;
    if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE) {
      position += 8 + (position + 8 <= bytes.length ? bytes.readUInt32LE(position + 4) : 0);
      continue;
    }
    if (magic !== MAGIC) throw damaged('it is not an LZ4 frame');
    position = readFrame(bytes, position, found);
    if (position > bytes.length) throw damaged('a checksum is cut off');
  }
  return found;
}

/** Notes the frame's blocks; answers where it ends. */
function readFrame(bytes: Buffer, start: number, found: Frames): number {
  const flags = bytes[start + 4] as number;
  const largest = LARGEST_BLOCKS.get(((bytes[start + 5] as number) >>> 4) & 7);
  if (flags >>> 6 !== 1 || largest === undefined) throw damaged('the frame header is not one of LZ4');
  if ((flags & 1) !== 0) throw damaged('it needs a dictionary');
  const blockChecksum = (flags & 16) !== 0 ? 4 : 0;
  let position = start + 7 + ((flags & 8) !== 0 ? 8 : 0);
  for (;;) {
    if (position + 4 > bytes.length) throw damaged('a block has no length');
    const word = bytes.readUInt32LE(position);
    position += 4;
    if (word === 0) return position + ((flags & 4) !== 0 ? 4 : 0);
    const isPlain = word >= IS_PLAIN;
    const to = position + (isPlain ? word - IS_PLAIN : word);
    if (to > bytes.length) throw damaged('a block is cut off');
    found.bound += isPlain ? to - position : largest;
    found.blocks.push({ from: position, to, isPlain, largest });
    position = to + blockChecksum;
  }
}

/** Adds up a block's literals and copies, without looking at what they are. */
function unpackedSize(bytes: Buffer, from: number, to: number): number {
  let position = from;
  let size = 0;
  while (position < to) {
    const token = bytes[position++] as number;
    let literals = token >>> 4;
    if (literals === 15) {
      let more: number;
      do {
        more = position < to ? (bytes[position++] as number) : 0;
        literals += more;
      } while (more === 255);
    }
    position += literals;
    size += literals;
    if (position >= to) break;
    position += 2;
    let length = token & 15;
    if (length === 15) {
      let more: number;
      do {
        more = position < to ? (bytes[position++] as number) : 0;
        length += more;
      } while (more === 255);
    }
    size += length + 4;
  }
  if (position !== to) throw damaged('a block ends in the middle of a sequence');
  return size;
}

/** `unpackedSize` has walked it before, so lengths add up and only distances are left to be checked. */
function unpackBlock(bytes: Buffer, block: Block, out: Buffer, start: number): void {
  const { to } = block;
  let position = block.from;
  let at = start;
  while (position < to) {
    const token = bytes[position++] as number;
    let literals = token >>> 4;
    if (literals === 15) {
      let more: number;
      do {
        more = bytes[position++] as number;
        literals += more;
      } while (more === 255);
    }
    if (literals > SHORT_RUN) bytes.copy(out, at, position, position + literals);
    else for (let index = 0; index < literals; index++) out[at + index] = bytes[position + index] as number;
    position += literals;
    at += literals;
    if (position >= to) break;
    const distance = (bytes[position] as number) | ((bytes[position + 1] as number) << 8);
    position += 2;
    let length = (token & 15) + 4;
    if (length === 19) {
      let more: number;
      do {
        more = bytes[position++] as number;
        length += more;
      } while (more === 255);
    }
    if (distance === 0 || distance > at) throw damaged('a copy points outside of what was unpacked');
    copyBack(out, at, distance, length);
    at += length;
  }
}
