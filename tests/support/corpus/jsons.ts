import { valueRecord, type HostileRecord } from './record.ts';

const NUMBERS = [
  '9007199254740993',
  '-9007199254740993',
  '18446744073709551616',
  '1e400',
  '-1e400',
  '1e-400',
  '-0',
  '0.0',
  '-0.0e-0',
  '1E+2',
  '1.0',
  '100000000000000000000000000000',
  '123456789012345678901234567890.123456789012345678901234567890',
  '0.1000000000000000055511151231257827',
  `1${'0'.repeat(400)}`,
  `0.${'0'.repeat(400)}1`,
  `1e${'9'.repeat(30)}`,
  '9'.repeat(50_000),
];

const POLLUTION = [
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"prototype":{"polluted":true}}',
  '{"a":{"__proto__":{"polluted":true},"__proto__":{"polluted":2}}}',
  '{"__proto__":[],"length":1e9}',
  '[{"__proto__":{"toString":null,"valueOf":null}}]',
  '{"__defineGetter__":1,"__lookupSetter__":2,"hasOwnProperty":3,"isPrototypeOf":4}',
  '{"\\u005f\\u005fproto\\u005f\\u005f":{"polluted":true}}',
  '{"toJSON":"x","then":"y","$$typeof":"Symbol(react.element)","type":"script","props":{}}',
  '{"$ref":"file:///etc/passwd"}',
];

/** Not quite JSON, or JSON that some parsers take and others do not (nst/JSONTestSuite). */
const BORDER = [
  '{"a":1,"a":2,"a":{"a":3,"a":4}}',
  '{"":"","":""}',
  '"\\ud800"',
  '["\\ud800","\\udc00","\\udc00\\ud800","\\uDBFF\\uDFFF"]',
  '{"\\ud800":"lone"}',
  '["\\u0000\\u001f\\u007f\\u0080\\u2028"]',
  '["\\/\\b\\f\\n\\r\\t\\"\\\\"]',
  '["\\x41"]',
  '["\\u12"]',
  '[1,]',
  '[,1]',
  '{"a":1,}',
  "{'a':1}",
  '{a:1}',
  '[NaN,Infinity,-Infinity]',
  '[01,+1,.5,1.,0x1F,1_000]',
  '[1]]',
  '[1][2]',
  '{"a":1}{"b":2}\n{"c":3}',
  '// comment\n{"a":1}',
  '{"a":/* comment */1}',
  '[',
  '{',
  '{"a"',
  '{"a":',
  '["',
  '["\\',
  '["\\u',
  '[1e]',
  '[-]',
  '{"a" "b"}',
  '\t\r\n [ \t\r\n ] \t\r\n ',
  '\u00A0[1]',
  '[1]\0',
  'true',
  'nul',
  '"',
];

export function jsons(): HostileRecord[] {
  const numbers = NUMBERS.flatMap((number, index) => [
    valueRecord(`number ${index}`, number),
    valueRecord(`number ${index} in an object`, `{"id":${number},"list":[${number},-${number.replace('-', '')}]}`),
  ]);
  const pollution = POLLUTION.map((text, index) => ({
    ...valueRecord(`pollution ${index}`, text),
    key: Buffer.from(text),
    headers: [[Buffer.from('__proto__'), Buffer.from(text)]] as const,
  }));
  const border = BORDER.map((text, index) => valueRecord(`border of JSON ${index}`, text));
  return [...numbers, ...pollution, ...border, ...depths([500, 501, 1_000, 5_000, 100_000])];
}

/** Nesting that ends recursive readers. */
export function depths(all: ReadonlyArray<number>): HostileRecord[] {
  return all.flatMap((depth) => [
    valueRecord(`depth ${depth}: arrays`, '['.repeat(depth) + ']'.repeat(depth)),
    valueRecord(`depth ${depth}: objects`, `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`),
    valueRecord(`depth ${depth}: never closed`, '[{"a":'.repeat(Math.floor(depth / 2))),
    valueRecord(`depth ${depth}: XML`, `${'<a>'.repeat(depth)}x${'</a>'.repeat(depth)}`),
    valueRecord(`depth ${depth}: brackets in text`, `{"a":"${'['.repeat(depth)}"}`),
  ]);
}

/** Values of megabytes: what would hang whoever walks them more than once, or recursively. */
export function largeValues(): HostileRecord[] {
  const members = (count: number) =>
    Array.from({ length: count }, (_, index) => `"key-${index}":"value ${index}"`).join(',');
  const megabytes = (count: number) => count * 1024 * 1024;
  return [
    ...depths([1_000_000]),
    valueRecord('large: 10 MB of JSON in one line', `{${members(360_000)}}`),
    valueRecord('large: one text of 10 MB', `{"text":"${'x'.repeat(megabytes(10))}"}`),
    valueRecord('large: 2,000,000 numbers', `[${'12345,'.repeat(2_000_000)}0]`),
    valueRecord('large: one number of 1,000,000 digits', `[${'7'.repeat(1_000_000)}]`),
    valueRecord('large: one key of 1 MB', `{"${'k'.repeat(megabytes(1))}":1}`),
    valueRecord('large: 5 MB of blanks', `{${' '.repeat(megabytes(5))}}`),
    valueRecord('large: the same key 300,000 times', `{${'"a":1,'.repeat(300_000)}"a":2}`),
    valueRecord('large: 1,000,000 escapes', `["${'\\u0041'.repeat(1_000_000)}"]`),
    valueRecord('large: backslashes', `["${'\\\\'.repeat(megabytes(1))}"]`),
    valueRecord(
      'large: not UTF-8 at the last byte',
      Buffer.concat([Buffer.alloc(megabytes(9), 'a'), Buffer.from([255])]),
    ),
    valueRecord('large: zeros', Buffer.alloc(megabytes(4))),
    valueRecord('large: 1,000,000 lines', 'a\n'.repeat(1_000_000)),
    valueRecord('large: a key of 1 MB', null),
  ].map((record) =>
    record.name === 'large: a key of 1 MB' ? { ...record, key: Buffer.alloc(megabytes(1), 'k') } : record,
  );
}
