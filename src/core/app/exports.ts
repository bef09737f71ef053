import { createExports, type ExportsService, type RowPage } from '../exports/index.ts';
import type { Log } from '../logging/index.ts';
import type { RecordsService } from '../records/index.ts';
import type { ResultsService } from '../results/index.ts';
import type { AppPorts } from './ports.ts';

/** Rows of a selection are asked for in pieces of so many: a record may be large. */
const IDS_AT_ONCE = 100;

type Sources = { readonly records: RecordsService; readonly results: ResultsService };

/** Exports, with the rows of sessions and of statements to write. */
export function openExports(ports: AppPorts, { records, results }: Sources, log: Log): ExportsService {
  async function* rowsOfIds(
    sessionId: string,
    ids: ReadonlyArray<number>,
    signal: AbortSignal,
  ): AsyncGenerator<RowPage> {
    for (let at = 0; at < ids.length; at += IDS_AT_ONCE) {
      yield await records.dumpOf(sessionId, ids.slice(at, at + IDS_AT_ONCE), signal);
    }
  }
  return createExports({
    createProcess: ports.createResultsProcess,
    rows: { all: (sessionId, signal) => records.dump(sessionId, { first: 0, readOn: true, signal }), ids: rowsOfIds },
    tables: (sessionId, sql, signal) => results.pages({ sessionId, sql }, signal),
    paths: { home: ports.home, forbidden: [ports.configFolder] },
    newId: ports.newId,
    clock: ports.clock,
    showFile: ports.showFile,
    log: log.child('exports'),
  });
}
