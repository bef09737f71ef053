import type { Implementer } from '../guard/index.ts';
import type { RecordsService } from './service.ts';

/** The `records` part of the contract. */
export function recordsProcedures(os: Implementer, records: RecordsService) {
  return {
    open: os.records.open.handler(({ input, signal }) => records.open(input, signal)),
    pull: os.records.pull.handler(({ input, signal }) => records.pull(input, signal)),
    record: os.records.record.handler(({ input, signal }) => records.record(input, signal)),
    bytes: os.records.bytes.handler(({ input, signal }) => records.bytes(input, signal)),
    progress: os.records.progress.handler(({ input, signal }) => records.progress(input, signal)),
    close: os.records.close.handler(({ input }) => records.closeSession(input.sessionId)),
  };
}
