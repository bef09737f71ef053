import { Decimal } from '../../shared/values/exact.ts';

/**
 * Exact arithmetic of whole numbers and decimal fractions. A binary floating point number counts as the decimal fraction it
 * is shown as (its shortest text): what a person reads and types is what is compared. Up to 15 significant digits that text
 * and the number are one to one, so such decimals are carried as plain numbers and compare exactly.
 */
export type Num = number | bigint | Decimal;

/** 0.digits × 10^point, digits without zeros at either end; zero is no digits. */
type Normal = { readonly negative: boolean; readonly digits: string; readonly point: number };

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;
/** Digits of a result beyond which arithmetic gives up. */
const MAX_DIGITS = 2000;
/** Significant digits of a quotient that does not end. */
const QUOTIENT_DIGITS = 34;

export function isNumber(value: unknown): value is Num {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof Decimal;
}

/** -1, 0 or 1; NaN where one of them is no number. */
export function compareNumbers(left: Num, right: Num): number {
  if (typeof left === 'number' && typeof right === 'number') return sign(left, right);
  if (typeof left === 'bigint' && typeof right === 'bigint') return left < right ? -1 : left > right ? 1 : 0;
  if (isSmall(left) && isSmall(right)) return sign(Number(left), Number(right));
  const infinite = compareInfinite(left, right);
  if (infinite !== null) return infinite;
  return compareNormal(normal(left), normal(right));
}

function sign(left: number, right: number): number {
  if (left < right) return -1;
  if (left > right) return 1;
  return left === right ? 0 : NaN;
}

/** Finite binary numbers and whole numbers that they hold exactly. */
function isSmall(value: Num): value is number | bigint {
  if (typeof value === 'number') return Math.abs(value) <= Number.MAX_SAFE_INTEGER;
  return typeof value === 'bigint' && value <= 9007199254740991n && value >= -9007199254740991n;
}

function compareInfinite(left: Num, right: Num): number | null {
  const a = typeof left === 'number' && !Number.isFinite(left) ? left : 0;
  const b = typeof right === 'number' && !Number.isFinite(right) ? right : 0;
  return a === 0 && b === 0 ? null : sign(a, b);
}

function normal(value: Num): Normal {
  const match = NUMBER.exec(numberText(value));
  if (match === null) return { negative: false, digits: '', point: 0 };
  const [, minus, whole = '', fraction = '', exponent = '0'] = match;
  const all = whole + fraction;
  let start = 0;
  while (start < all.length && all.charCodeAt(start) === 0x30) start += 1;
  let end = all.length;
  while (end > start && all.charCodeAt(end - 1) === 0x30) end -= 1;
  if (start === end) return { negative: false, digits: '', point: 0 };
  return { negative: minus === '-', digits: all.slice(start, end), point: whole.length - start + Number(exponent) };
}

function compareNormal(left: Normal, right: Normal): number {
  if (left.digits === '' || right.digits === '') {
    if (left.digits === right.digits) return 0;
    return left.digits === '' ? (right.negative ? 1 : -1) : left.negative ? -1 : 1;
  }
  if (left.negative !== right.negative) return left.negative ? -1 : 1;
  const larger = left.negative ? -1 : 1;
  if (left.point !== right.point) return left.point > right.point ? larger : -larger;
  if (left.digits === right.digits) return 0;
  return left.digits > right.digits ? larger : -larger;
}

/** As it is shown: a decimal as written. */
export function numberText(value: Num): string {
  return value instanceof Decimal ? value.text : Object.is(value, -0) ? '0' : String(value);
}

/** A number from its JSON text: small ones as a plain number, where that is exact; the others without loss. */
export function parseNumber(text: string): Num {
  if (/^-?\d+$/.test(text)) {
    const value = Number(text);
    return Number.isSafeInteger(value) ? value + 0 : BigInt(text);
  }
  const form = normal(new Decimal(text));
  // 15 digits survive the way into a binary number and back; the range keeps away from its ends.
  if (form.digits.length <= 15 && Math.abs(form.point) < 290) return Number(text) + 0;
  return new Decimal(text);
}

/** A number in any text a person may have put into a field; null where it is none. */
export function numberOf(text: string): Num | null {
  const trimmed = text.trim();
  if (trimmed.length > 10_000 || !NUMBER.test(trimmed)) return null;
  return parseNumber(trimmed);
}

export type Operator = '+' | '-' | '*' | '/' | '%';

/** Null where there is no answer: division by zero, infinities, results of more than some thousand digits. */
export function calculate(operator: Operator, left: Num, right: Num): Num | null {
  if (typeof left === 'number' && typeof right === 'number') {
    const quick = calculateSmall(operator, left, right);
    if (quick !== null) return quick;
  }
  const a = scaled(left);
  const b = scaled(right);
  if (a === null || b === null) return null;
  if (operator === '*')
    return result({ coefficient: a.coefficient * b.coefficient, exponent: a.exponent + b.exponent });
  if (Math.abs(a.exponent - b.exponent) > MAX_DIGITS) return null;
  if (operator === '/') return divide(a, b);
  const exponent = Math.min(a.exponent, b.exponent);
  const x = a.coefficient * 10n ** BigInt(a.exponent - exponent);
  const y = b.coefficient * 10n ** BigInt(b.exponent - exponent);
  if (operator === '+') return result({ coefficient: x + y, exponent });
  if (operator === '-') return result({ coefficient: x - y, exponent });
  return y === 0n ? null : result({ coefficient: x % y, exponent });
}

function calculateSmall(operator: Operator, left: number, right: number): number | null {
  if (!Number.isSafeInteger(left) || !Number.isSafeInteger(right)) return null;
  let value: number;
  if (operator === '+') value = left + right;
  else if (operator === '-') value = left - right;
  else if (operator === '*') value = left * right;
  else if (right === 0) return null;
  else value = operator === '/' ? left / right : left % right;
  return Number.isSafeInteger(value) ? value + 0 : null;
}

/** coefficient × 10^exponent. */
type Scaled = { readonly coefficient: bigint; readonly exponent: number };

function scaled(value: Num): Scaled | null {
  if (typeof value === 'bigint')
    return value.toString().length > MAX_DIGITS ? null : { coefficient: value, exponent: 0 };
  if (typeof value === 'number' && !Number.isFinite(value)) return null;
  const { negative, digits, point } = normal(value);
  if (digits === '') return { coefficient: 0n, exponent: 0 };
  if (digits.length > MAX_DIGITS || Math.abs(point) > MAX_DIGITS) return null;
  const coefficient = BigInt(digits);
  return { coefficient: negative ? -coefficient : coefficient, exponent: point - digits.length };
}

function divide(left: Scaled, right: Scaled): Num | null {
  if (right.coefficient === 0n) return null;
  const shift = QUOTIENT_DIGITS + Math.max(0, digitCount(right.coefficient) - digitCount(left.coefficient));
  const top = left.coefficient * 10n ** BigInt(shift);
  const quotient = top / right.coefficient;
  const rest = top % right.coefficient;
  // Half away from zero: as people round.
  const up = abs(rest) * 2n >= abs(right.coefficient);
  const away = top < 0n !== right.coefficient < 0n ? -1n : 1n;
  return result({ coefficient: up ? quotient + away : quotient, exponent: left.exponent - right.exponent - shift });
}

function digitCount(value: bigint): number {
  return abs(value).toString().length;
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function result({ coefficient, exponent }: Scaled): Num | null {
  const negative = coefficient < 0n;
  const digits = abs(coefficient).toString();
  if (digits.length > MAX_DIGITS || Math.abs(exponent) > 2 * MAX_DIGITS) return null;
  if (exponent >= 0)
    return parseNumber(`${negative ? '-' : ''}${digits}${coefficient === 0n ? '' : '0'.repeat(exponent)}`);
  const padded = digits.padStart(1 - exponent, '0');
  const whole = padded.slice(0, exponent);
  const fraction = padded.slice(exponent).replace(/0+$/, '');
  return parseNumber(`${negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`);
}

export function negate(value: Num): Num | null {
  return calculate('-', 0, value);
}
