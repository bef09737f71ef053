const MASK = '•••';

/**
 * A password, key or token. It prints, serialises and inspects as a mask; only code that hands it to a wire, a key
 * store or a file of its own calls `reveal()`.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The text itself. Callers keep it in no field, log or error. */
  reveal(): string {
    return this.#value;
  }

  get isEmpty(): boolean {
    return this.#value.length === 0;
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  /** What Node's `util.inspect` and console print; the symbol is Node's public registry key, so no import is needed. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return MASK;
  }
}
