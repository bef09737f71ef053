import type { RecordFilter } from '../../shared/contract/filters.ts';
import { compileFilter } from '../filters/index.ts';
import { BatchCursor, type Decompress } from '../kafka/index.ts';
import type { SchemaSource } from '../serdes/index.ts';
import { Decoders } from './decoders.ts';
import type { ScanPool } from './scan-pool.ts';
import type { ScanSetup } from './scan-protocol.ts';
import { scanTask } from './scan-task.ts';
import type { ScanTask } from './scan.ts';
import type { Scanner } from './search-feed.ts';

export type ScannerOptions = {
  readonly setup: ScanSetup;
  readonly pool: ScanPool;
  readonly schemas: SchemaSource;
  readonly decompress: Decompress;
};

/**
 * Where a piece is looked through. Bytes that only have to be searched for a literal go at memory speed: sending them to
 * another thread would cost more than looking, so they are looked through here. All else, and everything that runs a
 * user's regular expression or code, goes to the pool, whose threads can be ended.
 */
export function createScanner({ setup, pool, schemas, decompress }: ScannerOptions): Scanner {
  const search = pool.open(setup);
  const decoders = new Decoders(setup.decode, schemas);
  const filter = runsUserPatterns(setup.filter) ? null : compileFilter(setup.filter, {});
  return {
    scan: (task) =>
      filter !== null && filter.raw !== null && isUncompressed(task)
        ? scanTask(task, { filter, decoders, decompress })
        : pool.scan(search, task),
    close() {
      pool.release(search);
      void filter?.close();
    },
  };
}

/** True where a filter may take for ever on one record: only a thread that can be ended may run it. */
function runsUserPatterns(filter: RecordFilter): boolean {
  switch (filter.kind) {
    case 'words':
      return filter.regex;
    case 'expression':
      return /\bmatches\s*\(/.test(filter.text);
    case 'javascript':
      return true;
    case 'is':
      return false;
    case 'not':
      return runsUserPatterns(filter.filter);
    case 'all':
    case 'any':
      return filter.filters.some(runsUserPatterns);
  }
}

function isUncompressed({ batches, records }: ScanTask): boolean {
  if (records !== null) return false;
  const batch = new BatchCursor(batches);
  return batch.next() && batch.codec === 0;
}
