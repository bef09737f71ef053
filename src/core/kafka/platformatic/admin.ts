import { classify } from '../classify.ts';
import type { NewTopic } from '../engine.ts';
import { partialAnswer, type Cluster } from './cluster.ts';

const TOPIC_RESOURCE = 2 as const;
const NOT_CONTROLLER = 41;

/** Bytes on disk per topic, over all replicas and log folders. */
export async function topicSizes(cluster: Cluster, signal?: AbortSignal): Promise<ReadonlyMap<string, number>> {
  await cluster.metadata([], signal);
  const sizes = new Map<string, number>();
  const answers = await Promise.all(
    cluster.brokerIds.map((broker) => cluster.askBroker(broker, { name: 'describeLogDirs', args: [null] }, signal)),
  );
  for (const topic of answers.flatMap((answer) => answer.results).flatMap((folder) => folder.topics)) {
    const bytes = topic.partitions.reduce((sum, partition) => sum + Number(partition.partitionSize), 0);
    sizes.set(topic.name, (sizes.get(topic.name) ?? 0) + bytes);
  }
  return sizes;
}

/** One setting of many topics, in one request. */
export async function topicConfig(
  cluster: Cluster,
  names: ReadonlyArray<string>,
  key: string,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const values = new Map<string, string>();
  if (names.length === 0) return values;
  const resources = names.map((resourceName) => ({
    resourceType: TOPIC_RESOURCE,
    resourceName,
    configurationKeys: [key],
  }));
  const answer = await cluster
    .askAny('describeConfigs', [[...resources], false, false], signal)
    .catch((error: unknown) => partialAnswer<'describeConfigs'>(error));
  for (const result of answer.results) {
    const value = result.configs.find((config) => config.name === key)?.value;
    if (result.errorCode === 0 && value !== undefined && value !== null) values.set(result.resourceName, value);
  }
  const refused = answer.results.find((result) => result.errorCode !== 0);
  if (values.size === 0 && refused !== undefined)
    throw classify({ apiCode: refused.errorCode }, { topic: refused.resourceName });
  return values;
}

export async function createTopics(
  cluster: Cluster,
  topics: ReadonlyArray<NewTopic>,
  timeoutMs: number,
): Promise<void> {
  const wanted = topics.map((topic) => ({
    name: topic.name,
    numPartitions: topic.partitions,
    replicationFactor: topic.replicas,
    assignments: [],
    configs: Object.entries(topic.configs ?? {}).map(([name, value]) => ({ name, value })),
  }));
  await onController(cluster, async (controller) => {
    const answer = await cluster
      .askBroker(controller, { name: 'createTopics', args: [wanted, timeoutMs, false] })
      .catch((error: unknown) => partialAnswer<'createTopics'>(error));
    for (const topic of answer.topics) {
      if (topic.errorCode === 0) continue;
      throw classify({ apiCode: topic.errorCode, serverErrorMessage: topic.errorMessage }, { topic: topic.name });
    }
  });
}

export async function deleteTopics(cluster: Cluster, names: ReadonlyArray<string>, timeoutMs: number): Promise<void> {
  const wanted = names.map((name) => ({ name }));
  await onController(cluster, async (controller) => {
    const answer = await cluster
      .askBroker(controller, { name: 'deleteTopics', args: [wanted, timeoutMs] })
      .catch((error: unknown) => partialAnswer<'deleteTopics'>(error));
    for (const [index, topic] of answer.responses.entries()) {
      if (topic.errorCode === 0) continue;
      throw classify({ apiCode: topic.errorCode }, { topic: topic.name ?? names[index] ?? '' });
    }
  });
}

/** Runs on the controller; if it has just changed, asks who it is and runs once more. */
async function onController(cluster: Cluster, work: (controller: number) => Promise<void>): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    const { controllerId } = await cluster.metadata([]);
    try {
      await work(controllerId);
      return;
    } catch (error) {
      const known = classify(error);
      if (attempt > 0 || known.context['kafkaError'] !== NOT_CONTROLLER) throw known;
    }
  }
}
