import { fork } from 'node:child_process';
import path from 'node:path';
import type { DumpRow } from '../records/index.ts';
import type { DumpSource } from './dump.ts';
import type { ResultsProcess } from './process-protocol.ts';

/** The real process, from its source: what hosts start from its bundle. */
export function startTestProcess(): ResultsProcess {
  const child = fork(path.join(import.meta.dirname, '../../workers/results.ts'), {
    serialization: 'advanced',
    execArgv: [],
  });
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
    keyFormat: key === null ? 'null' : 'text',
    valueFormat: value === null ? 'null' : 'json',
    ...row,
  };
}

/** A session that has handed out these rows; more may be pushed. */
export function fakeDump(rows: ReadonlyArray<DumpRow>, pageRows = 1000): DumpSource {
  return async function* (_sessionId, { first }) {
    for (let next = first; ;) {
      const page = rows.slice(next, next + pageRows);
      next += page.length;
      const done = next >= rows.length;
      yield await Promise.resolve({ rows: page, next, done, gone: 0, notes: [] });
      if (done) return;
    }
  };
}
