import type { TopicRow } from '../../../shared/contract/topics.ts';

/** A topic as one line of tab-separated values, numbers as they are: what a spreadsheet takes. */
export function topicLine(topic: TopicRow): string {
  const cells = [topic.name, topic.partitions, topic.replicas, topic.records, topic.sizeBytes, topic.cleanupPolicy];
  return cells.map((cell) => cell ?? '').join('\t');
}
