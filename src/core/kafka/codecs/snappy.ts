import { copyBack, SHORT_RUN, type FastUnpack } from './copies.ts';
import { damaged, tooLarge } from './errors.ts';

/** Java writes snappy in the framed "xerial" form, librdkafka and others as one plain block. */
const XERIAL_MAGIC = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
/** Magic, version and compatible version. */
const XERIAL_HEADER = 16;
/** The densest element is a copy: three bytes stand for 64. What a block declares beyond that is a lie. */
const MOST_PER_BYTE = 22;

type Block = { readonly start: number; readonly from: number; readonly to: number; readonly size: number };

/**
 * Unpacks snappy without trusting a length: each block's declared size is checked before anything is set aside for it,
 * alone and summed. `fast` unpacks a plain block of honest size; null where it could not.
 */
export function unpackSnappy(bytes: Buffer, most: number, fast: FastUnpack): Buffer {
  if (!bytes.subarray(0, XERIAL_MAGIC.length).equals(XERIAL_MAGIC)) {
    const block = declaredBlock(bytes, 0, bytes.length, most);
    const unpacked = fast(bytes, block.size);
    if (unpacked !== null) return unpacked;
    const out = Buffer.allocUnsafe(block.size);
    unpackBlock(bytes, block, out, 0);
    return out;
  }
  const blocks = framedBlocks(bytes, most);
  const out = Buffer.allocUnsafe(blocks.reduce((sum, block) => sum + block.size, 0));
  let at = 0;
  for (const block of blocks) {
    const unpacked = fast(bytes.subarray(block.start, block.to), block.size);
    if (unpacked === null) unpackBlock(bytes, block, out, at);
    else unpacked.copy(out, at);
    at += block.size;
  }
  return out;
}

function framedBlocks(bytes: Buffer, most: number): Block[] {
  const blocks: Block[] = [];
  let total = 0;
  let position = XERIAL_HEADER;
  while (position < bytes.length) {
    if (position + 4 > bytes.length) throw damaged('a block has no length');
    const from = position + 4;
    const to = from + bytes.readUInt32BE(position);
    if (to > bytes.length) throw damaged('a block is cut off');
    const block = declaredBlock(bytes, from, to, most);
    total += block.size;
    if (total > most) throw tooLarge(most);
    blocks.push(block);
    position = to;
  }
  return blocks;
}

function declaredBlock(bytes: Buffer, start: number, to: number, most: number): Block {
  let size = 0;
  let factor = 1;
  let from = start;
  for (;;) {
    const byte = from < to ? bytes[from++] : undefined;
    if (byte === undefined || factor > 0x1000_0000) throw damaged('a block does not declare its size');
    size += (byte & 0x7f) * factor;
    if (byte < 0x80) break;
    factor *= 0x80;
  }
  if (size > (to - from) * MOST_PER_BYTE) throw damaged('a block declares more than its bytes can hold');
  if (size > most) throw tooLarge(most);
  return { start, from, to, size };
}

/** Elements of a block: literals, and copies of what was unpacked before (format_description.txt of google/snappy). */
function unpackBlock(bytes: Buffer, block: Block, out: Buffer, base: number): void {
  const { to } = block;
  const end = base + block.size;
  let at = base;
  let position = block.from;
  while (position < to) {
    const tag = bytes[position++] as number;
    let length: number;
    let distance: number;
    if ((tag & 3) === 0) {
      length = (tag >>> 2) + 1;
      if (length > 60) {
        const wide = length - 60;
        if (position + wide > to) throw damaged('a literal is cut off');
        length = bytes.readUIntLE(position, wide) + 1;
        position += wide;
      }
      if (position + length > to || at + length > end) throw damaged('a literal runs past its end');
      if (length > SHORT_RUN) bytes.copy(out, at, position, position + length);
      else for (let index = 0; index < length; index++) out[at + index] = bytes[position + index] as number;
      position += length;
      at += length;
      continue;
    }
    if ((tag & 3) === 1) {
      length = ((tag >>> 2) & 7) + 4;
      distance = ((tag & 0xe0) << 3) | (bytes[position] ?? 0);
      position += 1;
    } else if ((tag & 3) === 2) {
      length = (tag >>> 2) + 1;
      distance = (bytes[position] ?? 0) | ((bytes[position + 1] ?? 0) << 8);
      position += 2;
    } else {
      length = (tag >>> 2) + 1;
      distance = position + 4 <= to ? bytes.readUInt32LE(position) : 0;
      position += 4;
    }
    if (position > to || distance === 0 || distance > at - base || at + length > end) {
      throw damaged('a copy points outside of what was unpacked');
    }
    copyBack(out, at, distance, length);
    at += length;
  }
  if (at !== end) throw damaged('a block holds less than it declares');
}
