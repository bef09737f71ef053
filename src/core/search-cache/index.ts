/**
 * The search cache: record batches read from Kafka, kept on disk as they came, sealed with AES-256-GCM, so that the next
 * search over the same range does not read Kafka again. What it hands out is proved to be what the log holds (verify.ts);
 * anything doubtful is deleted and read from Kafka. May touch: shared, types of kafka, core/settings, the guard's
 * Implementer, and files below `<config folder>/search-cache`.
 */
export { cachedReader } from './cached-reader.ts';
export { openSearchCache, type CachedTopic, type SearchCache, type SearchCacheOptions } from './search-cache.ts';
export type { TopicCache } from './topic-cache.ts';
export { wrapWithCache } from './reader-cache.ts';
export { fromCacheMessage, toCacheMessage, type CacheMessage, type CacheSettings } from './cache-wire.ts';
export { createSearchCaches, type SearchCaches, type SearchCachesOptions } from './service.ts';
export { searchCacheProcedures } from './procedures.ts';
