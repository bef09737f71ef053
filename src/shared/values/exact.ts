/**
 * Decoded values without loss. Whole numbers of any size are `bigint`; decimal fractions keep the text they were written
 * in; `number` is only what was binary floating point in the record (NaN and infinities included).
 */
export type Exact =
  | null
  | boolean
  | string
  | bigint
  | number
  | Decimal
  | Instant
  | Uint8Array
  | ReadonlyArray<Exact>
  /** A map, never an object: `__proto__` is a key like any other. Of keys written twice the last one counts. */
  | ReadonlyMap<string, Exact>;

/** A decimal number as written: `12.50`, `1e400`. Holds a valid JSON number. */
export class Decimal {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toString(): string {
    return this.text;
  }
}

/** A point in time from a format that has such a type (Avro's timestamps, Protobuf's Timestamp), exact to the nanosecond. */
export class Instant {
  /** Nanoseconds since 1970-01-01 UTC. */
  readonly nanos: bigint;

  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
}
