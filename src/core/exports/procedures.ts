import type { Implementer } from '../guard/index.ts';
import type { ExportsService } from './service.ts';

/** The `exports` part of the contract. */
export function exportsProcedures(os: Implementer, exports: ExportsService) {
  return {
    start: os.exports.start.handler(({ input }) => exports.start(input)),
    progress: os.exports.progress.handler(({ input }) => exports.progress(input.jobId)),
    show: os.exports.show.handler(({ input }) => exports.show(input.jobId)),
    cancel: os.exports.cancel.handler(({ input }) => exports.cancel(input.jobId)),
    text: os.exports.text.handler(({ input, signal }) => exports.text(input, signal)),
    suggestPath: os.exports.suggestPath.handler(({ input }) => exports.suggestPath(input)),
  };
}
