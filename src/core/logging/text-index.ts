/**
 * Many texts that are looked for at once, in time that grows with the text alone, whatever their number and length. (One
 * pattern of all of them, tried before, becomes megabytes of machine code, and in the end ends the process.)
 *
 * A rolling hash of so many characters says where one of them may begin; a hash of its whole length, taken from the sums of
 * a polynomial in constant time, says whether it is there. The texts themselves are not kept: two that are told apart by
 * neither hash are taken for each other, once in four thousand million, and then something is masked too much.
 */
export type TextIndex = {
  /** From now on this text is found. It has at least as many characters as the index was made for. */
  add(text: string): void;
  /** Each of the texts replaced, from the left; where several begin at one place, the longest. */
  replaceIn(text: string, by: string): string;
};

/** `power`: the base to the power of the length. */
type Known = { readonly length: number; readonly sum: number; readonly power: number };

/** Odd, so that no character is lost in the arithmetic of 32 bits. */
const BASE = 0x01000193;
/** 2^32 divided by the golden ratio: neighbours land far apart. */
const SPREAD = 0x9e3779b1;
const MIN_FILTER_BITS = 12;
const MAX_FILTER_BITS = 22;
/** One slot in so many is taken: most places of a text are told by one look. */
const SPARSE = 16;

/** `head`: how many characters at the beginning of each text are looked at first, at most 6. */
export function createTextIndex(head: number): TextIndex {
  const byHead = new Map<string, Known[]>();
  const bitsOfCharacter = Math.floor(30 / head);
  const headMask = 2 ** (bitsOfCharacter * head) - 1;
  let filterBits = MIN_FILTER_BITS;
  let filter = new Uint8Array(2 ** filterBits);

  /** The hash is of the last `head` characters alone: older ones have left it by its upper end. */
  function mark(start: string): void {
    let hash = 0;
    for (let at = 0; at < head; at++) hash = ((hash << bitsOfCharacter) ^ start.charCodeAt(at)) & headMask;
    filter[Math.imul(hash, SPREAD) >>> (32 - filterBits)] = 1;
  }

  function growFilter(): void {
    while (filterBits < MAX_FILTER_BITS && 2 ** filterBits < byHead.size * SPARSE) filterBits += 1;
    filter = new Uint8Array(2 ** filterBits);
    for (const start of byHead.keys()) mark(start);
  }

  /** The longest known text that stands there; 0 where there is none. */
  function lengthAt(text: string, at: number, sums: Int32Array): number {
    for (const { length, sum, power } of byHead.get(text.slice(at, at + head)) ?? []) {
      if (at + length <= text.length && sumBetween(sums, at, at + length, power) === sum) return length;
    }
    return 0;
  }

  return {
    add(text) {
      const start = text.slice(0, head);
      const { sum, power } = sumOf(text);
      const known = byHead.get(start);
      if (known === undefined) {
        byHead.set(start, [{ length: text.length, sum, power }]);
        if (byHead.size * SPARSE > filter.length && filterBits < MAX_FILTER_BITS) growFilter();
        else mark(start);
        return;
      }
      if (known.some((each) => each.length === text.length && each.sum === sum)) return;
      known.push({ length: text.length, sum, power });
      known.sort((a, b) => b.length - a.length);
    },
    replaceIn(text, by) {
      if (byHead.size === 0) return text;
      let sums: Int32Array | null = null;
      let kept = '';
      let from = 0;
      let hash = 0;
      // Every character of every line that is logged passes here: nothing is looked up but the one slot.
      const [slots, shift, bits, mask] = [filter, 32 - filterBits, bitsOfCharacter, headMask];
      for (let at = 0; at < text.length; at++) {
        hash = ((hash << bits) ^ text.charCodeAt(at)) & mask;
        if (slots[Math.imul(hash, SPREAD) >>> shift] === 0) continue;
        const start = at - head + 1;
        if (start < from) continue;
        sums ??= sumsOf(text);
        const length = lengthAt(text, start, sums);
        if (length === 0) continue;
        kept += text.slice(from, start) + by;
        from = start + length;
        at = from - 1;
      }
      return from === 0 ? text : kept + text.slice(from);
    },
  };
}

function sumOf(text: string): { readonly sum: number; readonly power: number } {
  let sum = 0;
  let power = 1;
  for (let at = 0; at < text.length; at++) {
    sum = (Math.imul(sum, BASE) + text.charCodeAt(at) + 1) | 0;
    power = Math.imul(power, BASE);
  }
  return { sum, power };
}

/** For each place the sum of what stands before it. */
function sumsOf(text: string): Int32Array {
  const sums = new Int32Array(text.length + 1);
  for (let at = 0; at < text.length; at++) {
    sums[at + 1] = (Math.imul(sums[at] ?? 0, BASE) + text.charCodeAt(at) + 1) | 0;
  }
  return sums;
}

function sumBetween(sums: Int32Array, from: number, to: number, power: number): number {
  return ((sums[to] ?? 0) - Math.imul(sums[from] ?? 0, power)) | 0;
}
