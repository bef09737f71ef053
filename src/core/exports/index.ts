/**
 * Exports: records to files (JSON lines, CSV, Parquet, raw bytes) and to the clipboard. The main side is `createExports`,
 * one process a job is `createExporter`. May touch shared, the door of results, the guard's Implementer and the file
 * system where the user said; reaches records only through the injected `rows`.
 */
export { createExporter, type ExportMethods } from './exporter.ts';
export { exportsProcedures } from './procedures.ts';
export { createExports, type ExportRequest, type ExportsOptions, type ExportsService } from './service.ts';
export type { RowPage, RowSource, TableSource } from './row-source.ts';
