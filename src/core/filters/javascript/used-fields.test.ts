import { afterAll, describe, expect, it } from 'vitest';
import type { DecodedRecord } from '../../serdes/index.ts';
import { mulberry, plainRecord, stringPart } from '../testing/plain-part.ts';
import { jsonString, pick, randomDocument, randomJson } from '../testing/random-json.ts';
import { BatchWriter } from './batch-text.ts';
import { Sandbox } from './sandbox.ts';
import { ALL_FIELDS, usedFields, type UsedFields } from './used-fields.ts';

/** More with LONG_TESTS. */
const SCRIPTS = process.env['LONG_TESTS'] === undefined ? 150 : 20_000;

describe('what a script reads of a record', () => {
  it.each([
    ["return record.value.note.startsWith('x')", ['value'], ['note']],
    ['record.value?.total > 100', ['value'], ['total']],
    ['record.value.a.b.c === "x" && record.value.d > 1 || record.value.a.e', ['value'], ['a', 'd']],
    ['record.key === "k" && record.topic === "orders"', ['topic', 'key'], []],
    ['record.headers.source === "eu"', ['headers'], []],
    ['return record.value.items.some((item) => item.price > 3)', ['value'], ['items']],
    ['record.value.items[0].price / 2 > 3 // all of it', ['value'], ['items']],
    ['["a", "b"].includes(record.value.kind)', ['value'], ['kind']],
    ['true', [], []],
  ] as const)('%s', (code, fields, names) => {
    expect(usedFields(code)).toEqual({ fields, names });
  });

  it.each([
    'record.value',
    'record.value === null',
    'JSON.stringify(record.value).includes("x")',
    'record.value["a"] > 1',
    'record.value.hasOwnProperty("a")',
    'record.value.a()',
    '(record.value.a)()',
    'record.value.a?.()',
    'record.value.toString()',
    '"a" in record.value',
    'for (const name in record.value) return true',
  ])('all of the value: %s', (code) => {
    expect(usedFields(code).names).toBeNull();
    expect(usedFields(code).fields).toContain('value');
  });

  it.each([
    'record',
    'r => r.value.a > 1',
    '(record) => record.value.a > 1',
    '({ value }) => value.a > 1',
    'const { value } = record; return value.a',
    'let r = record; return r.value.a',
    'check(record) && record.value.a',
    'record["val" + "ue"].a',
    '({ record }).record.value.a',
    'eval("rec" + "ord") && record.value.a',
    'return record.value.a && new Function("return 1")()',
    'return record.value.a.constructor',
    'return (function () { return arguments.callee.caller })() && record.value.a',
    'return record.value.a && ({}).__proto__',
    'return record.value.a && [].concat["const" + "ructor"]',
    'return record.value.a && ({ ["a"]: 1 })',
    'return `${record.value.a}`',
    'return /a/.test(record.value.a)',
    'return rec\\u006frd.value.a',
    'return record.value.a <!-- /*\n || record.value.b /* */',
    'return record.value.a // \u2028 || record.value.b',
    'r => r.value.secret); if (false) return (1',
    '(r => r.value.secret) && record.value.return',
    'true }; return record.value.a; {',
    'throw new Error(record.value.a)',
    'return record.value["\\x61"]',
    'return record.value.a + (function () { return this })()',
  ])('everything, for it cannot be told: %s', (code) => {
    expect(usedFields(code)).toEqual(ALL_FIELDS);
  });
});

describe('a script that is handed only what it reads', () => {
  const sandbox = new Sandbox();
  let program = 0;
  const opened: number[] = [];
  afterAll(() => opened.forEach((each) => sandbox.close(each)));

  async function answer(code: string, used: UsedFields, records: ReadonlyArray<DecodedRecord>) {
    program += 1;
    sandbox.open(program, code, used.fields);
    const writer = new BatchWriter(used);
    for (const record of records) writer.add(record);
    const given = await sandbox.test(program, writer.take());
    sandbox.close(program);
    return given;
  }

  const FIELDS = ['a', 'b', 'ab', 'x', 'missing', 'id'];
  const ENDS = [
    ' > 1',
    ' === "eu"',
    '?.a',
    '.a',
    ' == null',
    '?.length > 2',
    '[0]',
    '?.b?.a === 1',
    '.includes("e")',
    ' + 1',
    '?.toString().length > 3',
    ' === 9007199254740993n',
    ' instanceof Array',
    '?.[0]?.a',
    ' = 5',
    '?.map((each) => each?.a).length',
  ];
  function script(random: () => number): string {
    const term = (): string => {
      const kind = random();
      if (kind < 0.08) return `record.${pick(random, ['key', 'offset', 'partition', 'topic', 'timestamp'])} == "k"`;
      if (kind < 0.12) return 'record.headers.h === "1"';
      if (kind < 0.16) return 'JSON.stringify(record.value).length > 20';
      if (kind < 0.2) return 'typeof record.value === "object"';
      const dot = pick(random, ['.', '?.']);
      return `(record.value${dot}${pick(random, FIELDS)}${pick(random, ENDS)})`;
    };
    const whole = Array.from({ length: 1 + Math.floor(random() * 3) }, term).join(
      pick(random, [' && ', ' || ', ' ?? 0 || ']),
    );
    return random() < 0.5 ? whole.replaceAll('?? 0 ||', '||') : `return ${whole.replaceAll('?? 0 ||', '||')}`;
  }
  function document(random: () => number): Buffer | null {
    const kind = random();
    if (kind < 0.05) return null;
    if (kind < 0.25) return randomDocument(random);
    const members = Array.from({ length: Math.floor(random() * 5) }, () => {
      const value = random() < 0.1 ? '9007199254740993' : randomJson(random, 1);
      return `${jsonString(random, pick(random, FIELDS), 0.1)}:${value}`;
    });
    return Buffer.from(`${pick(random, ['', ' ', '\n'])}{${members.join(', ')}}`);
  }

  it('answers as one that is handed everything, and fails as it does', async () => {
    const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000_007);
    const random = mulberry(seed);
    process.stdout.write(`used fields: ${SCRIPTS} scripts, seed ${seed}\n`);
    const counts = { narrowed: 0, failed: 0, matched: 0 };
    for (let round = 0; round < SCRIPTS; round += 1) {
      const code = script(random);
      const used = usedFields(code);
      if (used.names !== null) counts.narrowed += 1;
      const records = Array.from({ length: 6 }, () => {
        const record = plainRecord({
          value: document(random),
          key: pick(random, ['k', '{"a":1}']),
          headers: { h: '1' },
        });
        return random() < 0.1 ? { ...record, value: stringPart('{"a":1}') } : record;
      });
      // One by one: a failure of one must not hide the next.
      for (const record of records) {
        const [few, all] = [await answer(code, used, [record]), await answer(code, ALL_FIELDS, [record])];
        if (few.kind === 'failed') counts.failed += 1;
        else if (few.kind === 'mask' && few.mask === '1') counts.matched += 1;
        expect(few, `seed ${seed}: ${code} on ${String(record.value.bytes)}`).toEqual(all);
      }
    }
    process.stdout.write(`used fields: ${JSON.stringify(counts)}\n`);
    expect(counts.narrowed).toBeGreaterThan(SCRIPTS / 3);
    expect(counts.matched).toBeGreaterThan(SCRIPTS / 4);
  }, 120_000);

  it('hands over less than everything: the check above can fail', async () => {
    const record = plainRecord({ value: '{"a":1,"secret":2}' });
    const used: UsedFields = { fields: ['value'], names: ['a'] };
    const [few, all] = [
      await answer('record.value.secret === 2', used, [record]),
      await answer('record.value.secret === 2', ALL_FIELDS, [record]),
    ];
    expect([few, all]).toEqual([
      { kind: 'mask', mask: '0' },
      { kind: 'mask', mask: '1' },
    ]);
  });
});
