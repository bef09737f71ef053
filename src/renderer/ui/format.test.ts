import { describe, expect, test } from 'vitest';
import { formatAgo, formatBytes, formatClock, formatCount, formatDuration, formatTime } from './format.ts';

describe('counts', () => {
  test('get separators every three digits', () => {
    expect([0, 999, 1000, 1_234_567].map(formatCount)).toEqual(['0', '999', '1,000', '1,234,567']);
  });
  test('stay exact beyond 2^53 as text or bigint', () => {
    expect(formatCount('9223372036854775807')).toBe('9,223,372,036,854,775,807');
    expect(formatCount(9_007_199_254_740_993n)).toBe('9,007,199,254,740,993');
  });
  test('keep their sign', () => {
    expect(formatCount(-1234)).toBe('-1,234');
    expect(formatCount(-123)).toBe('-123');
  });
});

describe('sizes', () => {
  test('use binary units with three digits', () => {
    expect([0, 512, 1023, 1024, 1500, 24_000_000, 871_878_361_088].map(formatBytes)).toEqual([
      '0 B',
      '512 B',
      '1023 B',
      '1.00 KiB',
      '1.46 KiB',
      '22.9 MiB',
      '812 GiB',
    ]);
  });
  test('never print 1024 of a unit', () => {
    expect(formatBytes(1024 * 1024 - 1)).toBe('1.00 MiB');
  });
});

describe('times', () => {
  const moment = Date.UTC(2026, 2, 1, 4, 5, 6, 7);
  test('in UTC say so', () => {
    expect(formatTime(moment, 'utc')).toBe('2026-03-01 04:05:06.007Z');
    expect(formatClock(moment, 'utc')).toBe('04:05:06Z');
  });
  test('as epoch are milliseconds', () => {
    expect(formatTime(moment, 'epoch')).toBe('1772337906007');
  });
  test('local use the clock on the wall', () => {
    const local = new Date(2026, 2, 1, 4, 5, 6, 7).getTime();
    expect(formatTime(local, 'local')).toBe('2026-03-01 04:05:06.007');
    expect(formatClock(local, 'local')).toBe('04:05:06');
  });
  test('no calendar can hold are shown as their number', () => {
    expect(formatTime(9_000_000_000_000_000, 'utc')).toBe('9000000000000000');
  });
});

test('durations take the unit that fits', () => {
  expect([0.4, 12.4, 1400, 59_960, 125_000, 11_400_000].map(formatDuration)).toEqual([
    '0.4 ms',
    '12 ms',
    '1.4 s',
    '1 min 0 s',
    '2 min 5 s',
    '3 h 10 min',
  ]);
});

test('ages are told in words, then as a date', () => {
  const now = new Date(2026, 10, 21, 12).getTime();
  const hour = 3_600_000;
  expect([0, 5 * 60_000, 3 * hour, 30 * hour, 72 * hour].map((age) => formatAgo(now - age, now))).toEqual([
    'just now',
    '5 min ago',
    '3 h ago',
    'yesterday',
    '3 days ago',
  ]);
  expect(formatAgo(new Date(2026, 9, 1).getTime(), now)).toBe('2026-10-01');
});
