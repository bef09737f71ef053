import type { Implementer } from '../guard/index.ts';
import type { RecordsService } from './service.ts';

/** The `records` part of the contract. */
export function recordsProcedures(os: Implementer, records: RecordsService) {
  return {
    open: os.records.open.handler(({ input, signal }) => records.open(input, signal)),
    pull: os.records.pull.handler(({ input, signal }) => records.call('pull', input, signal)),
    record: os.records.record.handler(({ input, signal }) => records.call('record', input, signal)),
    bytes: os.records.bytes.handler(({ input, signal }) => records.call('bytes', input, signal)),
    progress: os.records.progress.handler(({ input, signal }) => records.call('progress', input, signal)),
    extend: os.records.extend.handler(async ({ input, signal }) => {
      await records.call('extend', input, signal);
    }),
    setColumns: os.records.setColumns.handler(async ({ input, signal }) => {
      await records.call('setColumns', input, signal);
    }),
    rows: os.records.rows.handler(({ input, signal }) => records.call('rows', input, signal)),
    histogram: os.records.histogram.handler(({ input, signal }) => records.call('histogram', input, signal)),
    compare: os.records.compare.handler(({ input, signal }) => records.call('compare', input, signal)),
    previousOfKey: os.records.previousOfKey.handler(({ input, signal }) =>
      records.call('previousOfKey', input, signal),
    ),
    close: os.records.close.handler(({ input }) => records.closeSession(input.sessionId)),
  };
}
