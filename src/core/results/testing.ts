import { fork } from 'node:child_process';
import path from 'node:path';
import type { DumpPage, DumpRow, DumpSource } from './dump.ts';
import type { ResultsProcess } from './process-protocol.ts';

/** The real process, from its source: what hosts start from its bundle. */
export function startTestProcess(): ResultsProcess {
  const child = fork(path.join(import.meta.dirname, '../../workers/results.ts'), { serialization: 'advanced', execArgv: [] });
  return {
    postMessage: (message) => void child.send(message as object),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', listener),
    kill: () => void child.kill('SIGKILL'),
  };
}

export function testRow(id: number, given: Partial<DumpRow> & { headersText?: Record<string, string> } = {}): DumpRow {
  const { headersText, ...row } = given;
  const value = row.value === undefined ? `{"n":${id}}` : row.value;
  const key = row.key === undefined ? `key-${id}` : row.key;
  return {
    id,
    topic: 'orders',
    partition: id % 3,
    offset: BigInt(id),
    timestamp: 1_700_000_000_000 + id,
    key,
    value,
    keyBytes: key === null ? null : Buffer.from(key),
    valueBytes: value === null ? null : Buffer.from(value),
    headers: Object.entries(headersText ?? {}).map(([name, text]) => [name, Buffer.from(text)] as const),
    format: value === null ? 'null' : 'json',
    ...row,
  };
}

/** A session that has handed out these rows; more may be pushed. */
export function fakeDump(rows: DumpRow[], pageRows = 1000): DumpSource {
  return (_sessionId, { first, maxRows }): Promise<DumpPage> => {
    const page = rows.slice(first, first + Math.min(maxRows, pageRows));
    const next = first + page.length;
    return Promise.resolve({ next, done: next >= rows.length, rows: page, of: rows.length });
  };
}
