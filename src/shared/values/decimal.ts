/** A number taken apart without rounding: `digits` × 10^`exponent`, no zeros at either end of the digits; zero has none. */
type Parts = { readonly sign: -1 | 0 | 1; readonly digits: string; readonly exponent: bigint };

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

function partsOf(text: string): Parts | null {
  const match = NUMBER.exec(text);
  if (match === null) return null;
  const [, minus, whole = '', fraction = '', exponent = '0'] = match;
  const written = (whole + fraction).replace(/^0+/, '');
  const digits = written.replace(/0+$/, '');
  if (digits === '') return { sign: 0, digits: '', exponent: 0n };
  const zeros = written.length - digits.length;
  return {
    sign: minus === '-' ? -1 : 1,
    digits,
    exponent: BigInt(exponent) - BigInt(fraction.length) + BigInt(zeros),
  };
}

/** True where the text is a number as JSON writes them (leading zeros allowed). */
export function isDecimal(text: string): boolean {
  return NUMBER.test(text);
}

/** One spelling for each number: `1`, `1.0` and `10e-1` give the same text. Other text is given back as it is. */
export function canonicalDecimal(text: string): string {
  const parts = partsOf(text);
  if (parts === null) return text;
  return parts.sign === 0 ? '0' : `${parts.sign < 0 ? '-' : ''}${parts.digits}e${String(parts.exponent)}`;
}

/** Compares two numbers of any size and precision exactly; text that is no number counts as zero. */
export function compareDecimals(left: string, right: string): number {
  // Most numbers are short and whole; these are exact in binary.
  if (left.length <= 15 && right.length <= 15 && !/[.eE]/.test(left) && !/[.eE]/.test(right)) {
    return Number(left) - Number(right);
  }
  const a = partsOf(left);
  const b = partsOf(right);
  const signs = (a?.sign ?? 0) - (b?.sign ?? 0);
  if (a === null || b === null || signs !== 0 || a.sign === 0) return signs;
  return a.sign > 0 ? compareSizes(a, b) : compareSizes(b, a);
}

function compareSizes(a: Parts, b: Parts): number {
  const magnitude = BigInt(a.digits.length) + a.exponent - (BigInt(b.digits.length) + b.exponent);
  if (magnitude !== 0n) return magnitude < 0n ? -1 : 1;
  const length = Math.max(a.digits.length, b.digits.length);
  const left = a.digits.padEnd(length, '0');
  const right = b.digits.padEnd(length, '0');
  return left < right ? -1 : left > right ? 1 : 0;
}
