import { JSON_DEPTH_LIMIT } from '../../shared/values/json-scan.ts';
import { isUtf8 } from './is-utf8.ts';
import type { TrieNode } from './path-trie.ts';

/** What a slot holds. */
export const TAG = {
  missing: 0,
  null: 1,
  false: 2,
  true: 3,
  /** `numbers` has it, exactly; the text stands between `starts` and `ends`. */
  number: 4,
  /** A number that a binary one does not hold: read it from its text. */
  longNumber: 5,
  /** Between the quotes, without escapes. */
  string: 6,
  /** With its quotes and escapes. */
  escapedString: 7,
  /** A list or object. */
  container: 8,
  /** Not from the bytes: `values` has it. */
  value: 9,
} as const;

/** 1: the character ends the quick run through a string (quote, backslash, control characters, DEL); 2: not ASCII. */
const STRING_STOP = new Uint8Array(256);
for (let code = 0; code < 256; code += 1) {
  STRING_STOP[code] = code < 0x20 || code === 0x22 || code === 0x5c || code === 0x7f ? 1 : code >= 0x80 ? 2 : 0;
}

const POWERS = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/**
 * Reads the values at some paths out of UTF-8 JSON in one pass over the bytes, without building anything. It vouches for
 * the whole document: where `scan` says false (not valid JSON, not an object or list, too deep, not UTF-8, or with a
 * character that makes it bytes rather than text) the caller decodes in the usual way.
 */
export class Projector {
  readonly tags: Uint8Array;
  readonly numbers: Float64Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly #root: TrieNode;
  #bytes: Buffer = Buffer.alloc(0);
  #end = 0;
  /** Told by the last string that was scanned. */
  #hadEscape = false;
  #hadHighByte = false;

  constructor(root: TrieNode, slots: number) {
    this.#root = root;
    this.tags = new Uint8Array(slots);
    this.numbers = new Float64Array(slots);
    this.starts = new Int32Array(slots);
    this.ends = new Int32Array(slots);
  }

  /** The document lies between `from` and `to`; what it finds is told by places in `bytes`. */
  scan(bytes: Buffer, from = 0, to = bytes.length): boolean {
    const { tags } = this;
    this.#bytes = bytes;
    this.#end = to;
    this.#hadHighByte = false;
    for (let slot = 0; slot < tags.length; slot += 1) tags[slot] = TAG.missing;
    const start = this.#space(from);
    const first = start < to ? bytes[start] : 0;
    if (first !== 0x7b && first !== 0x5b) return false;
    const end = this.#value(start, this.#root, 0);
    if (end < 0 || (end !== to && this.#space(end) !== to)) return false;
    return !this.#hadHighByte || isUtf8(bytes.subarray(from, to));
  }

  #space(from: number): number {
    const bytes = this.#bytes;
    let at = from;
    while (at < this.#end) {
      const byte = bytes[at] as number;
      if (byte > 0x20 || (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09)) break;
      at += 1;
    }
    return at;
  }

  /** Scans the value that begins here and keeps what `node` asks for; its end, or -1. */
  #value(at: number, node: TrieNode, depth: number): number {
    if (at >= this.#end) return -1;
    const { slot } = node;
    const first = this.#bytes[at] as number;
    if (first === 0x22) {
      const end = this.#string(at);
      if (slot >= 0 && end >= 0) this.#keepString(slot, at, end);
      return end;
    }
    if (first === 0x7b || first === 0x5b) {
      const end = first === 0x7b ? this.#object(at, node, depth + 1) : this.#list(at, node, depth + 1);
      if (slot >= 0 && end >= 0) this.#keep(slot, TAG.container, at, end);
      return end;
    }
    if (slot < 0) return this.#scalar(at);
    if (first === 0x2d || (first >= 0x30 && first <= 0x39)) return this.#number(at, slot);
    const end = this.#scalar(at);
    if (end >= 0) this.#keep(slot, first === 0x74 ? TAG.true : first === 0x66 ? TAG.false : TAG.null, at, end);
    return end;
  }

  #keep(slot: number, tag: number, start: number, end: number): void {
    this.tags[slot] = tag;
    this.starts[slot] = start;
    this.ends[slot] = end;
  }

  #keepString(slot: number, start: number, end: number): void {
    if (this.#hadEscape) this.#keep(slot, TAG.escapedString, start, end);
    else this.#keep(slot, TAG.string, start + 1, end - 1);
  }

  /**
   * Most of a search is spent here. Keys and strings without escapes, and marks without space around them, are read on the
   * spot; all else by the functions below.
   */
  #object(from: number, node: TrieNode, depth: number): number {
    if (depth > JSON_DEPTH_LIMIT) return -1;
    const bytes = this.#bytes;
    const end = this.#end;
    let at = from + 1;
    if (at < end && (bytes[at] as number) <= 0x20) at = this.#space(at);
    if (at < end && bytes[at] === 0x7d) return at + 1;
    for (;;) {
      if (at >= end || bytes[at] !== 0x22) return -1;
      const keyAt = at;
      at += 1;
      while (at < end && STRING_STOP[bytes[at] as number] === 0) at += 1;
      if (at < end && bytes[at] === 0x22) {
        at += 1;
        this.#hadEscape = false;
      } else if ((at = this.#string(keyAt)) < 0) return -1;
      const wanted = node.names.length === 0 ? null : this.#child(node, keyAt, at);
      if (at < end && (bytes[at] as number) <= 0x20) at = this.#space(at);
      if (at >= end || bytes[at] !== 0x3a) return -1;
      at += 1;
      if (at < end && (bytes[at] as number) <= 0x20) at = this.#space(at);
      if (wanted !== null) {
        for (let each = 0; each < wanted.slots.length; each += 1) this.tags[wanted.slots[each] as number] = TAG.missing;
        at = this.#value(at, wanted, depth);
      } else if (at < end && bytes[at] === 0x22) {
        const valueAt = at;
        at += 1;
        while (at < end && STRING_STOP[bytes[at] as number] === 0) at += 1;
        at = at < end && bytes[at] === 0x22 ? at + 1 : this.#string(valueAt);
      } else at = this.#skip(at, depth);
      if (at < 0) return -1;
      if (at < end && (bytes[at] as number) <= 0x20) at = this.#space(at);
      if (at >= end) return -1;
      const next = bytes[at] as number;
      if (next === 0x7d) return at + 1;
      if (next !== 0x2c) return -1;
      at += 1;
      if (at < end && (bytes[at] as number) <= 0x20) at = this.#space(at);
    }
  }

  #list(from: number, node: TrieNode, depth: number): number {
    if (depth > JSON_DEPTH_LIMIT) return -1;
    const bytes = this.#bytes;
    const { elements } = node;
    let at = this.#space(from + 1);
    if (at < this.#end && bytes[at] === 0x5d) return at + 1;
    for (let index = 0; ; index += 1) {
      const wanted = elements.size === 0 ? undefined : elements.get(index);
      at = wanted === undefined ? this.#skip(at, depth) : this.#value(at, wanted, depth);
      if (at < 0) return -1;
      at = this.#space(at);
      if (at >= this.#end) return -1;
      const next = bytes[at] as number;
      if (next === 0x5d) return at + 1;
      if (next !== 0x2c) return -1;
      at = this.#space(at + 1);
    }
  }

  /** The part of the trie that the key between these quotes leads to. */
  #child(node: TrieNode, start: number, end: number): TrieNode | null {
    const { names } = node;
    if (this.#hadEscape) {
      const text = JSON.parse(this.#bytes.toString('utf8', start, end)) as string;
      for (const { name, node: below } of names) if (name === text) return below;
      return null;
    }
    const length = end - start - 2;
    const bytes = this.#bytes;
    for (let index = 0; index < names.length; index += 1) {
      const { bytes: name, length: wanted, node: below } = names[index] as (typeof names)[number];
      if (wanted !== length || name === null) continue;
      let at = 0;
      while (at < length && bytes[start + 1 + at] === name[at]) at += 1;
      if (at === length) return below;
    }
    return null;
  }

  /** Over a value that nobody asks for. */
  #skip(at: number, depth: number): number {
    if (at >= this.#end) return -1;
    const first = this.#bytes[at] as number;
    if (first === 0x22) return this.#string(at);
    if (first === 0x7b) return this.#object(at, NOTHING, depth + 1);
    if (first === 0x5b) return this.#list(at, NOTHING, depth + 1);
    return this.#scalar(at);
  }

  #string(from: number): number {
    const bytes = this.#bytes;
    const end = this.#end;
    let at = from + 1;
    this.#hadEscape = false;
    while (at < end) {
      const byte = bytes[at] as number;
      const stop = STRING_STOP[byte] as number;
      if (stop === 0) at += 1;
      else if (stop === 2) {
        this.#hadHighByte = true;
        at += 1;
      } else if (byte === 0x22) return at + 1;
      else if (byte !== 0x5c) return -1;
      else {
        at = this.#escape(at);
        if (at < 0) return -1;
        this.#hadEscape = true;
      }
    }
    return -1;
  }

  #escape(at: number): number {
    if (at + 1 >= this.#end) return -1;
    const byte = this.#bytes[at + 1] as number;
    if (byte !== 0x75) return SIMPLE_ESCAPES.includes(byte) ? at + 2 : -1;
    if (at + 6 > this.#end) return -1;
    for (let index = at + 2; index < at + 6; index += 1) if (!isHex(this.#bytes[index] as number)) return -1;
    return at + 6;
  }

  /** A number, true, false or null. */
  #scalar(at: number): number {
    const bytes = this.#bytes;
    const first = bytes[at] as number;
    if (first === 0x2d || (first >= 0x30 && first <= 0x39)) return this.#number(at, -1);
    const word = first === 0x74 ? TRUE : first === 0x66 ? FALSE : first === 0x6e ? NULL : null;
    if (word === null || at + word.length > this.#end) return -1;
    for (let index = 1; index < word.length; index += 1) if (bytes[at + index] !== word[index]) return -1;
    return at + word.length;
  }

  /** Up to 15 digits it is computed on the way, which is exact: digits and power of ten are exact, and one division rounds. */
  #number(from: number, slot: number): number {
    const bytes = this.#bytes;
    const end = this.#end;
    const negative = bytes[from] === 0x2d;
    let at = negative ? from + 1 : from;
    let byte = at < end ? (bytes[at] as number) : 0;
    if (byte < 0x30 || byte > 0x39) return -1;
    let mantissa = byte - 0x30;
    const digitsFrom = at;
    at += 1;
    if (byte !== 0x30) {
      while (at < end && (byte = bytes[at] as number) >= 0x30 && byte <= 0x39) {
        mantissa = mantissa * 10 + (byte - 0x30);
        at += 1;
      }
    }
    let fraction = 0;
    if (at < end && bytes[at] === 0x2e) {
      const fractionFrom = at + 1;
      at = fractionFrom;
      while (at < end && (byte = bytes[at] as number) >= 0x30 && byte <= 0x39) {
        mantissa = mantissa * 10 + (byte - 0x30);
        at += 1;
      }
      fraction = at - fractionFrom;
      if (fraction === 0) return -1;
    }
    const digits = at - digitsFrom;
    const exponent = at < end && ((bytes[at] as number) | 0x20) === 0x65;
    if (exponent) at = this.#exponent(at);
    if (slot < 0 || at < 0) return at;
    if (exponent || digits > 15) this.#keep(slot, TAG.longNumber, from, at);
    else {
      this.#keep(slot, TAG.number, from, at);
      const value = fraction === 0 ? mantissa : mantissa / (POWERS[fraction] as number);
      this.numbers[slot] = negative && value !== 0 ? -value : value;
    }
    return at;
  }

  #exponent(from: number): number {
    const bytes = this.#bytes;
    let at = from + 1;
    if (at < this.#end && (bytes[at] === 0x2b || bytes[at] === 0x2d)) at += 1;
    const digitsFrom = at;
    while (at < this.#end && (bytes[at] as number) >= 0x30 && (bytes[at] as number) <= 0x39) at += 1;
    return at === digitsFrom ? -1 : at;
  }
}

const NOTHING: TrieNode = { slot: -1, names: [], elements: new Map(), slots: [] };
const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');
const NULL = Buffer.from('null');
const SIMPLE_ESCAPES = Buffer.from('"\\/bfnrt');

function isHex(byte: number): boolean {
  const lower = byte | 0x20;
  return (byte >= 0x30 && byte <= 0x39) || (lower >= 0x61 && lower <= 0x66);
}
