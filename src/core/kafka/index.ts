/**
 * The Kafka room: connections, engines and what is asked of a cluster. The only room that imports a Kafka library.
 * May touch shared and core/guard.
 */
export { createEngine } from './create-engine.ts';
export { classify } from './classify.ts';
export { listPartitions, listTopics, type ListTopicsOptions } from './topic-catalogue.ts';
export { topicsProcedures, type TopicsDeps } from './topics-procedures.ts';
export type * from './engine.ts';
