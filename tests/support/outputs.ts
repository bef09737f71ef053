import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRouterClient } from '@orpc/server';
import { createExports, exportsProcedures } from '../../src/core/exports/index.ts';
import { createResults, resultsProcedures } from '../../src/core/results/index.ts';
import { startTestProcess } from '../../src/core/results/testing.ts';
import { createTestImplementer, TEST_CONTEXT, type Reader } from '../integration/records-harness.ts';

const EXPORT_LIMIT_MS = 60_000;

/** Export and SQL over a reader's sessions, as the product has them: contract → guard → main side → their own process. */
export function openOutputs({ service }: Reader) {
  const folder = mkdtempSync(path.join(tmpdir(), 'outputs-'));
  const quiet = { info: () => undefined, warn: () => undefined };
  const results = createResults({
    createProcess: startTestProcess,
    dump: (sessionId, from) => service.dump(sessionId, { ...from, readOn: false }),
    log: quiet,
  });
  const exports = createExports({
    createProcess: startTestProcess,
    rows: {
      all: (sessionId, signal) => service.dump(sessionId, { first: 0, readOn: true, signal }),
      ids: async function* (sessionId, ids, signal) {
        yield await service.dumpOf(sessionId, ids, signal);
      },
    },
    tables: (sessionId, sql, signal) => results.pages({ sessionId, sql }, signal),
    paths: { home: folder, forbidden: [] },
    newId: randomUUID,
    clock: Date.now,
    log: quiet,
  });
  const os = createTestImplementer();
  const files = createRouterClient(exportsProcedures(os, exports), { context: TEST_CONTEXT });
  type Options = NonNullable<Parameters<typeof files.start>[0]['options']>;
  return {
    sql: createRouterClient(resultsProcedures(os, results), { context: TEST_CONTEXT }),
    files,
    /** The text of the file that a whole session was saved to. */
    async saved(sessionId: string, format: 'jsonl' | 'csv', options: Options): Promise<string> {
      const to = path.join(folder, `${randomUUID()}.${format}`);
      const what = { kind: 'all' } as const;
      const { jobId } = await files.start({ sessionId, what, format, path: to, options, overwrite: false });
      for (const deadline = Date.now() + EXPORT_LIMIT_MS; ;) {
        const { state, error } = await files.progress({ jobId });
        if (state === 'done') return readFile(to, 'utf8');
        if (state !== 'running' || Date.now() > deadline) throw new Error(`${state}: ${JSON.stringify(error)}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    async close() {
      await Promise.all([results.close(), exports.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
