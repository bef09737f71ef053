import { expect, test } from 'vitest';
import { ByteCursor } from './byte-cursor.ts';

function zigzag(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Buffer.from([...bytes, Number(rest)]);
}

test.each([0n, 1n, -1n, 63n, -64n, 64n, 8191n, -8192n, 2n ** 31n, -(2n ** 53n) - 1n, 2n ** 63n - 1n, -(2n ** 63n)])(
  'reads the 64-bit varint %s exactly',
  (value) => {
    const cursor = new ByteCursor(zigzag(value));
    expect(cursor.varlong()).toBe(value);
    expect(cursor.remaining).toBe(0);
  },
);

test.each([0, 1, -1, 63, 64, -65, 2 ** 31 - 1, -(2 ** 31)])('reads the 32-bit varint %s exactly', (value) => {
  expect(new ByteCursor(zigzag(BigInt(value))).varint()).toBe(value);
});

test('refuses to read past the end', () => {
  const cursor = new ByteCursor(Buffer.from([0x80, 0x80]));
  expect(() => cursor.varint()).toThrow(RangeError);
  expect(() => new ByteCursor(Buffer.alloc(3)).int32()).toThrow(RangeError);
  expect(() => new ByteCursor(Buffer.from([20, 1, 2])).varintBytes()).toThrow(RangeError);
});

test('refuses a varint without end', () => {
  expect(() => new ByteCursor(Buffer.alloc(30, 0xff)).unsignedVarint()).toThrow(RangeError);
  expect(() => new ByteCursor(Buffer.alloc(30, 0xff)).varlong()).toThrow(RangeError);
});

test('hands out views on its bytes, not copies', () => {
  const bytes = Buffer.from([4, 7, 8]);
  const taken = new ByteCursor(bytes).varintBytes();
  bytes[1] = 9;
  expect(taken).toEqual(Buffer.from([9, 8]));
});

test('tells an absent value from an empty one', () => {
  const cursor = new ByteCursor(Buffer.from([1, 0]));
  expect(cursor.varintBytes()).toBeNull();
  expect(cursor.varintBytes()).toEqual(Buffer.alloc(0));
});
