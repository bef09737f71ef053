/**
 * The logging room: one file in the temp folder, and the masker that nothing passes unmasked; and its reader. May touch
 * shared, winston, the guard's `Implementer` and the log folder.
 */
export { createLog, MAX_LOG_FILES, type Log, type LogLevel, type LogOptions } from './log.ts';
export { createMasker, type Masker } from './masker.ts';
export { mask } from './mask.ts';
export { createLogReader, type LogReader } from './log-reader.ts';
export { logProcedures } from './procedures.ts';
