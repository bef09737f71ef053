import { describe, expect, it } from 'vitest';
import type { RecordFilter } from '../../shared/contract/filters.ts';
import { checkFilter, compileColumns, compileFilter } from './index.ts';
import { partWith, plainPart, plainRecord } from './testing/plain-part.ts';

const RECORD = plainRecord({
  key: 'Order-17',
  value: '{"city":"Z\\u00fcrich","path":"a\\/b","quote":"say \\"hi\\"","kelvin":"10 \u212a"}',
  headers: { 'trace-Id': 'abc', source: 'eu' },
});

type Words = Extract<RecordFilter, { kind: 'words' }>;
const find = (text: string, options: Partial<Words> = {}, record = RECORD) =>
  compileFilter({ kind: 'words', in: 'any', text, regex: false, matchCase: true, wholeWord: false, ...options }).test(
    record,
  );

describe('words', () => {
  it('are found in the text as shown and, of JSON, as meant', () => {
    expect([find('Z\\u00fc'), find('Zürich'), find('a\\/b'), find('a/b'), find('say "hi"'), find('say \\"hi')]).toEqual(
      Array(6).fill(true),
    );
    expect([find('zürich'), find('zürich', { matchCase: false }), find('10 k', { matchCase: false })]).toEqual([
      false,
      true,
      true,
    ]);
    // A backslash in plain text is a backslash.
    const text = plainRecord({ value: 'C:\\new' });
    expect([find('C:\\new', {}, text), find('C:\new', {}, text)]).toEqual([true, false]);
  });

  it('are looked for where they are asked to be', () => {
    expect([find('Order', { in: 'key' }), find('Order', { in: 'value' }), find('abc', { in: 'headers' })]).toEqual([
      true,
      false,
      true,
    ]);
    expect([find('trace-Id', { in: 'headers' }), find('eu', { in: 'any' })]).toEqual([true, true]);
    expect(find('00', { in: 'value' }, plainRecord({ value: null }))).toBe(false);
    const bytes = plainRecord({ value: Buffer.concat([Buffer.from('text '), Buffer.from([0xff, 0xde, 0xad])]) });
    expect([find('ff de ad', {}, bytes), find('text', {}, bytes), find('other', {}, bytes)]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('are whole words where that is asked', () => {
    expect([
      find('Order', { wholeWord: true }),
      find('rder', { wholeWord: true }),
      find('17', { wholeWord: true }),
    ]).toEqual([true, false, true]);
    expect([find('rich', { wholeWord: true }), find('b|c', { wholeWord: true, regex: true })]).toEqual([false, true]);
  });

  it('may be a pattern', () => {
    expect([
      find('^Order-\\d+$', { regex: true, in: 'key' }),
      find('order', { regex: true, matchCase: false }),
    ]).toEqual([true, true]);
    expect([find('Z(ü|u)rich', { regex: true }), find('x.y', { regex: true })]).toEqual([true, false]);
  });
});

describe('checkFilter', () => {
  const words = { kind: 'words', in: 'value', regex: true, matchCase: true, wholeWord: false } as const;

  it('says where in the tree and where in the text something is wrong', () => {
    const problems = checkFilter({
      kind: 'all',
      filters: [
        { ...words, text: 'fine' },
        { kind: 'not', filter: { ...words, text: 'a(b' } },
        { kind: 'any', filters: [{ kind: 'expression', text: 'value.a = 1' }] },
        { kind: 'javascript', code: '  ' },
      ],
    });
    expect(problems.map(({ path, from, to }) => ({ path, from, to }))).toEqual([
      { path: [1, 0], from: 1, to: 3 },
      { path: [2, 0], from: 8, to: 9 },
      { path: [3], from: 0, to: 2 },
    ]);
    expect(problems[0]?.message).toMatch(/^Not a regular expression: unterminated group\. .*backslash/);
  });

  it.each<[string, number, number]>([
    ['abc)', 3, 4],
    ['a**', 2, 3],
    ['x[a', 1, 3],
    ['a\\q', 1, 3],
    ['[b-a]', 0, 5],
  ])('marks the fault of the pattern %s', (text, from, to) => {
    const [problem] = checkFilter({ ...words, text });
    expect(problem?.from).toBeGreaterThanOrEqual(from - 0);
    expect(problem?.from).toBeLessThan(to);
  });

  it('refuses to compile what is wrong', () => {
    expect(() => compileFilter({ kind: 'expression', text: 'value.' })).toThrow(/ends too early/);
  });
});

describe('a filter', () => {
  it('asks for what no text can say', () => {
    const is = (what: 'tombstone' | 'null-key' | 'empty-value' | 'undecodable', record = RECORD) =>
      compileFilter({ kind: 'is', what }).test(record);
    const tombstone = plainRecord({ key: null, value: null });
    expect([is('tombstone'), is('tombstone', tombstone), is('null-key', tombstone), is('null-key')]).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect([is('empty-value', plainRecord({ value: '' })), is('empty-value', tombstone)]).toEqual([true, false]);
    const broken = { ...RECORD, value: partWith(plainPart('x'), { failure: () => 'no schema' }) };
    expect([is('undecodable'), is('undecodable', broken)]).toEqual([false, true]);
  });

  it('is put together with and, or, not, and knows what it needs', () => {
    const filter = compileFilter({
      kind: 'any',
      filters: [
        {
          kind: 'all',
          filters: [
            { kind: 'expression', text: 'key == "Order-17"' },
            { kind: 'not', filter: { kind: 'is', what: 'tombstone' } },
          ],
        },
        { kind: 'expression', text: 'value.city == "Bern"' },
      ],
    });
    expect(filter.test(RECORD)).toBe(true);
    expect(filter.test(plainRecord({ key: 'Order-17', value: null }))).toBe(false);
    expect(filter.test(plainRecord({ key: 'x', value: '{"city":"Bern"}' }))).toBe(true);
    expect(filter.needs).toEqual({ key: true, value: true, headers: false });
    expect(filter.isAsync).toBe(false);
    expect(filter.raw?.anyOf.map(String)).toEqual(['Order-17', 'Bern']);
    expect(filter.raw?.parts).toEqual({ key: true, value: true, headers: false });
  });
});

describe('columns', () => {
  it('show any path, header or key field, exactly, and are empty where there is nothing', () => {
    const columns = compileColumns([
      'value.a',
      'value.o',
      'headers.source',
      'key',
      'value.l[*].x',
      'timestamp',
      'value.a == 12.5',
      'offset',
      'value.',
      'value.o.missing',
    ]);
    const record = plainRecord({
      key: 'k',
      value: '{"a":12.50,"o":{"n":9007199254740993,"t":"\\u00e9"},"l":[{"x":1},{},{"x":2}]}',
      headers: { source: 'eu' },
      timestamp: 5n,
      offset: 7n,
    });
    expect(columns.problems.map(({ column }) => column)).toEqual([8]);
    expect(columns.evaluate(record)).toEqual([
      '12.50',
      '{"n":9007199254740993,"t":"é"}',
      'eu',
      'k',
      '[1,2]',
      '1970-01-01T00:00:00.005Z',
      'true',
      '7',
      null,
      null,
    ]);
    expect(columns.needs).toEqual({ key: true, value: true, headers: true });
  });

  it('refuses patterns, because columns are worked out where nothing can end a pattern that runs for ever', () => {
    const [problem] = compileColumns(['value.a', 'matches(value.a, "(a+)+$")']).problems;
    expect(problem).toMatchObject({ column: 1, from: 0, to: 7 });
    expect(problem?.message).toContain('filter');
  });

  it('hold 1,024 characters each, and never half of one', () => {
    const columns = compileColumns(['value.a', 'value']);
    const [text, whole] = columns.evaluate(
      plainRecord({ value: `{"a":"x${'😀'.repeat(2000)}","b":[${'1,'.repeat(5000)}1]}` }),
    );
    expect(text?.length).toBeLessThanOrEqual(1024);
    expect(text).toMatch(/^x(?:😀)+…$/u);
    expect(whole?.length).toBeLessThanOrEqual(1024);
  });
});
