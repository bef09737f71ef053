import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { parseJson, jsonText } from '../../shared/values/json.ts';
import { decodeUtf8 } from '../../shared/values/utf8.ts';
import type { DumpRow } from '../records/index.ts';
import { loadDuckDb, toWire } from '../results/index.ts';
import { testRow } from '../results/testing.ts';
import { rowFormat } from './row-formats.ts';
import { DEFAULTS, failure, parseCsv, testExports } from './testing.ts';

const { folder, service, save, read, unfinished } = testExports();
afterAll(() => rmSync(folder, { recursive: true }));
// Each export starts a process, which takes a second on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

/** A row whose texts are what the product shows of these bytes. */
function bytesRow(id: number, bytes: Buffer | null): DumpRow {
  const decoded = bytes === null ? null : decodeUtf8(bytes);
  const text = bytes === null || decoded === null ? null : decoded.ok ? decoded.text : bytes.toString('hex');
  const isJson = text !== null && /^[ \t\r\n]*[{[]/.test(text) && parseJson(text).ok;
  const format = bytes === null ? 'null' : !decoded?.ok ? 'bytes' : isJson ? 'json' : 'text';
  return testRow(id, {
    value: text,
    valueBytes: bytes,
    key: text,
    keyBytes: bytes,
    keyFormat: format,
    valueFormat: format,
    headers: [['h', bytes]],
  });
}

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
let state = seed;
const random = (below: number) => {
  state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
};
const PIECES = [
  '=1+1',
  '"',
  ',',
  '\r\n',
  '\n',
  '\0',
  '\t',
  'é',
  '💥',
  '\u2028',
  '{"a":1.50}',
  '[1,\n2]',
  ' ',
  '-5',
  "'",
  '@x',
  '\\u0000',
  'null',
  '\uFEFF',
];

function randomBytes(): Buffer | null {
  const kind = random(6);
  if (kind === 0) return null;
  if (kind === 1) return Buffer.from(Array.from({ length: random(20) }, () => random(256)));
  if (kind === 2)
    return Buffer.from(`{"n":${random(1e9)}${random(1e9)}.${random(100)}0,\n "n" : [true, null, "${'\\n'}"]}`);
  return Buffer.from(Array.from({ length: random(5) }, () => PIECES[random(PIECES.length)]).join(''));
}

/** The bytes that a JSON line says, as its documentation promises. */
function bytesOfLine(members: ReadonlyMap<string, string>, name: string): Buffer | null {
  const twin = members.get(`${name}_base64`);
  if (twin !== undefined) return Buffer.from(jsonText(twin), 'base64');
  const raw = members.get(name) ?? '';
  if (raw === 'null') return null;
  return Buffer.from(raw.startsWith('"') ? jsonText(raw) : raw);
}

/** A line's members as they are written. */
function membersOf(line: string): Map<string, string> {
  const members = new Map<string, string>();
  let depth = 0, start = 1, inString = false; // prettier-ignore
  for (let at = 0; at < line.length; at += 1) {
    const char = line[at];
    if (inString) {
      if (char === '\\') at += 1;
      else if (char === '"') inString = false;
      continue;
    }
    if (char === '"') inString = true;
    else if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') depth -= 1;
    if ((char === ',' && depth === 1) || depth === 0) {
      const member = line.slice(start, at);
      const colon = member.indexOf('":') + 1;
      members.set(jsonText(member.slice(0, colon)), member.slice(colon + 1));
      start = at + 1;
    }
  }
  return members;
}

describe('JSON lines', () => {
  it('has every record, values as they are written', async () => {
    const rows = [
      testRow(0, { value: '{"a":1.50,"a":12345678901234567890}', headersText: { source: 'eu' } }),
      testRow(1, { value: null, timestamp: -1 }),
      testRow(2, { value: 'plain "text"', valueFormat: 'text' }),
      testRow(3, {
        value: '{"shown":1}',
        valueBytes: Buffer.from([0, 255]),
        valueFormat: 'avro',
        headers: [['h', Buffer.from([255])]],
      }),
      testRow(4, { value: '{\n  "a": 1\n}' }),
      testRow(5, { value: '42', valueFormat: 'number' }),
      testRow(6, { value: '42', valueFormat: 'text' }),
    ];
    expect(await save(rows, { name: 'a.jsonl' })).toMatchObject({
      state: 'done',
      rows: 7,
      total: 7,
      path: path.join(folder, 'a.jsonl'),
    });
    expect(read('a.jsonl').toString().split('\n').map((line) => line.replace(/^.*"timestamp":/, ''))).toEqual([
      '1700000000000,"key":"key-0","value":{"a":1.50,"a":12345678901234567890},"headers":[{"name":"source","value":"eu"}]}',
      'null,"key":"key-1","value":null,"headers":[]}',
      '1700000000002,"key":"key-2","value":"plain \\"text\\"","headers":[]}',
      '1700000000003,"key":"key-3","value":{"shown":1},"value_base64":"AP8=","headers":[{"name":"h","value":null,"value_base64":"/w=="}]}',
      '1700000000004,"key":"key-4","value":{   "a": 1 },"value_base64":"ewogICJhIjogMQp9","headers":[]}',
      '1700000000005,"key":"key-5","value":42,"headers":[]}',
      '1700000000006,"key":"key-6","value":"42","headers":[]}',
      '',
    ]); // prettier-ignore
  });

  it(`gives back the exact bytes of 10,000 random values (seed ${seed})`, () => {
    const { row } = rowFormat('jsonl', DEFAULTS);
    for (let id = 0; id < 10_000; id += 1) {
      const bytes = randomBytes();
      const line = row(toWire(bytesRow(id, bytes), true));
      expect(line.indexOf('\n')).toBe(line.length - 1);
      const members = membersOf(line.trimEnd());
      expect(JSON.parse(line)).toHaveProperty('headers');
      expect(bytesOfLine(members, 'key')?.toString('hex')).toBe(bytes?.toString('hex'));
      expect(bytesOfLine(members, 'value')?.toString('hex')).toBe(bytes?.toString('hex'));
    }
  });
});

describe('CSV', () => {
  it(`is RFC 4180 and gives back the exact bytes of 10,000 random values (seed ${seed})`, () => {
    for (const formulaSafe of [true, false]) {
      const format = rowFormat('csv', { ...DEFAULTS, formulaSafe });
      const values = Array.from({ length: 5000 }, randomBytes);
      const text = values.map((bytes, id) => format.row(toWire(bytesRow(id, bytes), true))).join('');
      const [names = [], ...found] = parseCsv(format.head + text);
      expect(found).toHaveLength(values.length);
      for (const [id, bytes] of values.entries()) {
        const cell = (name: string) => found[id]?.[names.indexOf(name)] ?? null;
        const twin = cell('value_base64');
        const value = twin === null ? cell('value') : Buffer.from(twin, 'base64');
        expect(value === null ? undefined : Buffer.from(value).toString('hex')).toBe(bytes?.toString('hex'));
      }
    }
  });

  it('can be told by its delimiter, without twins, with a byte order mark', async () => {
    const rows = [testRow(0, { value: 'a;b', valueFormat: 'text', timestamp: 0 })];
    await save(rows, {
      name: 'b.csv',
      format: 'csv',
      options: { ...DEFAULTS, delimiter: ';', base64: 'never', byteOrderMark: true },
    });
    expect(read('b.csv').toString()).toBe(
      '\uFEFFtopic;partition;offset;timestamp;key;value;headers\r\norders;0;0;1970-01-01T00:00:00.000Z;key-0;"a;b";\r\n',
    );
  });
});

describe('Parquet', () => {
  it('has typed columns, bytes where there is no text, and the fields', async () => {
    const odd = path.join(folder, "odd [1]* 'name'");
    mkdirSync(odd);
    const rows = Array.from({ length: 3000 }, (_, id) =>
      testRow(id, {
        value: `{"n":${id},"big":9223372036854775808,"price":${id}.50,"value":"x"}`,
        headersText: { a: '1' },
      }),
    );
    rows.push(testRow(3000, { value: 'ff', valueBytes: Buffer.from([255]), valueFormat: 'bytes' }));
    const progress = await save(rows, { name: "odd [1]* 'name'/c.parquet", format: 'parquet' });
    expect(progress).toMatchObject({ state: 'done', rows: 3001, error: null });
    expect(readdirSync(odd)).toEqual(['c.parquet']);
    const duckdb = await loadDuckDb();
    const connection = await (await duckdb.DuckDBInstance.create(':memory:')).connect();
    const ask = async (sql: string) =>
      (
        await connection.runAndReadAll(
          sql.replace(
            'FILE',
            () => `'${path.join(odd, 'c.parquet').replaceAll("'", "''").replace('[', '[[]').replace('*', '[*]')}'`,
          ),
        )
      ).getRowsJson();
    expect(await ask('SELECT count(*), sum(n), max(big), max(price), max("value.value"), hex(max(value_bytes)), max(headers::VARCHAR) FROM FILE')).toEqual([
      ['3001', '4498500', '9223372036854775808', '2999.50', 'x', 'FF', '[{"name":"a","value":"1"}]'],
    ]); // prettier-ignore
    expect(Object.fromEntries((await ask('DESCRIBE SELECT * FROM FILE')).map((row) => [row[0], row[1]]))).toMatchObject({
      offset: 'BIGINT', time: 'TIMESTAMP', partition: 'INTEGER', n: 'BIGINT', price: 'DECIMAL(18,2)', big: 'DECIMAL(38,0)', value_bytes: 'BLOB',
    }); // prettier-ignore
  });

  it('goes through part files where it is larger than the memory for tables', async () => {
    const text = 'x'.repeat(20_000);
    const rows = Array.from({ length: 15_000 }, (_, id) => testRow(id, { value: `{"n":${id},"t":"${text}"}` }));
    const progress = await save(
      rows,
      { name: 'd.parquet', format: 'parquet', options: { ...DEFAULTS, fields: true } },
      service(rows, 200),
    );
    expect(progress).toMatchObject({ state: 'done', rows: 15_000, error: null, notes: [] });
    const duckdb = await loadDuckDb();
    const connection = await (await duckdb.DuckDBInstance.create(':memory:')).connect();
    const reader = await connection.runAndReadAll(
      `SELECT count(*), sum(n), min("offset") FILTER (n <> "offset"), sum(length(t)) FROM '${path.join(folder, 'd.parquet')}'`,
    );
    expect(reader.getRowsJson()).toEqual([['15000', '112492500', null, String(15_000 * 20_000)]]);
    const order = await connection.runAndReadAll(`SELECT "offset" FROM '${path.join(folder, 'd.parquet')}'`);
    expect(order.getRowsJson().map(([offset]) => Number(offset))).toEqual(rows.map(({ id }) => id));
    expect(unfinished()).toEqual([]);
  }, 60_000);
});

describe('raw bytes', () => {
  it('of one record are the file', async () => {
    const bytes = Buffer.from([0, 1, 255, 13, 10]);
    await save([bytesRow(0, bytes)], { name: 'one.bin', format: 'raw', what: { kind: 'ids', ids: [0] } });
    expect(read('one.bin')).toEqual(bytes);
    const none = await save([bytesRow(0, null)], { name: 'none.bin', format: 'raw', what: { kind: 'ids', ids: [0] } });
    expect(none).toMatchObject({ state: 'failed', error: { code: 'BAD_INPUT' } });
    expect(existsSync(path.join(folder, 'none.bin'))).toBe(false);
  });

  it('of several are files in a folder, none outside it, whatever the topic is called', async () => {
    const topics = [
      'orders',
      '..',
      '.',
      '../../etc',
      'CON',
      'con.x',
      '.hidden',
      'a/b',
      'a\\b',
      'x'.repeat(249),
      'C:evil',
      'nul\0l',
    ];
    const rows = topics.map((topic, id) => ({ ...bytesRow(id, Buffer.from(`value ${id}`)), topic }));
    rows.push(bytesRow(99, null));
    const progress = await save(rows, { name: 'raw', format: 'raw' });
    expect(progress).toMatchObject({
      state: 'done',
      rows: 13,
      notes: ['1 records had no value (null) and got no file.'],
    });
    const names = readdirSync(path.join(folder, 'raw'));
    expect(names).toHaveLength(topics.length);
    for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_][A-Za-z0-9._~-]*\.txt$/);
    expect(names).toEqual(expect.arrayContaining(['orders-0-0.txt', '_..-1-1.txt', '_con.x-2-5.txt']));
    const again = await failure(save(rows, { name: 'raw', format: 'raw' }));
    expect(again).toMatchObject({ code: 'FILE_WRITE', context: { exists: true } });
    expect(await save(rows, { name: 'raw', format: 'raw', overwrite: true })).toMatchObject({ state: 'done' });
  });
});
