export const BYTES_PER_LINE = 16;

export type HexLine = { readonly offset: string; readonly hex: string; readonly ascii: string };

/** Line `index` of a hex dump, made when it comes into view. */
export function hexLine(bytes: Uint8Array, index: number): HexLine {
  const start = index * BYTES_PER_LINE;
  const row = bytes.subarray(start, start + BYTES_PER_LINE);
  const pair = (byte: number): string => byte.toString(16).padStart(2, '0');
  const half = (from: number): string => Array.from(row.subarray(from, from + 8), pair).join(' ');
  return {
    offset: start.toString(16).padStart(8, '0'),
    hex: `${half(0).padEnd(23)}  ${half(8).padEnd(23)}`,
    ascii: Array.from(row, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join(''),
  };
}

/** Lines in which the query starts: bytes where it reads as pairs of hex digits, else UTF-8 text. */
export function findInBytes(bytes: Uint8Array, query: string): ReadonlyArray<number> {
  const wanted = queryBytes(query);
  const lines = new Set<number>();
  const first = wanted[0];
  if (first === undefined) return [];
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) {
    if (wanted.every((byte, index) => bytes[at + index] === byte)) lines.add(Math.floor(at / BYTES_PER_LINE));
  }
  return [...lines];
}

function queryBytes(query: string): Uint8Array {
  const compact = query.replace(/\s/g, '');
  if (/^([0-9a-f]{2})+$/i.test(compact))
    return Uint8Array.from(compact.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  return new TextEncoder().encode(query);
}
