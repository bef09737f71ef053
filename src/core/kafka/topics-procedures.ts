import type { Implementer } from '../guard/index.ts';
import type { KafkaEngine } from './engine.ts';
import { listPartitions, listTopics } from './topic-catalogue.ts';

export type TopicsDeps = {
  /** The open connections; `get` connects where there is none yet. */
  readonly connections: { get(clusterId: string): Promise<KafkaEngine> };
  /** Milliseconds since 1970. */
  readonly clock: () => number;
};

/** The contract's `topics` procedures. */
export function topicsProcedures(os: Implementer, { connections, clock }: TopicsDeps) {
  return {
    list: os.topics.list.handler(async ({ input, signal }) => {
      const engine = await connections.get(input.clusterId);
      return listTopics(engine, { includeInternal: input.includeInternal, clock, signal });
    }),
    partitions: os.topics.partitions.handler(async ({ input, signal }) => {
      const engine = await connections.get(input.clusterId);
      const partitions = await listPartitions(engine, input.topic, signal);
      return { partitions: [...partitions], asOf: clock() };
    }),
  };
}
