/**
 * Records: where to start → positions → fetches → order → rows. The reading itself happens in a worker (`serveReader`);
 * the main side (`createRecords`) only passes calls on. May touch shared, kafka, serdes and the guard's Implementer.
 */
export { recordsProcedures } from './procedures.ts';
export { serveReader, type ReaderOptions } from './serve.ts';
export { createRecords, type OpenRequest, type RecordsOptions, type RecordsService } from './service.ts';
