import { expect, test } from 'vitest';
import { crc32c as reference } from '@platformatic/wasm-utils';
import { seeded } from '../batch-fixtures.ts';
import { crc32c } from './crc32c.ts';

const seed = Date.now() % 1_000_000;

test('the checksums that RFC 3720 gives', () => {
  expect(crc32c(Buffer.alloc(32)).toString(16)).toBe('8a9136aa');
  expect(crc32c(Buffer.alloc(32, 0xff)).toString(16)).toBe('62a8ab43');
  expect(crc32c(Buffer.from(Array.from({ length: 32 }, (_, index) => index))).toString(16)).toBe('46dd794e');
  expect(crc32c(Buffer.from('123456789')).toString(16)).toBe('e3069283');
  expect(crc32c(Buffer.alloc(0))).toBe(0);
});

test(`every length up to 2,000, and lengths around those where it goes about it in another way (seed ${seed})`, () => {
  const random = seeded(seed);
  const bytes = Buffer.from(Array.from({ length: 110_000 }, () => random(256)));
  const steps = [32 * 1024, 33 * 1024, 64 * 1024, 65 * 1024, 98_304];
  const lengths = [...Array(2000).keys(), ...steps.flatMap((step) => Array.from({ length: 2000 }, (_, add) => step - 700 + add))]; // prettier-ignore
  const wrong = lengths.filter((length) => {
    const start = random(110_000 - length);
    return crc32c(bytes, start, start + length) !== reference(bytes.subarray(start, start + length));
  });
  expect(wrong).toEqual([]);
});

test(`any single bit that is flipped changes it, wherever it is (seed ${seed})`, () => {
  const random = seeded(seed);
  for (let round = 0; round < 200; round++) {
    const bytes = Buffer.from(Array.from({ length: 1 + random(round % 10 === 0 ? 80_000 : 3000) }, () => random(256)));
    const before = crc32c(bytes);
    const at = random(bytes.length);
    bytes[at] = (bytes[at] as number) ^ (1 << random(8));
    expect(crc32c(bytes), `round ${round}`).not.toBe(before);
  }
});
