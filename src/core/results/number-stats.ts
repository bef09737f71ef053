/** What is known of the numbers of one field, as they were written. */
export class NumberStats {
  /** Digits before and after the point, at most, of numbers in plain notation once their exponent is worked out. */
  #whole = 0;
  #fraction = 0;
  /** The same with the zeros at the end that were written: an amount of 1.50 stays one. */
  #written = 0;
  #isInt64 = true;
  #isInt128 = true;
  #isAllWhole = true;
  #isDouble = true;
  #isPlain = true;

  add(raw: string): void {
    // Most numbers are short whole ones: 15 digits fit every type.
    if (raw.length <= 15 && WHOLE.test(raw)) {
      if (raw.length > this.#whole) this.#whole = raw.length;
      return;
    }
    if (WHOLE.test(raw)) this.#addLongWhole(raw);
    else this.#addFraction(raw);
  }

  /** DuckDB's type that holds every one of them exactly. */
  get type(): string {
    if (this.#isAllWhole) {
      if (this.#isInt64) return 'BIGINT';
      return this.#isInt128 ? 'HUGEINT' : 'VARCHAR';
    }
    for (const scale of [this.#written, this.#fraction]) {
      const width = this.#whole + scale;
      if (this.#isPlain && width <= 38) return `DECIMAL(${width <= 18 ? 18 : 38},${scale})`;
    }
    return this.#isDouble ? 'DOUBLE' : 'VARCHAR';
  }

  /** The same for Parquet, which has no whole numbers beyond 64 bits: DuckDB would write them as floating point. */
  get fileType(): string {
    if (this.type !== 'HUGEINT') return this.type;
    return this.#whole <= 38 ? 'DECIMAL(38,0)' : 'VARCHAR';
  }

  #addLongWhole(raw: string): void {
    const digits = raw.startsWith('-') ? raw.length - 1 : raw.length;
    this.#whole = Math.max(this.#whole, digits);
    this.#isDouble &&= isDoubleExact(raw);
    if (digits > 39) {
      this.#isInt64 = this.#isInt128 = false;
      return;
    }
    const value = BigInt(raw);
    this.#isInt64 &&= value >= -INT64 && value < INT64;
    this.#isInt128 &&= value >= -INT128 && value < INT128;
  }

  #addFraction(raw: string): void {
    this.#isAllWhole = false;
    this.#isDouble &&= isDoubleExact(raw);
    const { digits, exponent, scale } = normalise(raw);
    this.#whole = Math.max(this.#whole, digits.length + exponent);
    this.#fraction = Math.max(this.#fraction, -exponent);
    this.#written = Math.max(this.#written, scale);
    this.#isPlain &&= digits.length + exponent <= 38 && -exponent <= 38;
  }
}

const WHOLE = /^-?[0-9]+$/;
const INT64 = 2n ** 63n;
const INT128 = 2n ** 127n;
const UINT64_END = 2n ** 64n;

/** Whether DuckDB's own JSON reader keeps the number exactly; what it does not keep is given to it as a string. */
export function isKeptByJson(raw: string): boolean {
  if (raw.length <= 15) return true;
  if (!WHOLE.test(raw)) return normalise(raw).digits.length <= 15;
  if (raw.length > 20) return false;
  const value = BigInt(raw);
  return value >= -INT64 && value < UINT64_END;
}

/** Digits without leading and trailing zeros, the power of ten of the last one, and digits after the point as written. */
export function normalise(raw: string): { digits: string; exponent: number; scale: number } {
  const [, whole = '', fraction = '', power = '0'] =
    /^-?([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/.exec(raw) ?? [];
  const all = `${whole}${fraction}`.replace(/^0+/, '');
  const digits = all.replace(/0+$/, '');
  const scale = fraction.length - Number(power);
  if (digits === '') return { digits: '', exponent: 0, scale };
  return { digits, exponent: all.length - digits.length - scale, scale };
}

/** Whether the number survives a way through binary floating point and back, digit by digit. */
function isDoubleExact(raw: string): boolean {
  const value = Number(raw);
  if (!Number.isFinite(value)) return false;
  const before = normalise(raw);
  const after = normalise(String(value));
  return before.digits === after.digits && before.exponent === after.exponent;
}
