/** Random numbers of a printed seed, so that what failed can be run again: SEED=… */
export function randomOf() {
  const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 2 ** 31));
  process.stdout.write(`seed ${seed}\n`);
  let state = seed >>> 0;
  // mulberry32
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    seed,
    below,
    next,
    bytes: (length: number): Buffer => Buffer.from(Array.from({ length }, () => below(256))),
    pick: <T>(list: ReadonlyArray<T>): T => list[below(list.length)] as T,
    /** All sizes of 64-bit numbers come as often. */
    long: (): bigint =>
      BigInt.asIntN(64, ((BigInt(below(2 ** 31)) << 33n) | (BigInt(below(2 ** 31)) << 2n)) >> BigInt(below(64))),
    text: (): string =>
      Array.from({ length: below(12) }, () =>
        String.fromCodePoint(below(4) > 0 ? 32 + below(95) : 0xa0 + below(5000)),
      ).join(''),
  };
}

export type Random = ReturnType<typeof randomOf>;
