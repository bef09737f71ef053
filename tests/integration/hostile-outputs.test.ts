import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCsv } from '../../src/core/exports/testing.ts';
import type { RecordFilter } from '../../src/shared/contract/filters.ts';
import { kafka } from '../support/brokers.ts';
import { hostileCorpus, newSeed, type HostileRecord } from '../support/corpus/index.ts';
import { ANY_RECORD, produceHostile } from '../support/corpus/produce.ts';
import { newTopic } from '../support/engines.ts';
import { openOutputs } from '../support/outputs.ts';
import { openReaderPath, openSession, plainSettings, pullAll, pullUntil, type Reader } from './records-harness.ts';

const seed = newSeed();
const corpus = hostileCorpus(seed);
let reader: Reader;
let outputs: ReturnType<typeof openOutputs>;
let topic = '';
/** A session that has handed out the whole corpus. */
let whole = '';

beforeAll(async () => {
  reader = openReaderPath(plainSettings(await kafka()));
  outputs = openOutputs(reader);
  topic = await newTopic(reader.engine, { configs: ANY_RECORD });
  await produceHostile(reader.engine, topic, corpus);
  whole = await openSession(reader, topic);
  await pullUntil(reader, whole, () => false, 60_000);
}, 120_000);
afterAll(async () => {
  await outputs.close();
  await reader.close();
});

const words = (text: string, regex: boolean): RecordFilter => ({
  kind: 'words',
  in: 'any',
  text,
  regex,
  matchCase: true,
  wholeWord: false,
});
const expression = (text: string): RecordFilter => ({ kind: 'expression', text });
const javascript = (code: string): RecordFilter => ({ kind: 'javascript', code });

describe(`a filter over 10,000 hostile records (seed ${seed})`, () => {
  it.each([
    ['words', words('^', true)],
    ['an expression', expression('offset >= 0 && (value == null || value != null)')],
    ['an expression about fields', expression('!(value.a.b[3] == "no such thing" && key.x == 1)')],
    ['JavaScript', javascript('return record.value !== undefined && String(record.key).length >= 0')],
  ] as const)(
    'that is true of all shows all, in order: %s',
    async (_, filter) => {
      const { rows, progress } = await pullAll(reader, topic, { filter });
      const { read, matched, notes } = progress;
      expect({ read, matched, notes }).toEqual({ read: corpus.length, matched: corpus.length, notes: [] });
      expect(rows.map((row) => Number(row.offset))).toEqual(corpus.map((_record, offset) => offset));
      const sizes = corpus.map(({ key, value }) => [key?.length ?? 0, value?.length ?? 0]);
      expect(rows.map((row) => [row.keySize, row.valueSize])).toEqual(sizes);
    },
    60_000,
  );

  it.each([
    ['words', words('no such words, I am sure: 8f1c2a', false)],
    ['a pattern', words('no such pattern [8][f]1c2a$', true)],
    ['an expression', expression('offset < 0 || value.a.b[3] == "no such thing: 8f1c2a"')],
    ['an expression about a literal', expression('value == "no such thing: 8f1c2a"')],
    ['JavaScript', javascript('return record.value === "no such thing: 8f1c2a"')],
  ] as const)(
    'that is true of none shows none, and has read all: %s',
    async (_, filter) => {
      const { rows, progress } = await pullAll(reader, topic, { filter });
      const { read, matched, notes } = progress;
      expect({ rows: rows.length, read, matched, notes }).toEqual({
        rows: 0,
        read: corpus.length,
        matched: 0,
        notes: [],
      });
    },
    60_000,
  );
});

type Line = {
  readonly offset: number;
  readonly key: unknown;
  readonly value: unknown;
  readonly key_base64?: string;
  readonly value_base64?: string;
  readonly headers: ReadonlyArray<{ name: string; value: string | null; value_base64?: string }>;
};

const base64 = (bytes: Buffer | null): string | undefined => bytes?.toString('base64');

/** Throws, naming the record, where `check` is false of one: 10,000 expectations would take longer than the export. */
function mustBeSoOfAll(check: (record: HostileRecord, index: number) => boolean, what: string): void {
  for (const [index, record] of corpus.entries())
    if (!check(record, index)) expect.unreachable(`"${record.name}" (offset ${index}, seed ${seed}): ${what}`);
}

describe(`10,000 hostile records saved (seed ${seed})`, () => {
  it('as JSON lines with base64 beside them give back the exact bytes', async () => {
    const lines = (await outputs.saved(whole, 'jsonl', { base64: 'always' })).trimEnd().split('\n');
    expect(lines.length).toBe(corpus.length);
    mustBeSoOfAll((record, index) => {
      const line = JSON.parse(lines[index] as string) as Line;
      const headers = line.headers.map((header) => header.value_base64);
      return (
        line.offset === index &&
        line.key_base64 === base64(record.key) &&
        line.value_base64 === base64(record.value) &&
        JSON.stringify(headers) === JSON.stringify(record.headers.map(([, value]) => base64(value)))
      );
    }, 'its bytes are others');
  }, 120_000);

  it('as JSON lines with base64 where it is needed give back the exact bytes', async () => {
    const lines = (await outputs.saved(whole, 'jsonl', { base64: 'where-needed' })).trimEnd().split('\n');
    const isExact = (text: string, name: 'key' | 'value', bytes: Buffer | null): boolean => {
      const line = JSON.parse(text) as Line;
      const [shown, twin] = [line[name], line[`${name}_base64`]];
      if (bytes === null) return shown === null && twin === undefined;
      if (twin !== undefined) return twin === base64(bytes);
      if (typeof shown === 'string') return Buffer.from(shown).equals(bytes);
      // JSON, as it was written.
      return text.includes(`"${name}":${bytes.toString('utf8')},`);
    };
    mustBeSoOfAll((record, index) => {
      const text = lines[index] as string;
      return isExact(text, 'key', record.key) && isExact(text, 'value', record.value);
    }, 'its bytes are others');
  }, 120_000);

  it('as CSV run nothing in a spreadsheet, and give back the exact bytes', async () => {
    const text = await outputs.saved(whole, 'csv', { formulaSafe: true, base64: 'always' });
    const [head = [], ...rows] = parseCsv(text);
    expect(rows.length).toBe(corpus.length);
    const at = (name: string) => head.indexOf(name);
    mustBeSoOfAll((record, index) => {
      const row = rows[index] ?? [];
      const isWhole = row.length === head.length && row[at('offset')] === String(index);
      const isNull = (name: string) => row[at(name)] === null;
      const same = (name: string, bytes: Buffer | null) => (row[at(name)] ?? '') === (base64(bytes) ?? '');
      return (
        isWhole &&
        isNull('value') === (record.value === null) &&
        isNull('key') === (record.key === null) &&
        same('key_base64', record.key) &&
        same('value_base64', record.value)
      );
    }, 'its bytes are others');
    // The alphabet of base64 has no parenthesis, bar or exclamation mark: nothing in it can be called.
    const shown = head.flatMap((name, column) => (name?.endsWith('_base64') === true ? [] : [column]));
    mustBeSoOfAll((_, index) => shown.every((column) => isHarmless(rows[index]?.[column] ?? '')), 'it runs');
  }, 120_000);
});

/** What OWASP says of CSV injection, also behind what a spreadsheet trims; a number may have its sign. */
function isHarmless(field: string): boolean {
  const first = field.replace(/^[ \u00a0\ufeff\u200b]+/, '').charAt(0);
  return !/[=+\-@\t\r\n\0＝＋－＠]/.test(first) || /^[+-]?[0-9.]+(e[+-]?[0-9]+)?$/i.test(field);
}

describe(`SQL over 10,000 hostile records (seed ${seed})`, () => {
  it('has every one of them, with the text that the dump has', async () => {
    const sizes = 'sum(key_size)::VARCHAR, sum(value_size)::VARCHAR';
    const counted = await outputs.sql.query({
      sessionId: whole,
      sql: `SELECT count(*), count(DISTINCT "offset"), count(key), count(value), ${sizes} FROM records`,
      maxRows: 1,
    });
    const sum = (part: 'key' | 'value') => corpus.reduce((all, record) => all + (record[part]?.length ?? 0), 0);
    const present = (part: 'key' | 'value') => corpus.filter((record) => record[part] !== null).length;
    const expected = [corpus.length, corpus.length, present('key'), present('value'), sum('key'), sum('value')];
    expect(counted.rows).toEqual([expected.map(String)]);
    // Their random names are more fields than a view may have; no other note is right.
    expect([counted.loaded, counted.notes.filter((note) => !note.includes('more than 500 fields'))]).toEqual([
      corpus.length,
      [],
    ]);

    const hashed = await outputs.sql.query({
      sessionId: whole,
      sql: 'SELECT md5(key), md5(value) FROM records ORDER BY "offset"',
      maxRows: 10_000,
    });
    const md5 = (text: string | null) => (text === null ? null : createHash('md5').update(text).digest('hex'));
    for await (const page of reader.service.dump(whole, { first: 0, readOn: false })) {
      for (const row of page.rows)
        expect([row.id, ...(hashed.rows[row.id] ?? [])]).toEqual([row.id, md5(row.key), md5(row.value)]);
    }
  }, 120_000);

  it('tells their fields and groups by them', async () => {
    const { columns } = await outputs.sql.columns({ sessionId: whole });
    expect(columns.length).toBeGreaterThan(10);
    // Names that only our own quoting makes right.
    const fields = columns.filter((column) => column.table === 'fields');
    for (let from = 0; from < fields.length; from += 100) {
      const list = fields.slice(from, from + 100).map(({ sql }) => `count(${sql})`);
      const sql = `SELECT ${list.join(', ')} FROM fields`;
      const { rows } = await outputs.sql.query({ sessionId: whole, sql, maxRows: 10 });
      expect(rows[0]?.length).toBe(list.length);
    }
    const groups = await outputs.sql.groupBy({ sessionId: whole, by: { kind: 'field', path: 'key' }, top: 100 });
    const shown = groups.groups.reduce((all, group) => all + group.count, 0);
    expect(shown + groups.others.count).toBe(corpus.length);
  }, 120_000);
});
