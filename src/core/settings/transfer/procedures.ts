import type { Implementer } from '../../guard/index.ts';
import type { Transfer } from './transfer.ts';

export function transferProcedures(os: Implementer, transfer: Transfer) {
  return {
    exportClusters: os.transfer.exportClusters.handler(({ input }) => transfer.exportClusters(input)),
    previewImport: os.transfer.previewImport.handler(({ input: { source } }) =>
      source.kind === 'file' ? transfer.previewFile(source.path) : transfer.previewText(source.text),
    ),
    unlockImport: os.transfer.unlockImport.handler(({ input }) => transfer.unlock(input.importId, input.passphrase)),
    applyImport: os.transfer.applyImport.handler(({ input }) => transfer.apply(input.importId, input.choices)),
    discardImport: os.transfer.discardImport.handler(({ input }) => transfer.discard(input.importId)),
  };
}
