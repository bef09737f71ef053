/**
 * Records: where to start → positions → fetches → what matches → order → rows. The reading happens in a worker
 * (`serveReader`), filtering in threads beside it (`serveScan`); the main side (`createRecords`) only passes calls on. May
 * touch shared, kafka, serdes, filters, the network's events and the guard's Implementer.
 */
export { recordsProcedures } from './procedures.ts';
export type { DumpPage, DumpRow } from './dump.ts';
export { serveReader, type ReaderOptions } from './serve.ts';
export { serveScan, type ScanThreadOptions } from './serve-scan.ts';
export {
  createRecords,
  type DumpOptions,
  type OpenRequest,
  type RecordsOptions,
  type RecordsService,
} from './service.ts';
export { WorkerFiles } from './worker-files.ts';
