/** The same numbers for the same seed on every machine: sample data is compared with what was sent. */
export type Random = {
  /** From 0 up to but not including `limit`. */
  below(limit: number): number;
  pick<const T extends readonly [unknown, ...unknown[]]>(from: T): T[number];
  hex(digits: number): string;
  bytes(count: number): Buffer;
};

/** The mulberry32 generator: 32 bits of state are plenty for looks. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    pick: (from) => from[below(from.length)] ?? from[0],
    hex: (digits) => Array.from({ length: digits }, () => below(16).toString(16)).join(''),
    bytes: (count) => Buffer.from(Array.from({ length: count }, () => below(256))),
  };
}
