/** Over how long a rate is taken: long enough to be calm, short enough to be of now. */
const WINDOW_MS = 3000;

/** Records and bytes a second over the last moments. A pause counts as a pause. */
export class RateMeter {
  readonly #clock: () => number;
  readonly #samples: Array<{ readonly at: number; readonly records: number; readonly bytes: number }> = [];
  #records = 0;
  #bytes = 0;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  add(records: number, bytes: number): void {
    this.#samples.push({ at: this.#clock(), records, bytes });
    this.#records += records;
    this.#bytes += bytes;
    this.#forget();
  }

  perSecond(): { readonly records: number; readonly bytes: number } {
    this.#forget();
    const first = this.#samples[0];
    if (first === undefined) return { records: 0, bytes: 0 };
    const seconds = Math.max(this.#clock() - first.at, 100) / 1000;
    return { records: this.#records / seconds, bytes: this.#bytes / seconds };
  }

  #forget(): void {
    const oldest = this.#clock() - WINDOW_MS;
    for (let first = this.#samples[0]; first !== undefined && first.at < oldest; first = this.#samples[0]) {
      this.#samples.shift();
      this.#records -= first.records;
      this.#bytes -= first.bytes;
    }
  }
}
