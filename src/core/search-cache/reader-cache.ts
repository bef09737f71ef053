import { AppError } from '../../shared/errors.ts';
import type { KafkaEngine } from '../kafka/index.ts';
import { cachedReader } from './cached-reader.ts';
import type { SearchCache } from './search-cache.ts';
import type { TopicReader } from './shape.ts';
import type { TopicCache } from './topic-cache.ts';

/**
 * Puts the cache between an engine's readers and whoever reads. What must be known of a topic (its id, its cleanup
 * policy) is asked when its first batches are, so that readings which do not use the cache do not pay for it.
 */
export function wrapWithCache(
  engine: KafkaEngine,
  cache: SearchCache,
): (topic: string, reader: TopicReader) => TopicReader {
  let clusterId: Promise<string | null> | null = null;

  async function open(topic: string): Promise<TopicCache | null> {
    try {
      clusterId ??= engine.describeCluster().then(({ kafkaClusterId }) => kafkaClusterId);
      const [kafkaClusterId, topicId, policies] = await Promise.all([
        clusterId,
        engine.topicId(topic),
        engine.topicConfig([topic], 'cleanup.policy'),
      ]);
      return cache.topic({ topic, topicId, kafkaClusterId, cleanupPolicy: policies.get(topic) ?? null });
    } catch (error) {
      // Not known, not cached: the reading itself says what is wrong, if anything is.
      if (!(error instanceof AppError)) throw error;
      clusterId = null;
      return null;
    }
  }

  return (topic, reader) => (cache.isOn ? cachedReader(reader, () => open(topic)) : reader);
}
