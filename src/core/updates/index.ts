/**
 * The updates room: whether there is a newer version of the product, and whether it may be trusted. Fetching and
 * installing is the host's (a port); what is judged here is who signed it and that it is newer. Nothing is asked of any
 * server before the user asks, or turned the daily question on. May touch: shared, and the guard's `Implementer`.
 */
export { createUpdates, type Updates, type UpdatesOptions } from './updates.ts';
export { updatesProcedures } from './procedures.ts';
export { compareVersions, signedText } from './offer.ts';
export { readUpdateSource, type UpdateSource } from './source.ts';
export type { UpdateEngine, UpdateFetch, UpdateOffer, UpdateProgress } from './engine.ts';
