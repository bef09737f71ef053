import type { Dice } from './dice.ts';
import type { HostileRecord } from './record.ts';

const NONE: HostileRecord['headers'] = [];
const EMPTY = Buffer.alloc(0);
const TEXT = Buffer.from('x');

/** What a record can be without its contents being odd: nulls, emptiness, very many headers, impossible times. */
export function shapes(dice: Dice): HostileRecord[] {
  return [...emptiness(), ...headers(dice), ...times()];
}

function emptiness(): HostileRecord[] {
  const parts = [
    ['null', null],
    ['empty', EMPTY],
    ['text', TEXT],
  ] as const;
  return parts.flatMap(([keyName, key]) =>
    parts.flatMap(([valueName, value]) =>
      parts.map(([headerName, header]) => ({
        name: `shape: ${keyName} key, ${valueName} value, ${headerName} header`,
        key,
        value,
        headers: [[TEXT, header]] as const,
      })),
    ),
  );
}

function headers(dice: Dice): HostileRecord[] {
  const named = (name: string, list: HostileRecord['headers']): HostileRecord => ({
    name: `headers: ${name}`,
    key: TEXT,
    value: TEXT,
    headers: list,
  });
  const many = (count: number, name: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => [Buffer.from(name(index)), Buffer.from(String(index))] as const);
  return [
    named('none', NONE),
    named(
      '1,000 names',
      many(1000, (index) => `name-${index}`),
    ),
    named(
      '1,000 times the same name',
      many(1000, () => 'same'),
    ),
    named(
      '1,000 empty names',
      many(1000, () => ''),
    ),
    named('duplicate names', [...many(3, () => 'trace'), ...many(2, () => 'Trace')]),
    named('an empty name without a value', [[EMPTY, null]]),
    named('a name that is not UTF-8', [[Buffer.from([0xff, 0xfe, 0x80]), TEXT]]),
    named('a name of a lone surrogate', [[Buffer.from([0xed, 0xa0, 0x80]), TEXT]]),
    named('a name of NUL', [[Buffer.from([0]), Buffer.from([0])]]),
    named('a name of 30,000 characters', [[Buffer.alloc(30_000, 'n'), TEXT]]),
    named('a value of 300,000 bytes', [[TEXT, Buffer.alloc(300_000, 'h')]]),
    named('a name of line breaks', [[Buffer.from('a\r\nSet-Cookie: b\r\n\r\n'), TEXT]]),
    named(
      'names that are properties of objects',
      ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'length', '0', 'then'].map(
        (name) => [Buffer.from(name), Buffer.from('{"polluted":true}')] as const,
      ),
    ),
    named(
      'random bytes',
      Array.from({ length: 50 }, () => [dice.bytes(dice.below(40)), dice.chance(3) ? null : dice.bytes(20)] as const),
    ),
  ];
}

/** Brokers take any number for a time; a calendar does not. */
function times(): HostileRecord[] {
  const all: ReadonlyArray<bigint> = [
    -1n,
    0n,
    1n,
    253_402_300_799_999n,
    253_402_300_800_000n,
    8_640_000_000_000_000n,
    8_640_000_000_000_001n,
    (1n << 53n) - 1n,
    (1n << 53n) + 1n,
    (1n << 63n) - 1n,
  ];
  return all.map((timestamp) => ({
    name: `time: ${timestamp}`,
    key: TEXT,
    value: Buffer.from(String(timestamp)),
    headers: NONE,
    timestamp,
  }));
}
