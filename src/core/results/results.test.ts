import { afterAll, describe, expect, it, vi } from 'vitest';
import type { AppError } from '../../shared/errors.ts';
import type { DumpRow } from '../records/index.ts';
import type { DumpSource } from './dump.ts';
import { createResults } from './service.ts';
import { fakeDump, startTestProcess, testRow } from './testing.ts';

// A process starts within a second, and takes longer where many start.
vi.setConfig({ testTimeout: 60_000 });
const rows: DumpRow[] = [];
const results = createResults({
  createProcess: startTestProcess,
  dump: (sessionId, from) => (sessionId === 'main' ? fakeDump(rows) : other)(sessionId, from),
  log: { warn: () => undefined },
  limitMs: 3000,
});
let others: DumpRow[] = [];
const other: DumpSource = (sessionId, from) => fakeDump(others)(sessionId, from);
let serial = 0;

/** Runs a statement over these values, in a session of its own. */
async function over(values: ReadonlyArray<string | null>, sql: string) {
  others = values.map((value, id) => testRow(id, { value }));
  serial += 1;
  return await results.query({ sessionId: `s${serial}`, sql, maxRows: 1000 });
}

const query = (sql: string, maxRows = 1000) => results.query({ sessionId: 'main', sql, maxRows });
const failure = (promise: Promise<unknown>): Promise<AppError> =>
  promise.then(
    () => {
      throw new Error('It did not fail.');
    },
    (error: unknown) => error as AppError,
  );

afterAll(() => results.close());

describe('SQL over what was read', () => {
  it('has every record, and those that came since the last statement', async () => {
    for (let id = 0; id < 2500; id += 1) rows.push(testRow(id, { headersText: { source: id % 2 ? 'eu' : 'us' } }));
    const first = await query('SELECT count(*), max("offset"), sum(n) FROM fields');
    expect(first).toMatchObject({
      rows: [['2500', '2499', '3123750']],
      rowCount: 1,
      isCut: false,
      loaded: 2500,
      of: 2500,
    });
    rows.push(testRow(2500, { value: '{"n":9223372036854775807}' }), testRow(2501, { value: null }));
    const second = await query('SELECT count(*), max(n), typeof(max(n)) FROM fields');
    expect(second.rows).toEqual([['2502', '9223372036854775807', 'BIGINT']]);
  });

  it('shows topic, times, keys, headers and sizes as they are', async () => {
    const { columns, rows: [row] } = await query('SELECT * EXCLUDE (id) FROM records WHERE "offset" = 7'); // prettier-ignore
    expect(columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'topic VARCHAR', 'partition INTEGER', 'offset BIGINT', 'time TIMESTAMP', 'key VARCHAR', 'value VARCHAR',
      'headers JSON', 'key_size BIGINT', 'value_size BIGINT', 'key_json JSON', 'value_json JSON', 'format VARCHAR',
    ]); // prettier-ignore
    expect(row).toEqual([
      'orders', '1', '7', '2023-11-14 22:13:20.007', 'key-7', '{"n":7}', '{"source":"eu"}', '5', '7', null, '{"n":7}', 'json',
    ]); // prettier-ignore
  });

  it('says how many rows there are beyond the page', async () => {
    expect(await query('SELECT n FROM fields', 10)).toMatchObject({ rowCount: 10, isCut: true });
    const long = await query("SELECT repeat('x', 10000) || repeat('y', 10000) AS t FROM range(1000)");
    expect(long.isCut).toBe(true);
    expect(long.rowCount).toBeLessThan(100);
    const cell = await query("SELECT string_agg(repeat('x', 10000), '') FROM range(10)");
    expect(cell.cutCells).toBe(1);
    expect(cell.rows[0]?.[0]).toHaveLength(64 * 1024);
  });

  it('gives exact texts of every type', async () => {
    const { rows: [row] } = await query(`SELECT 170141183460469231731687303715884105727, 12.50::DECIMAL(10,2), 0.1::DOUBLE,
      [1, 2.50], {'a': 9007199254740993, 'b': [NULL, 'x"y']}, MAP {'k': 1.0::DECIMAL(4,1)}, '\\xAA'::BLOB, true,
      TIMESTAMP '2026-11-21 12:30:00.123', DATE '2026-11-21', INTERVAL 3 DAYS, NULL, 'NaN'::DOUBLE,
      '2026-11-21 12:30:00+02'::TIMESTAMPTZ`); // prettier-ignore
    expect(row).toEqual([
      '170141183460469231731687303715884105727', '12.50', '0.1', '[1.00,2.50]',
      '{"a":9007199254740993,"b":[null,"x\\"y"]}', '{"k":1.0}', 'aa', 'true',
      '2026-11-21 12:30:00.123', '2026-11-21', '3 days', null, 'NaN', '2026-11-21 10:30:00+00',
    ]); // prettier-ignore
  });
});

describe('fields', () => {
  const typed = async (values: string[], name: string) => {
    const { columns, rows: found } = await over(
      values.map((value) => `{"x":${value}}`),
      `SELECT ${name} FROM fields ORDER BY id`,
    );
    return [columns[0]?.type, ...found.map(([value]) => value)];
  };

  it.each([
    [
      ['1', '-9223372036854775808'],
      ['BIGINT', '1', '-9223372036854775808'],
    ],
    [
      ['9223372036854775808', '1'],
      ['HUGEINT', '9223372036854775808', '1'],
    ],
    [['-170141183460469231731687303715884105727'], ['HUGEINT', '-170141183460469231731687303715884105727']],
    [['170141183460469231731687303715884105728'], ['VARCHAR', '170141183460469231731687303715884105728']],
    [
      ['1.10', '2'],
      ['DECIMAL(18,2)', '1.10', '2.00'],
    ],
    [
      ['0.1234567890123456789', '12345678901234567'],
      ['DECIMAL(38,19)', '0.1234567890123456789', '12345678901234567.0000000000000000000'],
    ],
    [
      ['1e-3', '2.5E2'],
      ['DECIMAL(18,3)', '0.001', '250.000'],
    ],
    [
      ['1e300', '0.5'],
      ['DOUBLE', '1e+300', '0.5'],
    ],
    [
      ['1e400', '0.5'],
      ['VARCHAR', '1e400', '0.5'],
    ],
    [
      ['1e300', '0.12345678901234567890123456789'],
      ['VARCHAR', '1e300', '0.12345678901234567890123456789'],
    ],
    [
      ['true', 'null'],
      ['BOOLEAN', 'true', null],
    ],
    [
      ['"a"', '1'],
      ['VARCHAR', 'a', '1'],
    ],
    [
      ['[1,2]', 'null', '{"y":1}'],
      ['JSON', '[1,2]', null, '{"y":1}'],
    ],
    [['"\\u00e9\\u0000"'], ['VARCHAR', 'é\0']],
    [['"\\ud800"'], ['VARCHAR', '\ufffd']],
    [
      ['1,"x":2', '3'],
      ['BIGINT', '2', '3'],
    ],
  ])('%j is exact', async (values, expected) => {
    expect(await typed(values, 'x')).toEqual(expected);
  });

  it('are nested with dots, told apart by case, and never hide what a record has', async () => {
    const value =
      '{"order":{"total":12.5,"lines":[1]},"key":"mine","A":1,"a":2,"a/b":{"~":3},"":4,"__proto__":{"x":5},"it\'s \\"q\\"":6}';
    const { columns, rows: [row] } = await over([value], 'SELECT * EXCLUDE (id, topic, "partition", "offset", "time") FROM fields'); // prettier-ignore
    expect(Object.fromEntries(columns.map(({ name }, index) => [name.replace('__proto__', 'proto'), row?.[index]]))).toEqual({
      key: 'key-0', 'order.total': '12.5', 'order.lines': '[1]', 'value.key': 'mine', A: '1', 'value.a': '2', 'a/b.~': '3',
      'value.': '4', 'proto.x': '5', 'it\'s "q"': '6',
    }); // prettier-ignore
  });

  it('do not mind what is no JSON', async () => {
    const values = [
      'plain',
      '{"x":1',
      null,
      '',
      '{"x":7}',
      '[1,2]',
      '{'.repeat(600),
      `{"x":${'['.repeat(400)}${']'.repeat(400)}}`,
    ];
    const { rows: found } = await over(
      values,
      "SELECT count(*), count(value_json), count(x), max(x->>'$') FROM records JOIN fields USING (id)",
    );
    expect(found[0]?.slice(0, 3)).toEqual(['8', '3', '2']);
  });

  it('are listed with types and the share of nulls', async () => {
    others = ['{"x":1}', '{"x":null,"y":"a"}', 'text', '{"x":2.5}'].map((value, id) => testRow(id, { value }));
    const { columns } = await results.columns({ sessionId: 'columns' });
    expect(columns.filter(({ table }) => table === 'fields').slice(6)).toEqual([
      { table: 'fields', name: 'x', sql: 'x', type: 'DECIMAL(18,1)', nullShare: 0.5 },
      { table: 'fields', name: 'y', sql: 'y', type: 'VARCHAR', nullShare: 0.75 },
    ]);
    expect(columns.find(({ name }) => name === 'offset')?.sql).toBe('"offset"');
  });

  it('are written so that a statement can name them, also where the name is a word of SQL', async () => {
    others = [testRow(0, { value: '{"then":1,"table":2,"left":3,"name":4,"Upper":5,"a b":6}' })];
    const { columns } = await results.columns({ sessionId: 'reserved' });
    const names = columns.filter(({ table }) => table === 'fields').slice(6).map(({ sql }) => sql); // prettier-ignore
    expect(names).toEqual(['"then"', '"table"', '"left"', 'name', '"Upper"', '"a b"']);
    const { rows } = await results.query({
      sessionId: 'reserved',
      sql: `SELECT ${names.join(', ')} FROM fields`,
      maxRows: 1,
    });
    expect(rows).toEqual([['1', '2', '3', '4', '5', '6']]);
  });
});

describe('groups', () => {
  it('are counted exactly', async () => {
    others = Array.from({ length: 100 }, (_, id) =>
      testRow(id, { value: id < 60 ? '{"s":"a","n":9007199254740993}' : id < 90 ? '{"s":"b"}' : `{"s":"c${id}"}` }),
    );
    const byField = await results.groupBy({ sessionId: 'g', by: { kind: 'field', path: 'value.s' }, top: 2 });
    expect(byField).toMatchObject({
      groups: [{ value: 'a', count: 60, share: 0.6 }, { value: 'b', count: 30, share: 0.3 }],
      others: { count: 10, values: 10 },
      total: 100,
    }); // prettier-ignore
    const bySql = await results.groupBy({ sessionId: 'g', by: { kind: 'sql', expression: 'n + 1 -- more' }, top: 5 });
    expect(bySql.groups.map(({ value, count }) => [value, count])).toEqual([
      ['9007199254740994', 60],
      [null, 40],
    ]);
    const quoted = await results.groupBy({ sessionId: 'g', by: { kind: 'field', path: 'value["s"]' }, top: 1 });
    expect(quoted.groups[0]?.count).toBe(60);
    const partition = await results.groupBy({ sessionId: 'g', by: { kind: 'field', path: 'partition' }, top: 5 });
    expect(partition.groups.map(({ count }) => count)).toEqual([34, 33, 33]);
  });

  it('refuse what is no field', async () => {
    for (const path of ['value.a; DROP', 'nonsense', "value['a']", 'value["a', 'headers', 'key_json']) {
      const error = await failure(results.groupBy({ sessionId: 'g', by: { kind: 'field', path }, top: 1 }));
      expect(error.code, path).toBe('BAD_INPUT');
    }
  });
});

describe('errors', () => {
  it('tell where and what helps', async () => {
    const missing = await failure(query('SELECT\n  nonsense FROM records'));
    expect(missing).toMatchObject({ code: 'QUERY_FAILED', context: { position: 9 } });
    expect(missing.message).toContain('nonsense');
    expect(await failure(query('SELECT * FRM records'))).toMatchObject({
      code: 'QUERY_FAILED',
      context: { position: 13 },
    });
    const far = `SELECT ${'topic, '.repeat(50)}wrong FROM records`;
    expect(await failure(query(far))).toMatchObject({ context: { position: far.indexOf('wrong') } });
    expect((await failure(over(['x'], "SELECT value->>'$.a' FROM records"))).hint).toContain('value_json');
  });

  it('ends a statement that takes too long, and one that is cancelled', async () => {
    const slow = 'SELECT count(*) FROM range(10000000) a, range(1000000) b';
    expect((await failure(query(slow))).message).toContain('longer than 3 seconds');
    const running = query(slow);
    setTimeout(() => results.cancel('main'), 300);
    const began = performance.now();
    expect((await failure(running)).code).toBe('CANCELLED');
    expect(performance.now() - began).toBeLessThan(3000);
    expect((await query('SELECT 1')).rows).toEqual([['1']]);
  });

  it('lets a newer statement end an older one, and the question for columns none', async () => {
    const slow = 'SELECT count(*) FROM range(10000000) a, range(1000000) b';
    const older = failure(query(slow));
    const newer = query('SELECT count(*) FROM range(1000000)');
    const columns = results.columns({ sessionId: 'main' });
    expect((await older).code).toBe('CANCELLED');
    expect((await newer).rows).toEqual([['1000000']]);
    expect((await columns).columns.length).toBeGreaterThan(0);
  });

  it('ends the process of a statement that nothing else can end, and goes on in a new one', async () => {
    const endless = await failure(query(`SELECT ${'+'.repeat(100_000)}1`));
    expect(endless.message).toContain('longer than');
    expect((await query('SELECT count(*) FROM records')).rows).toEqual([['2502']]);
  });

  it('holds statements to the memory limit', async () => {
    const patient = createResults({
      createProcess: startTestProcess,
      dump: fakeDump([testRow(0)]),
      log: { warn: () => undefined },
    });
    const ask = (sql: string) => patient.query({ sessionId: 's', sql, maxRows: 10 });
    expect((await failure(ask("SELECT list(repeat('x', 1000)) FROM range(10000000)"))).message).toContain('memory');
    expect((await ask('SELECT count(*) FROM records')).rows).toEqual([['1']]);
    await patient.close();
  });
});

describe('a result taken to its end', () => {
  const whole = async (sql: string, signal = new AbortController().signal) => {
    const rows: Array<ReadonlyArray<string | null>> = [];
    let pages = 0;
    for await (const page of results.pages({ sessionId: 'main', sql }, signal)) {
      rows.push(...page.rows);
      pages += 1;
    }
    return { rows, pages };
  };

  it('has every row once and in order, in pages, with cells whole', async () => {
    const sql = "SELECT n, repeat('x', 300) FROM (SELECT unnest(generate_series(1, 25000)) AS n)";
    const refused = await failure(whole(sql));
    expect(refused).toMatchObject({ code: 'QUERY_FAILED' }); // As a list, series are refused; as rows they are not.
    const { rows, pages } = await whole("SELECT n, repeat('x', 300) FROM generate_series(1, 25000) AS t(n)");
    expect(rows.map(([n]) => Number(n))).toEqual(Array.from({ length: 25_000 }, (_, index) => index + 1));
    expect(pages).toBeGreaterThan(5);
    const [[long] = []] = (await whole("SELECT repeat(repeat('y', 1000), 100)")).rows;
    expect(long).toHaveLength(100_000);
  });

  it('ends where it is cancelled, and leaves the next one a way', async () => {
    const abort = new AbortController();
    const reading = (async () => {
      for await (const page of results.pages({ sessionId: 'main', sql: ENDLESS }, abort.signal)) {
        if (page.rows.length > 0) abort.abort();
      }
    })();
    expect(await failure(reading)).toMatchObject({ code: 'CANCELLED' });
    expect((await whole('SELECT 1')).rows).toEqual([['1']]);
  });
});

const ENDLESS = 'SELECT * FROM range(100000000000)';
