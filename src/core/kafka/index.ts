/**
 * The Kafka room: connections, engines and what is asked of a cluster. The only room that imports a Kafka library.
 * May touch shared and core/guard.
 */
export { createEngine } from './create-engine.ts';
export { classify } from './classify.ts';
export type * from './engine.ts';
