import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { startTestProcess, testRow } from '../results/testing.ts';
import { createExports } from './service.ts';
import { DEFAULTS, failure, parseCsv, testExports } from './testing.ts';

const { folder, forbidden, shown, service, save, read, unfinished } = testExports();
afterAll(() => rmSync(folder, { recursive: true }));
// Each export starts a process, which takes a second on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

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

  it('are shown in their folder once they are complete, and nothing else is', async () => {
    const slow = service(rows, 1, 20);
    const file = path.join(folder, 'shown.jsonl');
    const request = { sessionId: 's', what: { kind: 'all' }, format: 'jsonl', path: file, overwrite: false } as const;
    const { jobId } = await slow.start({ ...request, options: DEFAULTS });
    expect(() => slow.show(jobId)).toThrow('no finished file');
    while (slow.progress(jobId).state === 'running') await new Promise((resolve) => setTimeout(resolve, 10));
    slow.show(jobId);
    expect(shown).toEqual([file]);
    expect(() => slow.show('another')).toThrow('no such export');
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
    [`${folder}/there.jsonl/name.jsonl`, 'FILE_WRITE'],
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
        // eslint-disable-next-line require-yield -- it fails before the first page
        all: async function* () {
          throw new Error('the broker is gone');
        },
        ids: () => { throw new Error('not asked'); },
      },
      tables: () => { throw new Error('not asked'); },
      paths: { home: folder, forbidden: [] }, newId: randomUUID, clock: Date.now, log: { info: () => undefined, warn: () => undefined },
    }); // prettier-ignore
    const progress = await save(rows, { name: 'e.jsonl' }, failing);
    expect(progress).toMatchObject({
      state: 'failed',
      error: { code: 'FILE_WRITE', message: expect.stringContaining('the broker is gone') as string },
    });
    expect(unfinished()).toEqual([]);
  });

  it('say at their end what could not be read on the way', async () => {
    const note = 'The batch of records at offset 4 of partition 0 cannot be read.';
    const damaged = createExports({
      createProcess: startTestProcess,
      rows: {
        all: async function* () {
          yield await Promise.resolve({ rows: rows.slice(0, 2), gone: 0, notes: [] });
          yield { rows: rows.slice(2, 3), gone: 1, notes: [note] };
        },
        ids: () => { throw new Error('not asked'); },
      },
      tables: () => { throw new Error('not asked'); },
      paths: { home: folder, forbidden: [] }, newId: randomUUID, clock: Date.now, log: { info: () => undefined, warn: () => undefined },
    }); // prettier-ignore
    const progress = await save(rows, { name: 'damaged.jsonl' }, damaged);
    expect(progress).toMatchObject({ state: 'done', rows: 3, notes: [expect.stringMatching(/^1 records/), note] });
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

describe('tables', () => {
  const columns = [
    { name: 'id', type: 'BIGINT' },
    { name: 'a "b"', type: 'VARCHAR' },
    { name: 'ratio', type: 'DOUBLE' },
    { name: 'tree', type: 'STRUCT(x INTEGER)' },
  ];
  const pages = [
    { columns, rows: [['9007199254740993', '=1+1', 'NaN', '{"x": 1}']] },
    { columns, rows: [[null, '', '1.50', null]] },
  ];
  const what = { kind: 'query', sql: 'SELECT 1' } as const;

  it('keep numbers exact as JSON lines', async () => {
    const done = await save([], { name: 't.jsonl', what }, service([], 1000, 0, pages));
    expect(done).toMatchObject({ state: 'done', rows: 2 });
    expect(read('t.jsonl').toString()).toBe(
      '{"id":9007199254740993,"a \\"b\\"":"=1+1","ratio":"NaN","tree":{"x": 1}}\n' +
        '{"id":null,"a \\"b\\"":"","ratio":1.50,"tree":null}\n',
    );
  });

  it('are CSV that a spreadsheet does not run', async () => {
    await save([], { name: 't.csv', what, format: 'csv' }, service([], 1000, 0, pages));
    expect(parseCsv(read('t.csv').toString())).toEqual([
      ['id', 'a "b"', 'ratio', 'tree'],
      ['9007199254740993', "'=1+1", 'NaN', '{"x": 1}'],
      [null, '', '1.50', null],
    ]);
  });

  it('are no Parquet file, and nothing is left of the try', async () => {
    const failed = await save([], { name: 't.parquet', what, format: 'parquet' }, service([], 1000, 0, pages));
    expect(failed).toMatchObject({ state: 'failed', error: { code: 'BAD_INPUT' } });
    expect(unfinished()).toEqual([]);
  });
});
