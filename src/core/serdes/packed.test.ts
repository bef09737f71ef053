import { encode as encodeMessagePack } from '@msgpack/msgpack';
import { Encoder } from 'cbor-x';
import { describe, expect, it } from 'vitest';
import { Decimal, Instant, type Exact } from '../../shared/values/exact.ts';
import { randomOf, type Random } from './random.fixture.ts';
import { partOf } from './schemas.fixture.ts';

const messagePack = { choice: { kind: 'messagepack' } } as const;
const cbor = { choice: { kind: 'cbor' } } as const;
const hex = (digits: string) => Buffer.from(digits.replace(/ /g, ''), 'hex');

describe('MessagePack', () => {
  it('tells whole numbers from floats, and keeps 64 bits', () => {
    const value = partOf(
      hex('95 01 ca3f800000 cf ffffffffffffffff d3 8000000000000000 cb3ff8000000000000'),
      messagePack,
    ).value();
    expect(value).toEqual([1n, 1, 18446744073709551615n, -9223372036854775808n, 1.5]);
  });

  it('reads timestamps, extensions, bytes, keys of any kind, and text that is none', () => {
    const text = partOf(hex('84 01 c402ff00 a161 d6ff00000005 a162 d40701 a163 a2ffff'), messagePack).text();
    expect(text).toBe('{"1":"/wA=","a":"1970-01-01T00:00:05.000Z","b":{"extension":7,"data":"AQ=="},"c":"//8="}');
    expect(partOf(hex('d7ff 0000000000000001'), messagePack).value()).toEqual(new Instant(1_000_000_000n));
  });

  it('refuses what is cut short, too deep or goes on', () => {
    expect(partOf(hex('93 01'), messagePack).failure()).toContain('end too early');
    expect(partOf(hex('01 02'), messagePack).failure()).toContain('left over');
    expect(partOf(hex('dd ffffffff'), messagePack).failure()).toContain('more than 2,000,000');
    expect(partOf(Buffer.alloc(100_000, 0x91), messagePack).failure()).toContain('500 levels');
    expect(partOf(hex('c1'), messagePack).detail()).toMatchObject({
      format: 'bytes',
      text: expect.stringContaining('c1') as string,
    });
  });

  it('gives back 2,000 random values', () => {
    const random = randomOf();
    for (let round = 0; round < 2000; round += 1) {
      const [written, read] = randomValue(random, 3);
      const bytes = Buffer.from(encodeMessagePack(written, { useBigInt64: true }));
      expect(partOf(bytes, messagePack).value()).toEqual(read);
    }
  });
});

describe('CBOR', () => {
  it('reads the examples of RFC 8949', () => {
    const read = (digits: string) => partOf(hex(digits), cbor).value();
    expect(read('1bffffffffffffffff')).toBe(18446744073709551615n);
    expect(read('c249010000000000000000')).toBe(18446744073709551616n);
    expect(read('3bffffffffffffffff')).toBe(-18446744073709551616n);
    expect(read('c349010000000000000000')).toBe(-18446744073709551617n);
    expect(read('f93e00')).toBe(1.5);
    expect(read('f97bff')).toBe(65504);
    expect(read('f90001')).toBe(5.960464477539063e-8);
    expect(read('f97c00')).toBe(Infinity);
    expect(read('fa47c35000')).toBe(100000);
    expect(read('c11a514b67b0')).toEqual(new Instant(1_363_896_240_000_000_000n));
    expect(read('c1fb41d452d9ec200000')).toEqual(new Instant(1_363_896_240_500_000_000n));
    expect(read('c48221196ab3')).toEqual(new Decimal('273.15'));
    expect(read('9f018202039f0405ffff')).toEqual([1n, [2n, 3n], [4n, 5n]]);
    expect(read('bf6346756ef563416d7421ff')).toEqual(
      new Map<string, Exact>([
        ['Fun', true],
        ['Amt', -2n],
      ]),
    );
    expect(read('7f657374726561646d696e67ff')).toBe('streaming');
    expect(read('5f42010243030405ff')).toEqual(Buffer.from([1, 2, 3, 4, 5]));
    expect(read('d74401020304')).toEqual(
      new Map<string, Exact>([
        ['tag', 23n],
        ['value', Buffer.from([1, 2, 3, 4])],
      ]),
    );
    expect(read('f0')).toEqual(new Map([['simple', 16n]]));
  });

  it('refuses what is cut short, too deep or goes on', () => {
    expect(partOf(hex('9f01'), cbor).failure()).toContain('end too early');
    expect(partOf(hex('0102'), cbor).failure()).toContain('left over');
    expect(partOf(hex('9bffffffffffffffff'), cbor).failure()).toContain('more than 2,000,000');
    expect(partOf(Buffer.alloc(100_000, 0x9f), cbor).failure()).toContain('500 levels');
    expect(partOf(Buffer.alloc(100_000, 0xc1), cbor).failure()).toContain('500 levels');
    expect(partOf(hex('1c'), cbor).failure()).toContain('none that CBOR has');
  });

  it('gives back 2,000 random values', () => {
    const random = randomOf();
    const encoder = new Encoder({ mapsAsObjects: false, useRecords: false });
    for (let round = 0; round < 2000; round += 1) {
      const [written, read] = randomValue(random, 3);
      expect(partOf(Buffer.from(encoder.encode(written)), cbor).value()).toEqual(read);
    }
  });
});

/** A value as the libraries take it, and as it must be read. Doubles are never whole: a library writes 2.0 as 2. */
function randomValue(random: Random, depth: number): [unknown, Exact] {
  const kind = random.below(depth === 0 ? 6 : 8);
  if (kind === 0) return [null, null];
  if (kind === 1) return [true, true];
  if (kind === 2) {
    const value = random.below(2 ** 31) - 2 ** 30;
    return [value, BigInt(value)];
  }
  if (kind === 3) {
    const value = random.long();
    return [value, value];
  }
  if (kind === 4) {
    const value = random.next() + 0.0001;
    return [value, value];
  }
  if (kind === 5) {
    const value = random.text();
    return [value, value];
  }
  const items = Array.from({ length: random.below(20) }, () => randomValue(random, depth - 1));
  if (kind === 6) return [items.map(([written]) => written), items.map(([, read]) => read)];
  return [
    Object.fromEntries(items.map(([written], index) => [`key ${index}`, written])),
    new Map(items.map(([, read], index) => [`key ${index}`, read])),
  ];
}
