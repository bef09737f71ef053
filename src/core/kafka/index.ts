/**
 * The Kafka room: connections, engines and what is asked of a cluster. The only room that imports a Kafka library.
 * May touch shared, core/guard, core/settings and core/network's address guard.
 */
export { createEngine } from './create-engine.ts';
export { classify } from './classify.ts';
export { loadDecompress, type Decompress } from './compression.ts';
export { abortedFilter, BatchCursor, RecordWalker, refusal, timestampDeltaAt } from './record-batches.ts';
export { listPartitions, listTopics, type ListTopicsOptions } from './topic-catalogue.ts';
export { groupsProcedures } from './groups-procedures.ts';
export { topicsProcedures, type TopicsDeps } from './topics-procedures.ts';
export type * from './engine.ts';

// Connection profiles: what a cluster form says, as settings an engine can use.
export { clustersProcedures, type ClustersDeps, type RegistryToTest } from './clusters-procedures.ts';
export { createConnections, type ClusterConnections, type ConnectionsOptions } from './connections.ts';
export { readMaterialFile } from './material-file.ts';
export { resolveTls, type TlsInput } from './tls-material.ts';
export { parseBootstrapServers } from './bootstrap-servers.ts';
export { parseClientConfig } from './parse-client-config.ts';
export { resolveConnection, type ConnectionProfile, type ResolveInput } from './resolve-connection.ts';
