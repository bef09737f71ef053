import { expect, test } from 'vitest';
import { daysLeft, planTitle } from './plan-texts.ts';

const DAY = 24 * 60 * 60_000;

test('a day that has begun counts, none is left once it is over', () => {
  const now = 1_800_000_000_000;
  expect([14 * DAY, 13.5 * DAY, DAY, 1, 0, -DAY].map((left) => daysLeft(now + left, now))).toEqual([
    14, 14, 1, 1, 0, 0,
  ]);
});

test('plans have names', () => expect(planTitle('enterprise')).toBe('Enterprise'));
