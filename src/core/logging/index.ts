/**
 * The logging room: one file in the temp folder, and the masker that nothing passes unmasked. May touch shared, winston
 * and the log folder.
 */
export { createLog, type Log, type LogLevel, type LogOptions } from './log.ts';
export { createMasker, type Masker } from './masker.ts';
export { mask } from './mask.ts';
