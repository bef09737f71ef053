/**
 * Results: SQL over what a search handed out, in DuckDB, in memory, in a process of its own (a statement that needs too
 * much, or a fault in native code, ends that process and not the app). The main side is `createResults`, the process's
 * side `createEngine`. May touch shared, the guard's Implementer and @duckdb/node-api; of records it knows the types, and
 * reaches them through the injected `dump`. Exports write Parquet with the same tables.
 */
export type { DumpSource, WireRow } from './dump.ts';
export { toWire } from './dump.ts';
export { loadDuckDb } from './duckdb.ts';
export { createEngine, type EngineMethods } from './engine.ts';
export { resultsProcedures } from './procedures.ts';
export { cancelled, ProcessClient } from './process-client.ts';
export type { Methods, ParentPort, ResultsProcess } from './process-protocol.ts';
export { serveProcess, type Handlers } from './process-serve.ts';
export { createResults, type ResultsOptions, type ResultsService } from './service.ts';
export { SessionTables } from './tables.ts';
