import { expect, it } from 'vitest';
import { canonicalDecimal, compareDecimals, isDecimal } from './decimal.ts';

it.each([
  ['9007199254740993', '9007199254740992'],
  ['18446744073709551616', '18446744073709551615.9'],
  ['0.1', '0.09999999999999999999'],
  ['1e400', '9e399'],
  ['-1e399', '-1e400'],
  ['0', '-0.0000001'],
  ['12', '9'],
])('%s is more than %s', (more, less) => {
  expect([Math.sign(compareDecimals(more, less)), Math.sign(compareDecimals(less, more))]).toEqual([1, -1]);
});

it.each([
  ['1', '1.0'],
  ['1e2', '100'],
  ['-0', '0.000'],
  ['0.5e-3', '5E-4'],
])('%s and %s are one number', (a, b) => {
  expect([compareDecimals(a, b), canonicalDecimal(a)]).toEqual([0, canonicalDecimal(b)]);
});

it('knows a number from other text', () => {
  expect(['12', '-1.5e9', '', 'x', '1.', '0x10', 'NaN', '1 '].map(isDecimal)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
    false,
    false,
  ]);
});

it('agrees with whole numbers of any size', () => {
  let state = 4711n;
  for (let round = 0; round < 2000; round += 1) {
    state = (state * 6364136223846793005n + 1442695040888963407n) & ((1n << 64n) - 1n);
    const a = (state - (1n << 63n)) >> BigInt(round % 60);
    const b = a + BigInt((round % 5) - 2);
    expect(Math.sign(compareDecimals(String(a), `${String(b)}.0`)), `${a} ${b}`).toBe(a < b ? -1 : a > b ? 1 : 0);
  }
});
