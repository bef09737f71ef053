import { describe, expect, it } from 'vitest';
import { Decimal, Instant, type Exact } from '../../shared/values/exact.ts';
import { checkExpression } from './check-expression.ts';
import { compileFilter } from './compile-filter.ts';
import { compareNumbers } from './numbers.ts';
import { mulberry, plainPart, plainRecord } from './testing/plain-part.ts';

const ORDER = `{
  "id": 9007199254740993, "big": 123456789012345678901234567890, "status": "paid", "note": null, "empty": "",
  "price": 12.50, "exp": 1.5e3, "huge": 1e400, "neg": -7, "flag": true, "at": "2026-11-21T10:00:00Z", "ms": 1795255200000,
  "order": {"total": 150, "items": [{"sku": "a", "price": 5}, {"sku": "b", "price": 20}, {"price": null}]},
  "tags": ["new", "eu"], "matrix": [[1, 2], [3]], "any name": 1, "text": "Grüße 😀", "\\u006bey": "escaped", "digits": " 42 "
}`;
const RECORD = plainRecord({
  key: '1042',
  value: ORDER,
  headers: { source: 'eu', 'trace-id': 'abc', version: '2', meta: '{"retry":3}', gone: null },
  topic: 'orders',
  partition: 3,
  offset: 9223372036854775807n,
  timestamp: BigInt(Date.UTC(2026, 10, 21, 10)),
});
const NOW = Date.UTC(2026, 10, 21, 10, 10);

function holds(text: string): boolean {
  return compileFilter({ kind: 'expression', text }, { clock: () => NOW }).test(RECORD);
}

describe('an expression', () => {
  it.each([
    'value.order.total > 100 && headers.source == "eu"',
    "value.status == 'paid'",
    'value["any name"] == 1',
    'value.order.items[1].sku == "b"',
    'value.key == "escaped"',
    // Exactly.
    'value.id == 9007199254740993',
    'value.id != 9007199254740992',
    'value.id > 9007199254740992',
    'value.big == 123456789012345678901234567890',
    'value.big + 1 == 123456789012345678901234567891',
    'value.price == 12.5 && value.price == 12.500 && value.price < 12.51',
    'value.exp == 1500 && 1.5e3 == 1500',
    'value.huge > 1e399 && value.huge < 1e401',
    '0.1 + 0.2 == 0.3',
    '7 / 2 == 3.5 && 1 / 3 < 0.3333333333333333333334 && 7 % 4 == 3 && -7 % 4 == -3',
    '-value.neg == 7',
    '2 + 3 * 4 == 14 && (2 + 3) * 4 == 20 && 10 - 4 - 3 == 3',
    'offset == 9223372036854775807',
    'partition == 3 && topic == "orders"',
    // Null and what is missing.
    'value.missing == null && value.note == null && value.a.b.c == null && null == value.missing',
    'value.status != null && value.missing != 5',
    '!(value.missing > 5) && !(value.missing < 5) && !(value.missing >= value.note) && value.missing == value.note',
    'has(value.note) && !exists(value.note) && !has(value.missing) && exists(value.status) && has(headers.gone)',
    // Kinds that do not fit are false.
    '!(value.status > 5) && !(value.status == 5) && value.status != 5 && !(value.flag > 0)',
    '!contains(value.order.total, "1") && !startsWith(value.note, "x") && lower(value.neg) == null',
    'value.status - 1 == null && 1 / 0 == null',
    // Lists.
    'value.status in ["open", "paid"] && !(value.status in ["open"]) && value.order.total in [1, 150.0]',
    '"eu" in value.tags && contains(value.tags, "new") && !("x" in value.tags)',
    '"total" in value.order && !("x" in value.order)',
    'any(value.order.items, it.price > 10) && !all(value.order.items, it.price > 10)',
    'all(value.tags, size(it) < 4) && !any(value.status, true)',
    'any(value.matrix, any(it, it == 3)) && any(value.order.items[*].price, it == 20)',
    'value.order.items[*].sku == ["a", "b"] && value.matrix[*][*] == [1, 2, 3] && size(value.order.items[*]) == 3',
    'value.tags == ["new", "eu"] && value.tags != ["eu", "new"]',
    // Texts.
    'contains(value.text, "ß") && startsWith(value.text, "Gr") && endsWith(value.text, "😀") && size(value.text) == 7',
    'upper(value.status) == "PAID" && lower("ABC") == "abc"',
    'matches(value.status, "^p.*d$") && matches(value.status, "(?i)^PAID$") && !matches(value.status, "^x")',
    'matches(value.id + "", "\\\\d+") == false && matches(string(value.id), "^\\d+$")',
    'string(value.price) == "12.50" && number(value.digits) == 42 && number("x") == null && number("1e2") == 100',
    '"a" + "b" == "ab"',
    'type(value.tags) == "list" && type(value.order) == "object" && type(value.id) == "number" && type(value.x) == "null"',
    '"\\u00fc" == "ü" && \'it\\\'s\' == "it\'s"',
    // Times.
    'timestamp == date("2026-11-21T10:00:00Z") && timestamp == "2026-11-21T11:00:00+01:00" && timestamp == 1795255200000',
    'timestamp > now() - "15m" && timestamp < now() - "5m" && now() - timestamp == 600000',
    'date(value.at) == timestamp && date(value.ms) == timestamp && value.at < now() && value.ms == timestamp',
    'date("2026-11-21") < timestamp && timestamp + "1d" > "2026-11-22T09:59:59.999Z" && duration("1h30m") == 5400000',
    'type(timestamp) == "time" && string(timestamp) == "2026-11-21T10:00:00.000Z"',
    // Key and headers are texts that may be meant as numbers.
    'key == "1042" && key == 1042 && key > 1000 && key in ["7", "1042"] && key in [1042]',
    'headers.version == "2" && headers.version == 2 && headers["trace-id"] == "abc" && headers.meta.retry == 3',
    'headers.none == null && size(headers) == 5 && "source" in headers',
    'true || value.x > 1 && false',
    'value.flag && !(!value.flag)',
  ])('%s', (text) => {
    const checked = checkExpression(text);
    expect(checked.ok ? [] : checked.problems).toEqual([]);
    expect(holds(text)).toBe(true);
  });

  it.each<[string, string, number]>([
    ['value.a = 1', 'Write == to compare', 8],
    ['value.a === 1', 'Write == instead of ===', 8],
    ['value.a == 1 and key == 2', 'Write && instead of and', 13],
    ['value.a == "x', 'has no end', 11],
    ['value.a ==', 'ends too early', 10],
    ['(value.a == 1', 'a closing )', 13],
    ['valu.a == 1', 'Did you mean value?', 0],
    ['amount > 5', 'value.amount', 0],
    ['containz(value.a, "x")', 'Did you mean contains?', 0],
    ['contains(value.a)', 'contains(text or list, part)', 0],
    ['value.a.lower() == "x"', 'Functions stand in front', 8],
    ['value.a > null', 'Nothing is greater', 0],
    ['value.a + 1', 'must be true or false', 0],
    ['"x" && true', 'joins conditions', 0],
    ['timestamp > "yesterday"', 'Not a time', 12],
    ['timestamp > now() - "15 min"', 'Not a length of time', 20],
    ['timestamp > now() - 15m', 'needs quotes: "15m"', 20],
    ['matches(value.a, "(")', 'Not a regular expression', 17],
    ['it > 5', 'inside any', 0],
    ['value.items[-1] == 1', 'a whole number from 0', 12],
    ['value.a < value.b < value.c', 'cannot be chained', 0],
    ['topic.name == "x"', 'has no fields', 0],
    ['value.a[*] == "x"', 'This is a list', 0],
    ['', 'Write a condition', 0],
    ['value.a == 1 value.b', 'expected an operator', 13],
    ['value.a # 1', 'means nothing here', 8],
  ])('%s is refused with its place and what to do', (text, message, from) => {
    const checked = checkExpression(text);
    expect(checked.ok).toBe(false);
    if (checked.ok) return;
    expect(checked.problems[0]?.message).toContain(message);
    expect(checked.problems[0]?.from).toBe(from);
  });

  it('has bounds', () => {
    const problem = (text: string) => {
      const checked = checkExpression(text);
      return checked.ok ? '' : (checked.problems[0]?.message ?? '');
    };
    expect(problem(`${'('.repeat(101)}true${')'.repeat(101)}`)).toContain('deeper than 100');
    expect(problem(`${'!'.repeat(200)}true`)).toContain('deeper than 100');
    expect(problem(`value.a in [${'1,'.repeat(1001)}1]`)).toContain('1000 elements');
    expect(problem(`${'true && '.repeat(1500)}true`)).toContain('in a row');
    expect(problem(`value.a == "${'x'.repeat(20_000)}"`)).toContain('20000 characters');
    expect(checkExpression(`${'value.a == 1 || '.repeat(900)}true`).ok).toBe(true);
    expect(holds(`${'value.neg == 1 || '.repeat(900)}true`)).toBe(true);
  });

  it('never throws, whatever it is given', () => {
    const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000_007);
    const random = mulberry(seed);
    const pieces = [
      'value',
      '.a',
      '["b"]',
      '[0]',
      '[*]',
      ' == ',
      ' > ',
      ' && ',
      ' || ',
      '!',
      '(',
      ')',
      '[',
      ']',
      ',',
      '"x"',
      "'",
      '"',
      '1',
      '1.5e3',
      '-',
      '+',
      '/',
      '%',
      ' in ',
      'null',
      'true',
      'any(',
      'contains(',
      'matches(',
      'now()',
      'date(',
      'it',
      '\\',
      '\u0000',
      '😀',
      'timestamp',
      '1e999999999',
      '9'.repeat(50),
      ' ',
    ];
    let valid = 0;
    for (let round = 0; round < 20_000; round += 1) {
      const text = Array.from(
        { length: 1 + Math.floor(random() * 8) },
        () => pieces[Math.floor(random() * pieces.length)],
      ).join('');
      try {
        if (!checkExpression(text).ok) continue;
        valid += 1;
        holds(text);
      } catch (error) {
        throw new Error(`seed ${seed}: ${JSON.stringify(text)}`, { cause: error });
      }
    }
    expect(valid).toBeGreaterThan(20);
  });

  it('compares values of decoded formats, which are not JSON', () => {
    const content: Exact = new Map<string, Exact>([
      ['at', new Instant(1_795_255_200_000_000_001n)],
      ['double', 0.1],
      ['nan', NaN],
      ['infinite', Infinity],
      ['bytes', new Uint8Array([1, 2])],
      ['dec', new Decimal('0.10')],
    ]);
    const record = { ...RECORD, value: { ...plainPart('x'), isPlainText: false, value: () => content } };
    const test = (text: string) => compileFilter({ kind: 'expression', text }).test(record);
    for (const text of [
      'value.at > "2026-11-21T10:00:00Z" && value.at < "2026-11-21T10:00:00.000001Z"',
      'value.double == 0.1 && value.double == value.dec && value.nan != value.nan && !(value.nan > 1) && value.infinite > 1e308',
      'value.infinite > 1e400 && size(value.bytes) == 2 && type(value.bytes) == "bytes" && value.bytes != "0102"',
    ]) {
      expect(test(text), text).toBe(true);
    }
  });
});

it('orders numbers as the numbers they are', () => {
  const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000_007);
  const random = mulberry(seed);
  const make = () => {
    const digits = Math.floor(random() * 10 ** Math.floor(random() * 9)).toString();
    const exponent = Math.floor(random() * 20) - 10;
    return { coefficient: BigInt(random() < 0.5 ? `-${digits}` : digits), exponent };
  };
  for (let round = 0; round < 20_000; round += 1) {
    const [a, b] = [make(), make()];
    const exact = (n: typeof a) => n.coefficient * 10n ** BigInt(n.exponent + 10);
    const expected = exact(a) < exact(b) ? -1 : exact(a) > exact(b) ? 1 : 0;
    const forms = (n: typeof a) => [
      new Decimal(`${n.coefficient}e${n.exponent}`),
      Number(`${n.coefficient}e${n.exponent}`),
    ];
    for (const left of forms(a)) {
      for (const right of forms(b))
        expect(compareNumbers(left, right), `seed ${seed} ${String(left)} ${String(right)}`).toBe(expected);
    }
  }
});
