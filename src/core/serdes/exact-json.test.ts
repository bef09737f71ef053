import { describe, expect, it } from 'vitest';
import { Decimal, Instant, type Exact } from '../../shared/values/exact.ts';
import { dateText, instantText } from '../../shared/values/instants.ts';
import { scanJson } from '../../shared/values/json-scan.ts';
import { exactToJson, jsonToExact } from './index.ts';
import { randomOf } from './random.fixture.ts';

function exact(text: string): Exact {
  const parsed = jsonToExact(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}

describe('jsonToExact', () => {
  it('keeps every digit, and the last of keys written twice', () => {
    expect(exact('9007199254740993')).toBe(9007199254740993n);
    expect(exact('[0,-1,12345678901234567890123]')).toEqual([0n, -1n, 12345678901234567890123n]);
    expect(exact('[1.10,1e400,-0]')).toEqual([new Decimal('1.10'), new Decimal('1e400'), new Decimal('-0')]);
    expect(exact('{"a":1,"b":true,"a":null}')).toEqual(
      new Map<string, Exact>([
        ['a', null],
        ['b', true],
      ]),
    );
    expect(exact(' "\\u00e9\\n\\ud83d\\ude80" ')).toBe('é\n🚀');
  });

  it('holds __proto__ as a key like any other', () => {
    const value = exact('{"__proto__":{"polluted":1},"constructor":2}');
    expect([...(value as ReadonlyMap<string, Exact>).keys()]).toEqual(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('refuses what the scanner refuses, and says where', () => {
    expect(jsonToExact('{"a":1,}')).toMatchObject({ ok: false, at: 7 });
    expect(jsonToExact('['.repeat(1_000_000))).toMatchObject({ ok: false, reason: 'nested deeper than 500 levels' });
    expect(jsonToExact(`${'['.repeat(500)}${']'.repeat(500)}`).ok).toBe(true);
    expect(jsonToExact('9'.repeat(100_000))).toEqual({ ok: true, value: new Decimal('9'.repeat(100_000)) });
  });

  it('agrees with the scanner and with JSON.parse on 20,000 random texts', () => {
    const random = randomOf();
    const pieces = [
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"\\u0041"',
      '1',
      '-0',
      '01',
      '1.5',
      '1e9',
      '-',
      'true',
      'nul',
      ' ',
      '"\\x"',
      '"',
    ];
    for (let round = 0; round < 20_000; round += 1) {
      let text = '';
      for (let count = random.below(10); count >= 0; count -= 1) text += pieces[random.below(pieces.length)] as string;
      const parsed = jsonToExact(text);
      const scan = scanJson(text, () => undefined);
      expect({ text, ok: parsed.ok }).toEqual({ text, ok: scan.verdict === 'valid' });
      if (parsed.ok) expect(JSON.parse(exactToJson(parsed.value))).toEqual(JSON.parse(text));
    }
  });
});

describe('exactToJson', () => {
  it('tells whole numbers from floats and writes what JSON has no word for', () => {
    const value: Exact = new Map<string, Exact>([
      ['long', 9223372036854775807n],
      ['float', 1],
      ['minus', -0],
      ['large', 1e300],
      ['nan', NaN],
      ['decimal', new Decimal('12.50')],
      ['at', new Instant(1_700_000_000_123_456_789n)],
      ['bytes', new Uint8Array([255, 0])],
      ['list', [null, true, '\u2028"']],
      ['__proto__', new Map()],
    ]);
    expect(exactToJson(value)).toBe(
      '{"long":9223372036854775807,"float":1.0,"minus":-0.0,"large":1e+300,"nan":"NaN","decimal":12.50,' +
        '"at":"2023-11-14T22:13:20.123456789Z","bytes":"/wA=","list":[null,true,"\u2028\\""],"__proto__":{}}',
    );
  });

  it('gives back what JSON can say', () => {
    const text = '{"a":[1,2.50,"x",null,{"b":12345678901234567890}],"c":-1e-7}';
    expect(exactToJson(exact(text))).toBe(text);
  });

  it('ends soon after its limit, and does not go deeper than 500 levels', () => {
    expect(
      exactToJson(
        Array.from({ length: 1_000_000 }, () => 'abc'),
        100,
      ).length,
    ).toBeLessThan(120);
    let deep: Exact = 1n;
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    expect(exactToJson(deep)).toContain('nested deeper than 500 levels');
  });
});

describe('instants', () => {
  it('are written for every year there can be', () => {
    expect(instantText(new Instant(0n))).toBe('1970-01-01T00:00:00.000Z');
    expect(instantText(new Instant(-1n))).toBe('1969-12-31T23:59:59.999999999Z');
    expect(instantText(new Instant(1500n))).toBe('1970-01-01T00:00:00.0000015Z'.replace('0000015', '000001500'));
    expect(instantText(new Instant(9_223_372_036_854_775_807n * 1_000_000n))).toBe('+292278994-08-17T07:12:55.807Z');
    expect(instantText(new Instant(-9_223_372_036_854_775_808n * 1_000_000n))).toMatch(/^-292275055-05-16T/);
  });

  it('agree with Date on 5,000 random days', () => {
    const random = randomOf();
    for (let round = 0; round < 5000; round += 1) {
      const day = random.below(40_000_000) - 20_000_000;
      const [date] = new Date(day * 86_400_000).toISOString().split('T');
      expect(dateText(BigInt(day))).toBe(date);
    }
  });
});
