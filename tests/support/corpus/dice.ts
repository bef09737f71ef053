/** Random numbers that a seed brings back (mulberry32). */
export class Dice {
  readonly seed: number;
  #state: number;

  constructor(seed: number) {
    this.seed = seed;
    this.#state = seed >>> 0;
  }

  /** From 0 to below `limit`. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  }

  /** One time in `times`. */
  chance(times: number): boolean {
    return this.below(times) === 0;
  }

  pick<T>(from: ReadonlyArray<T>): T {
    return from[this.below(from.length)] as T;
  }

  bytes(length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    for (let index = 0; index < length; index++) bytes[index] = this.below(256);
    return bytes;
  }
}

/** From the environment variable HOSTILE_SEED, so that a failed run can be had again; else a new one. */
export function newSeed(): number {
  const given = Number(process.env['HOSTILE_SEED']);
  return Number.isSafeInteger(given) && given > 0 ? given : 1 + (Date.now() % 2 ** 31);
}
