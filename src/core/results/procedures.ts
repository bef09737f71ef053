import type { Implementer } from '../guard/index.ts';
import type { ResultsService } from './service.ts';

/** The `results` part of the contract. */
export function resultsProcedures(os: Implementer, results: ResultsService) {
  return {
    query: os.results.query.handler(({ input, signal }) => results.query(input, signal)),
    groupBy: os.results.groupBy.handler(({ input, signal }) => results.groupBy(input, signal)),
    columns: os.results.columns.handler(({ input, signal }) => results.columns(input, signal)),
    progress: os.results.progress.handler(({ input }) => results.progress(input.sessionId)),
    cancel: os.results.cancel.handler(({ input }) => results.cancel(input.sessionId)),
  };
}
