import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createResults } from './service.ts';
import { fakeDump, startTestProcess, testRow } from './testing.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'hostile-sql-'));
const secret = path.join(folder, 'secret.csv');
const rows = Array.from({ length: 100 }, (_, id) => testRow(id));
let deaths = 0;
const results = createResults({
  createProcess: startTestProcess,
  dump: fakeDump(rows),
  log: { warn: () => (deaths += 1) },
  limitMs: 2000,
});
const query = (sql: string) => results.query({ sessionId: 's', sql, maxRows: 1000 });

beforeAll(() => writeFileSync(secret, 'a,b\ntop,secret\n'));
afterAll(async () => {
  await results.close();
  rmSync(folder, { recursive: true });
});

const out = (name: string) => path.join(folder, name);

const HOSTILE: ReadonlyArray<string> = [
  // Files in.
  `SELECT * FROM '${secret}'`,
  `SELECT * FROM "${secret}"`,
  `FROM read_csv('${secret}')`,
  `FROM read_csv_auto('${secret}')`,
  `FROM read_text('${secret}')`,
  `FROM read_blob('${secret}')`,
  `FROM read_json('${secret}')`,
  `FROM read_json_objects('${secret}')`,
  `FROM read_ndjson('${secret}')`,
  `FROM read_parquet('${secret}')`,
  `FROM parquet_scan('${secret}')`,
  `FROM parquet_metadata('${secret}')`,
  `FROM sniff_csv('${secret}')`,
  `FROM glob('${folder}/*')`,
  `FROM read_duckdb('${secret}')`,
  `SELECT (SELECT content FROM read_text('${secret}'))`,
  `WITH t AS (SELECT * FROM read_text('${secret}')) SELECT * FROM t`,
  `WITH t AS MATERIALIZED (FROM '${secret}') FROM t`,
  `SELECT * FROM records WHERE value IN (SELECT content FROM read_text('${secret}'))`,
  `SELECT * FROM records, LATERAL (FROM read_text('${secret}'))`,
  `SELECT * FROM query('FROM read_text(''${secret}'')')`,
  `SELECT * FROM query_table('${secret}')`,
  `PIVOT read_text('${secret}') ON size IN (1) USING count(*)`,
  `SUMMARIZE FROM read_text('${secret}')`,
  `DESCRIBE '${secret}'`,
  `FROM json_execute_serialized_sql('{}')`,
  "FROM read_text('https://example.com/')",
  "FROM 'https://example.com/x.parquet'",
  // Files out.
  `COPY records TO '${out('copied.csv')}'`,
  `COPY (SELECT 1) TO '${out('copied.parquet')}' (FORMAT parquet)`,
  `EXPORT DATABASE '${out('database')}'`,
  `ATTACH '${out('attached.db')}'`,
  "ATTACH ':memory:' AS other",
  `SELECT * FROM enable_logging(storage='file', storage_path='${out('log')}')`,
  `CALL enable_logging(storage='file', storage_path='${out('log')}')`,
  'SELECT * FROM enable_profiling()',
  `PRAGMA profiling_output='${out('profile')}'`,
  'PRAGMA enable_profiling',
  "SELECT write_log('x')",
  'CHECKPOINT',
  'SELECT * FROM force_checkpoint()',
  // Code in.
  'INSTALL httpfs',
  'LOAD httpfs',
  `LOAD '${secret}'`,
  `IMPORT DATABASE '${folder}'`,
  "CREATE SECRET (TYPE s3, KEY_ID 'x')",
  'FROM duckdb_secrets()',
  "SELECT getenv('HOME')",
  "SELECT current_setting('temp_directory')",
  // Settings.
  "SET memory_limit = '100GB'",
  'SET enable_external_access = true',
  'RESET lock_configuration',
  'SET lock_configuration = false',
  'SET threads = 1000',
  // Changes.
  'DROP VIEW records',
  'DROP TABLE data',
  'DELETE FROM data',
  'INSERT INTO data (id) VALUES (1)',
  'UPDATE data SET key = NULL',
  'CREATE TABLE t AS FROM records',
  "CREATE MACRO records() AS TABLE SELECT 'mine'",
  'ALTER TABLE data DROP value',
  'EXPLAIN ANALYZE DELETE FROM data',
  'SELECT 1; DELETE FROM data',
  'SELECT 1; SELECT 2',
  'BEGIN TRANSACTION; COMMIT',
  'PREPARE p AS DELETE FROM data',
  'EXECUTE p',
  'SET VARIABLE x = 1',
  'USE memory.main',
  // What is hidden.
  'SELECT * FROM data',
  'SELECT * FROM memory.main.data',
  'FROM duckdb_settings()',
  'FROM duckdb_tables',
  'FROM information_schema.tables',
  'FROM pg_catalog.pg_class',
  'SHOW TABLES',
  'SHOW ALL TABLES',
  'FROM seq_scan(data)',
  // As large, or as long, as it gets.
  'SELECT len(range(2000000000))',
  'SELECT generate_series(1, 1000000000)',
  "SELECT repeat('x', 3000000000)",
  'SELECT repeat(value, len(value) * 1000000) FROM records',
  "SELECT lpad('x', 2000000000, 'y')",
  "SELECT format('{:>2000000000}', 'x')",
  "SELECT printf('%2000000000d', 1)",
  "SELECT format('{:>{}}', 'x', 2000000000)",
  'SELECT list_resize([1], 2000000000)',
  'SELECT to_base(1, 2, 2000000000)',
  'SELECT sleep_ms(100000)',
  'SELECT pg_sleep(100)',
  'SELECT count(*) FROM range(100000000) a, range(100000000) b',
  'WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT max(n) FROM t',
  "WITH RECURSIVE t(s, n) AS (SELECT 'xxxxxxxx', 1 UNION ALL SELECT s || s, n + 1 FROM t WHERE n < 40) SELECT max(length(s)) FROM t",
  'SELECT * FROM range(1000000000) ORDER BY hash(range)',
  `SELECT ${'abs('.repeat(5000)}1${')'.repeat(5000)}`,
  `SELECT ${'[{a:'.repeat(5000)}1${'}]'.repeat(5000)}`,
  `SELECT ${'NOT '.repeat(20_000)}true`,
  // Broken.
  'SELECT \0',
  '',
  ';',
  '--',
  'SELECT',
  "SELECT 'x",
  '💥',
];

describe('hostile SQL', () => {
  it.each(HOSTILE.map((sql) => [sql.slice(0, 100), sql] as const))(
    '%s',
    async (_, sql) => {
      const error = await query(sql).then(
        () => null,
        (reason: unknown) => reason,
      );
      expect(error).toMatchObject({ code: 'QUERY_FAILED', hint: expect.any(String) as string });
      expect((await query('SELECT count(*), max(n) FROM fields')).rows).toEqual([['100', '99']]);
      expect(deaths).toBe(0);
    },
    20_000,
  );

  it('left nothing behind', () => {
    expect(readdirSync(folder)).toEqual(['secret.csv']);
    expect(existsSync('.tmp')).toBe(false);
  });
});

describe('honest SQL', () => {
  it.each([
    'FROM records',
    'TABLE fields',
    'SUMMARIZE fields',
    'DESCRIBE records',
    'WITH t AS (SELECT n FROM fields) SELECT sum(n) FROM t',
    'SELECT partition, count(*) FILTER (n > 3) FROM fields GROUP BY ALL ORDER BY ALL',
    'SELECT *, row_number() OVER (PARTITION BY partition ORDER BY "offset") FROM records QUALIFY row_number() OVER () < 3',
    'PIVOT fields ON partition IN (0, 1) USING count(*)',
    'UNPIVOT (SELECT n, "offset" FROM fields) ON n, "offset" INTO NAME k VALUE v',
    'SELECT j.key, j.value FROM records, json_each(value_json) j',
    'SELECT a.range FROM range(10) a LEFT JOIN fields f ON f.n = a.range',
    'SELECT unnest([1, 2, 3])',
    'SELECT time_bucket(INTERVAL 1 MINUTE, time) t, count(*) FROM records GROUP BY t',
    "SELECT list_transform([1, 2], x -> x + 1), {'a': 1}, [y FOR y IN [1, 2]]",
    'SELECT * FROM records USING SAMPLE 10 ROWS',
    'FROM main.records',
    'VALUES (1, 2)',
    'SELECT 1 UNION ALL SELECT 2 ORDER BY 1 LIMIT 1 OFFSET 0;',
    "SELECT regexp_extract(value, 'n\":(\\d+)', 1), value->>'n', value_json->'$.n' FROM records",
    'WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 10) SELECT max(n) FROM t',
    "SELECT now() - time, strftime(time, '%Y') FROM records",
    "SELECT repeat('x', 3), lpad(key, 20, ' '), format('{:>10}', key) FROM records",
  ])('%s', async (sql) => {
    expect((await query(sql)).rowCount).toBeGreaterThan(0);
  });
});
