import type { Implementer } from '../guard/index.ts';
import { listTopicGroups } from './topic-groups.ts';
import type { TopicsDeps } from './topics-procedures.ts';

/** The contract's `groups` procedures. */
export function groupsProcedures(os: Implementer, { connections, clock }: TopicsDeps) {
  return {
    list: os.groups.list.handler(async ({ input, signal }) =>
      listTopicGroups(await connections.get(input.clusterId), input.topic, { clock, signal }),
    ),
  };
}
