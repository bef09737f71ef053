/** Sentences kept for the reader; of more only the number is told. */
const KEPT = 20;
/** Different sentences that are counted. */
const HEARD = 10_000;

/** What a reader must know of what was read ("a batch was refused"): each sentence once, and not more than one can read. */
export class Notes {
  readonly #kept: string[];
  /** Those too that there was no room for. */
  readonly #heard: Set<string>;

  /** What is known before anything is read is kept whole. */
  constructor(known: ReadonlyArray<string> = []) {
    this.#kept = [...known];
    this.#heard = new Set(known);
  }

  add(sentence: string): void {
    if (this.#heard.has(sentence) || this.#heard.size >= HEARD) return;
    this.#heard.add(sentence);
    if (this.#kept.length < KEPT) this.#kept.push(sentence);
  }

  get sentences(): ReadonlyArray<string> {
    const untold = this.#heard.size - this.#kept.length;
    if (untold <= 0) return this.#kept;
    const orMore = this.#heard.size < HEARD ? '' : ' or more';
    return [...this.#kept, `${untold}${orMore} further messages are not shown.`];
  }
}
