import type { Preferences } from '../../shared/contract/app.ts';

/** How times are shown; the switch in the status bar. */
export type TimeMode = Preferences['time'];

/** A whole number with separators. Text stays exact beyond 2^53. */
export function formatCount(count: number | bigint | string): string {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

const BINARY_UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;

/** A size in binary units, three significant digits: `512 B`, `1.46 KiB`, `23.4 MiB`, `812 GiB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // 1023.5 would print as "1024": it belongs to the next unit.
  while (value >= 1023.5 && unit < BINARY_UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return `${value.toFixed(digits)} ${BINARY_UNITS[unit] ?? 'B'}`;
}

/** A moment to the millisecond in the chosen form: `2026-11-21 09:01:11.123`, the same with `Z`, or epoch milliseconds. */
export function formatTime(timestampMs: number, mode: TimeMode): string {
  if (mode === 'epoch') return String(timestampMs);
  const date = new Date(timestampMs);
  if (Number.isNaN(date.getTime())) return String(timestampMs); // Beyond what a calendar can say.
  if (mode === 'utc') return date.toISOString().replace('T', ' ');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const time = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  return `${day} ${time}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/** The time of day to the second, for "as of". */
export function formatClock(timestampMs: number, mode: TimeMode): string {
  return mode === 'epoch'
    ? String(timestampMs)
    : `${formatTime(timestampMs, mode).slice(11, 19)}${mode === 'utc' ? 'Z' : ''}`;
}

/** A length of time: `3 ms`, `1.4 s`, `2 min 5 s`, `3 h 10 min`. */
export function formatDuration(ms: number): string {
  if (ms < 1) return `${ms.toFixed(1)} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long ago, in words a person would use; a date once it is more than a week. */
export function formatAgo(timestampMs: number, nowMs: number): string {
  const age = nowMs - timestampMs;
  if (age < MINUTE) return 'just now';
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min ago`;
  if (age < DAY) return `${Math.floor(age / HOUR)} h ago`;
  if (age < 2 * DAY) return 'yesterday';
  if (age < 7 * DAY) return `${Math.floor(age / DAY)} days ago`;
  return formatTime(timestampMs, 'local').slice(0, 10);
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
