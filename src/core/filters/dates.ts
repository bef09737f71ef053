import { Instant } from '../../shared/values/exact.ts';
import type { Num } from './numbers.ts';
import { calculate, compareNumbers, isNumber } from './numbers.ts';

const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9})\d*)?)?(Z|z|[+-]\d\d(?::?\d\d)?)?)?$/;

/** Nanoseconds in a millisecond. */
const MS = 1_000_000n;

/** A point in time as ISO 8601 writes it, date or date and time; without a zone it is UTC. Null where it is none. */
export function parseInstant(text: string): Instant | null {
  const match = text.length > 50 ? null : ISO.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = match;
  const numbers = [year, month, day, hour, minute, second].map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const ms = Date.UTC(numbers[0], numbers[1] - 1, numbers[2], numbers[3], numbers[4], numbers[5]);
  const date = new Date(ms);
  // Two-digit rules of Date.UTC and the 31st of a shorter month show as another date than was written.
  const isReal =
    date.getUTCFullYear() === numbers[0] &&
    date.getUTCMonth() === numbers[1] - 1 &&
    date.getUTCDate() === numbers[2] &&
    numbers[3] < 24 &&
    numbers[4] < 60 &&
    numbers[5] < 60;
  if (!isReal) return null;
  return new Instant(BigInt(ms) * MS + BigInt(fraction.padEnd(9, '0')) - zoneNanos(zone));
}

function zoneNanos(zone: string): bigint {
  if (zone === 'Z' || zone === 'z') return 0n;
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return BigInt((zone.startsWith('-') ? -minutes : minutes) * 60_000) * MS;
}

/** A point in time from what stands in a record: ISO text or milliseconds since 1970. Null where it is neither. */
export function instantOf(value: unknown): Instant | null {
  if (value instanceof Instant) return value;
  if (typeof value === 'string') return parseInstant(value);
  if (!isNumber(value)) return null;
  const nanos = calculate('*', value, 1_000_000);
  if (nanos === null || compareNumbers(nanos, 1e26) > 0 || compareNumbers(nanos, -1e26) < 0) return null;
  return new Instant(wholePart(nanos));
}

function wholePart(value: Num): bigint {
  const whole = calculate('-', value, calculate('%', value, 1) ?? 0) ?? 0;
  return typeof whole === 'bigint' ? whole : BigInt(Number(whole));
}

export function instantOfMs(ms: bigint): Instant {
  return new Instant(ms * MS);
}

/** ISO 8601 in UTC with as many fraction digits as it has. */
export function instantText({ nanos }: Instant): string {
  let ms = nanos / MS;
  if (ms * MS > nanos) ms -= 1n;
  const rest = nanos - ms * MS;
  const date = new Date(Number(ms));
  if (Number.isNaN(date.getTime())) return `${nanos} ns`;
  const iso = date.toISOString();
  return rest === 0n ? iso : `${iso.slice(0, -1)}${rest.toString().padStart(6, '0').replace(/0+$/, '')}Z`;
}

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** Milliseconds of `15m`, `1h30m`, `250ms`; null where it is no length of time. Units: ms, s, m, h, d, w. */
export function parseDuration(text: string): number | null {
  if (text.length > 100 || !/^(?:\d{1,9}(?:ms|[smhdw]))+$/.test(text)) return null;
  let total = 0;
  for (const [, count, unit] of text.matchAll(/(\d+)(ms|[smhdw])/g)) total += Number(count) * (UNITS[unit ?? ''] ?? 0);
  return total;
}

/** A length of time in nanoseconds: `15m` or milliseconds as a number. */
function durationNanos(value: unknown): bigint | null {
  const ms = typeof value === 'string' ? parseDuration(value) : isNumber(value) ? value : null;
  return ms === null ? null : (instantOf(ms)?.nanos ?? null);
}

/** Time ± length of time, or time − time in milliseconds; null for what makes no sense. */
export function calculateTime(operator: string, left: unknown, right: unknown): Instant | Num | null {
  if (left instanceof Instant && right instanceof Instant) {
    return operator === '-' ? calculate('/', left.nanos - right.nanos, MS) : null;
  }
  if (left instanceof Instant) {
    const length = durationNanos(right);
    if (length === null) return null;
    if (operator === '+') return new Instant(left.nanos + length);
    return operator === '-' ? new Instant(left.nanos - length) : null;
  }
  if (right instanceof Instant && operator === '+') return calculateTime('+', right, left);
  return null;
}
