import type { KafkaEngine } from '../../kafka/index.ts';
import { AppError } from '../../../shared/errors.ts';
import { stopIfCancelled } from '../cancel.ts';
import { areServed, becomesTrue } from '../served.ts';
import { SAMPLE_TOPICS } from './sample-topics.ts';

export type SampleDataRequest = {
  readonly engine: KafkaEngine;
  /** The time of the newest order. */
  readonly now: number;
  /** True where an earlier write broke off: its topics are half full, and ours. */
  readonly replaceTopics: boolean;
  readonly signal: AbortSignal;
  onTopic(name: string, done: number, all: number): void;
};

/** Creates the sample topics and fills them. A topic of that name that somebody else made is left as it is. */
export async function writeSampleData({
  engine,
  now,
  replaceTopics,
  signal,
  onTopic,
}: SampleDataRequest): Promise<void> {
  const present = await namesAt(engine, signal);
  const ours = SAMPLE_TOPICS.filter(({ topic }) => replaceTopics || !present.has(topic.name));
  const half = ours.map(({ topic }) => topic.name).filter((name) => present.has(name));
  if (half.length > 0) {
    await engine.deleteTopics(half);
    await until(signal, 'The half-written sample topics were not removed', async () => {
      const names = await namesAt(engine, signal);
      return half.every((name) => !names.has(name));
    });
  }
  stopIfCancelled(signal);
  if (ours.length > 0) await engine.createTopics(ours.map(({ topic }) => topic));
  const created = new Map(ours.map(({ topic }) => [topic.name, topic.partitions]));
  await until(signal, 'The sample topics did not become ready', () => areServed(engine, created, signal));
  for (const [index, sample] of ours.entries()) {
    stopIfCancelled(signal);
    onTopic(sample.topic.name, index, ours.length);
    const { compression } = sample;
    await engine.produce(sample.records(now), { compression });
  }
}

async function namesAt(engine: KafkaEngine, signal: AbortSignal): Promise<ReadonlySet<string>> {
  return new Set((await engine.describeTopics('all', signal)).map(({ name }) => name));
}

async function until(signal: AbortSignal, complaint: string, isDone: () => Promise<boolean>): Promise<void> {
  if (await becomesTrue(isDone, 20_000, signal)) return;
  throw new AppError('TIMEOUT', `${complaint} within 20 seconds.`, {
    hint: 'Stop local Kafka and start it again.',
    retryable: true,
  });
}
