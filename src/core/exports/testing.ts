import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ExportOptions, type ExportProgress } from '../../shared/contract/exports.ts';
import type { AppError } from '../../shared/errors.ts';
import type { DumpRow } from '../records/index.ts';
import { startTestProcess } from '../results/testing.ts';
import type { TableColumn, TableRow } from './table-formats.ts';
import { createExports, type ExportRequest } from './service.ts';

export const DEFAULTS = ExportOptions.parse({});

/** Exports of given rows to a folder of their own, by the real process. */
export function testExports() {
  const folder = mkdtempSync(path.join(tmpdir(), 'exports-'));
  const shown: string[] = [];
  const forbidden = path.join(folder, 'settings');
  function service(
    rows: ReadonlyArray<DumpRow>,
    pageRows = 1000,
    pauseMs = 0,
    tables: ReadonlyArray<{ columns: ReadonlyArray<TableColumn>; rows: ReadonlyArray<TableRow> }> = [],
  ) {
    async function* pages(all: ReadonlyArray<DumpRow>, signal: AbortSignal) {
      for (let at = 0; at < all.length && !signal.aborted; at += pageRows) {
        if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
        yield { rows: all.slice(at, at + pageRows), gone: 0, notes: [] };
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
      tables: async function* () {
        yield* tables;
      },
      paths: { home: folder, forbidden: [forbidden] },
      newId: randomUUID,
      showFile: (file) => shown.push(file),
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
  return { folder, forbidden, shown, service, save, read, unfinished };
}

export const failure = (promise: Promise<unknown>): Promise<AppError> =>
  promise.then(() => Promise.reject(new Error('It did not fail.')), (error: unknown) => error as AppError); // prettier-ignore

/** RFC 4180, without mercy. Quoted and empty is '', unquoted and empty is null. */
export function parseCsv(text: string): Array<Array<string | null>> {
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
