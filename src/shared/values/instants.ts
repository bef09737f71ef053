import type { Instant } from './exact.ts';

const NANOS_PER_DAY = 86_400_000_000_000n;
const NANOS_PER_MS = 1_000_000n;
/** The range of JavaScript's Date: ±100,000,000 days around 1970. */
const DATE_LIMIT_MS = 8_640_000_000_000_000n;

/** `2024-05-01T12:00:00.000Z`; digits beyond milliseconds only where they are not zero. Years beyond 9999 have a sign. */
export function instantText(instant: Instant): string {
  const ms = floorDivide(instant.nanos, NANOS_PER_MS);
  const rest = Number(instant.nanos - ms * NANOS_PER_MS);
  const extra = rest === 0 ? '' : rest % 1000 === 0 ? pad(rest / 1000, 3) : pad(rest, 6);
  if (ms >= -DATE_LIMIT_MS && ms <= DATE_LIMIT_MS) {
    const text = new Date(Number(ms)).toISOString();
    return extra === '' ? text : `${text.slice(0, -1)}${extra}Z`;
  }
  const days = floorDivide(instant.nanos, NANOS_PER_DAY);
  const time = Number(floorDivide(instant.nanos - days * NANOS_PER_DAY, NANOS_PER_MS));
  return `${dateText(days)}T${new Date(time).toISOString().slice(11, -1)}${extra}Z`;
}

/** A calendar date from days since 1970-01-01, of any year. Algorithm: H. Hinnant, "chrono-compatible low-level date algorithms". */
export function dateText(days: bigint): string {
  const shifted = days + 719_468n;
  const era = floorDivide(shifted, 146_097n);
  const dayOfEra = Number(shifted - era * 146_097n);
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = BigInt(yearOfEra) + era * 400n + (month <= 2 ? 1n : 0n);
  return `${yearText(year)}-${pad(month, 2)}-${pad(day, 2)}`;
}

function yearText(year: bigint): string {
  if (year >= 0n && year <= 9999n) return year.toString().padStart(4, '0');
  return `${year < 0n ? '-' : '+'}${(year < 0n ? -year : year).toString().padStart(6, '0')}`;
}

function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value < 0n && quotient * by !== value ? quotient - 1n : quotient;
}

function pad(value: number, digits: number): string {
  return value.toString().padStart(digits, '0');
}
