import type { ByteSearch } from './byte-search.ts';
import {
  codeUnits,
  everyWay,
  NEEDLE_PLACES,
  oddSpellings,
  plainSearches,
  simpleEscapes,
  spelling,
  type Needle,
} from './needle.ts';

/**
 * Sound test of raw bytes, for records whose key, value and headers are plain text (`Part.isPlainText`): bytes in which it
 * finds nothing hold no match. It may find too much, never too little.
 */
export type RawTest = {
  /** The needles, each in one spelling: for people and for figures. What is searched are all their spellings. */
  readonly anyOf: ReadonlyArray<Buffer>;
  /** The parts the verdict rests on: others may be anything. */
  readonly parts: RawParts;
  /** Of a whole block of records, as quickly as bytes can be searched. */
  anyMatch(bytes: Buffer): boolean;
  /** Ascending places, each inside a record that may match. */
  positions(bytes: Buffer): ReadonlyArray<number>;
};

export type RawParts = { readonly key: boolean; readonly value: boolean; readonly headers: boolean };

export function createRawTest(needles: ReadonlyArray<Needle>, parts: RawParts): RawTest {
  const searches = [...needles.flatMap(plainSearches), ...unusualSearches(needles)];
  return {
    anyOf: needles.map(spelling),
    parts,
    anyMatch: (bytes) => searches.some((search) => search(bytes, 0) >= 0),
    positions: (bytes) => allPositions(searches, bytes),
  };
}

function allPositions(searches: ReadonlyArray<ByteSearch>, bytes: Buffer): ReadonlyArray<number> {
  const lists = searches.map((search) => {
    const found: number[] = [];
    for (let at = search(bytes, 0); at >= 0; at = search(bytes, at + 1)) found.push(at);
    return found;
  });
  const filled = lists.filter((list) => list.length > 0);
  if (filled.length <= 1) return filled[0] ?? [];
  return [...new Set(filled.flat())].sort((a, b) => a - b);
}

/** Bytes an escape or another spelling can take for one character. */
const LONGEST_ESCAPE = 12;
const LONGEST_CHARACTER = 4;

/**
 * Whatever is not the plain spelling has, at its first unusual character, an escape or a spelling of another length. Those
 * are rare, so they are what is searched for, and around each one it is looked closely.
 */
function unusualSearches(needles: ReadonlyArray<Needle>): ReadonlyArray<ByteSearch> {
  const ways = needles.map((needle) => {
    // A regular expression of the whole would be long; the places around the anchor are in it only where it is not cut.
    const places = needle.places.slice(0, NEEDLE_PLACES);
    return everyWay({ ...needle, places });
  });
  const places = Math.max(...needles.map((needle) => needle.places.length));
  const isNear = (bytes: Buffer, at: number): boolean => {
    const from = Math.max(0, at - places * LONGEST_CHARACTER);
    const around = bytes.toString('latin1', from, at + places * LONGEST_ESCAPE);
    return ways.some((way) => way.test(around));
  };
  const anchors = new Map<string, Buffer>();
  for (const anchor of needles.flatMap(oddSpellings)) anchors.set(anchor.toString('latin1'), anchor);
  for (const anchor of needles.flatMap(simpleEscapes)) anchors.set(anchor, Buffer.from(anchor));
  const isWanted = unitTable(needles.flatMap(codeUnits));
  const unicode: ByteSearch = (bytes, from) => {
    for (let at = bytes.indexOf(UNICODE_ESCAPE, from); at >= 0; at = bytes.indexOf(UNICODE_ESCAPE, at + 2)) {
      if (isWanted(unitAt(bytes, at + 2)) && isNear(bytes, at)) return at;
    }
    return -1;
  };
  return [...[...anchors.values()].map((anchor) => anchored(anchor, isNear)), unicode];
}

const UNICODE_ESCAPE = Buffer.from('\\u');

function anchored(anchor: Buffer, isNear: (bytes: Buffer, at: number) => boolean): ByteSearch {
  return (bytes, from) => {
    for (let at = bytes.indexOf(anchor, from); at >= 0; at = bytes.indexOf(anchor, at + 1)) {
      if (isNear(bytes, at)) return at;
    }
    return -1;
  };
}

function unitTable(units: ReadonlyArray<number>): (unit: number) => boolean {
  const small = new Uint8Array(0x80);
  const large = new Set<number>();
  for (const unit of units) {
    if (unit < 0x80) small[unit] = 1;
    else large.add(unit);
  }
  return (unit) => (unit >= 0 && unit < 0x80 ? small[unit] === 1 : large.has(unit));
}

/** The four hexadecimal digits that stand here; -1 where they are none. */
function unitAt(bytes: Buffer, at: number): number {
  if (at + 4 > bytes.length) return -1;
  let unit = 0;
  for (let index = at; index < at + 4; index += 1) {
    const byte = bytes[index] as number;
    const lower = byte | 0x20;
    if (byte >= 0x30 && byte <= 0x39) unit = unit * 16 + byte - 0x30;
    else if (lower >= 0x61 && lower <= 0x66) unit = unit * 16 + lower - 0x57;
    else return -1;
  }
  return unit;
}
