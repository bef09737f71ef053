import { randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { ExportOptions, type ExportProgress } from '../../shared/contract/exports.ts';
import type { AppError } from '../../shared/errors.ts';
import { parseJson, jsonText } from '../../shared/values/json.ts';
import { decodeUtf8 } from '../../shared/values/utf8.ts';
import type { DumpRow } from '../records/index.ts';
import { loadDuckDb, toWire } from '../results/index.ts';
import { startTestProcess, testRow } from '../results/testing.ts';
import { rowFormat } from './row-formats.ts';
import { createExports, type ExportRequest } from './service.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'exports-'));
const forbidden = path.join(folder, 'settings');
afterAll(() => rmSync(folder, { recursive: true }));
// Each export starts a process, which takes a second on a busy machine.
vi.setConfig({ testTimeout: 60_000 });
const DEFAULTS = ExportOptions.parse({});

function service(rows: ReadonlyArray<DumpRow>, pageRows = 1000, pauseMs = 0) {
  async function* pages(all: ReadonlyArray<DumpRow>, signal: AbortSignal) {
    for (let at = 0; at < all.length && !signal.aborted; at += pageRows) {
      if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
      yield { rows: all.slice(at, at + pageRows), gone: 0 };
    }
  }
  return createExports({
    createProcess: startTestProcess,
    rows: {
      all: (_, signal) => pages(rows, signal),
      ids: (_, ids, signal) =>
        pages(
          ids.flatMap((id) => rows.filter((row) => row.id === id)),
          signal,
        ),
    },
    paths: { home: folder, forbidden: [forbidden] },
    newId: randomUUID,
    clock: () => Date.UTC(2026, 10, 21, 12, 30),
    log: { info: () => undefined, warn: () => undefined },
  });
}

async function save(
  rows: ReadonlyArray<DumpRow>,
  request: Partial<ExportRequest> & { name: string },
  given = service(rows),
) {
  const { name, options, ...rest } = request;
  const { jobId } = await given.start({
    sessionId: 's', what: { kind: 'all' }, format: 'jsonl', path: path.join(folder, name), overwrite: false, ...rest,
    options: { ...DEFAULTS, ...options },
  }); // prettier-ignore
  let progress: ExportProgress = given.progress(jobId);
  while (progress.state === 'running') {
    await new Promise((resolve) => setTimeout(resolve, 5));
    progress = given.progress(jobId);
  }
  return progress;
}

const read = (name: string) => readFileSync(path.join(folder, name));
const unfinished = () => readdirSync(folder).filter((name) => name.includes('.part'));
const failure = (promise: Promise<unknown>): Promise<AppError> =>
  promise.then(() => Promise.reject(new Error('It did not fail.')), (error: unknown) => error as AppError); // prettier-ignore

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

/** RFC 4180, without mercy. Quoted and empty is '', unquoted and empty is null. */
function parseCsv(text: string): Array<Array<string | null>> {
  const rows: Array<Array<string | null>> = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  let row: Array<string | null> = [];
  for (let at = 0; at < text.length; at = field.lastIndex) {
    field.lastIndex = at;
    const match = field.exec(text);
    if (match === null) throw new Error(`Not RFC 4180 at ${at}: ${JSON.stringify(text.slice(at, at + 50))}`);
    row.push(match[1]?.replaceAll('""', '"') ?? (match[2] === '' ? null : (match[2] ?? null)));
    if (match[3] === '\r\n') {
      rows.push(row);
      row = [];
    }
  }
  return rows;
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

describe('files', () => {
  const rows = Array.from({ length: 20 }, (_, id) => testRow(id));

  it('are replaced only when that is said', async () => {
    writeFileSync(path.join(folder, 'there.jsonl'), 'mine');
    expect(await failure(save(rows, { name: 'there.jsonl' }))).toMatchObject({
      code: 'FILE_WRITE',
      context: { exists: true },
    });
    expect(read('there.jsonl').toString()).toBe('mine');
    expect(await save(rows, { name: 'there.jsonl', overwrite: true })).toMatchObject({ state: 'done' });
    expect(read('there.jsonl').toString().split('\n')).toHaveLength(21);
  });

  it('replace a link, never what it points to', async () => {
    writeFileSync(path.join(folder, 'pointed-to'), 'mine');
    symlinkSync(path.join(folder, 'pointed-to'), path.join(folder, 'link.jsonl'));
    expect(await failure(save(rows, { name: 'link.jsonl' }))).toMatchObject({ code: 'FILE_WRITE' });
    expect(await save(rows, { name: 'link.jsonl', overwrite: true })).toMatchObject({ state: 'done' });
    expect(read('pointed-to').toString()).toBe('mine');
  });

  it.each([
    ['relative/name.jsonl', 'BAD_INPUT'],
    ['', 'BAD_INPUT'],
    ['/', 'BAD_INPUT'],
    ['/tmp/a\0b', 'BAD_INPUT'],
    [`${forbidden}/clusters.json`, 'BAD_INPUT'],
    [`${folder}/x/../settings/clusters.json`, 'BAD_INPUT'],
    [`${folder}/missing/name.jsonl`, 'FILE_WRITE'],
    [`${folder}/a.jsonl/name.jsonl`, 'FILE_WRITE'],
    [folder, 'FILE_WRITE'],
    ['/dev/null', 'FILE_WRITE'],
    [`${folder}/${'x'.repeat(300)}`, 'FILE_WRITE'],
  ])('at %j are refused', async (given, code) => {
    const error = await failure(
      service(rows).start({
        sessionId: 's',
        what: { kind: 'all' },
        format: 'jsonl',
        path: given,
        overwrite: true,
        options: DEFAULTS,
      }),
    );
    expect(error).toMatchObject({ code });
    expect(error.hint).toBeTruthy();
  });

  it('that are cancelled leave nothing', async () => {
    for (const format of ['jsonl', 'parquet', 'raw'] as const) {
      const slow = service(
        Array.from({ length: 1000 }, (_, id) => testRow(id)),
        10,
        20,
      );
      const { jobId } = await slow.start({
        sessionId: 's',
        what: { kind: 'all' },
        format,
        path: path.join(folder, `gone-${format}`),
        overwrite: false,
        options: DEFAULTS,
      });
      while (slow.progress(jobId).rows < 20) await new Promise((resolve) => setTimeout(resolve, 10));
      await slow.cancel(jobId);
      expect(slow.progress(jobId)).toMatchObject({ state: 'cancelled', path: null, notes: [] });
      expect(readdirSync(folder).filter((name) => name.startsWith('gone') || name.includes('.part'))).toEqual([]);
    }
  });

  it('whose source fails leave nothing and say why', async () => {
    const failing = createExports({
      createProcess: startTestProcess,
      rows: {
        // eslint-disable-next-line require-yield
        all: async function* () {
          throw new Error('the broker is gone');
        },
        ids: () => { throw new Error('not asked'); },
      },
      paths: { home: folder, forbidden: [] }, newId: randomUUID, clock: Date.now, log: { info: () => undefined, warn: () => undefined },
    }); // prettier-ignore
    const progress = await save(rows, { name: 'e.jsonl' }, failing);
    expect(progress).toMatchObject({
      state: 'failed',
      error: { code: 'FILE_WRITE', message: expect.stringContaining('the broker is gone') as string },
    });
    expect(unfinished()).toEqual([]);
  });

  it('have a suggested place and name', async () => {
    const ask = service(rows).suggestPath;
    expect(await ask({ topics: ['orders'], format: 'csv', isOne: false })).toEqual({
      path: path.join(folder, 'orders-20261121-1230.csv'),
    });
    mkdirSync(path.join(folder, 'Downloads'));
    writeFileSync(path.join(folder, 'Downloads', 'orders-and-1-more-20261121-1230'), '');
    expect(await ask({ topics: ['orders', 'x'], format: 'raw', isOne: false })).toEqual({
      path: path.join(folder, 'Downloads', 'orders-and-1-more-20261121-1230-2'),
    });
  });
});

describe('the clipboard', () => {
  it('gets the chosen records in their order, whole, and is told where they do not fit', async () => {
    const rows = Array.from({ length: 100 }, (_, id) =>
      testRow(id, { value: `${id}:${'x'.repeat(20_000)}`, valueFormat: 'text' }),
    );
    const given = service(rows);
    const two = await given.text({ sessionId: 's', ids: [5, 3], format: 'jsonl', options: DEFAULTS });
    expect(two).toMatchObject({ rows: 2, isCut: false });
    expect(two.text.split('\n').map((line) => /"offset":(\d+)/.exec(line)?.[1])).toEqual(['5', '3', undefined]);
    const all = await given.text({ sessionId: 's', ids: rows.map(({ id }) => id), format: 'csv', options: DEFAULTS });
    expect(all).toMatchObject({ isCut: true });
    expect(all.text.length).toBeLessThanOrEqual(900 * 1024);
    expect(parseCsv(all.text)).toHaveLength(all.rows + 1);
  });
});
