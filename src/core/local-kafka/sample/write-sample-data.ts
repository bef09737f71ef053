import { setTimeout as delay } from 'node:timers/promises';
import type { KafkaEngine } from '../../kafka/engine.ts';
import { AppError } from '../../../shared/errors.ts';
import { stopIfCancelled } from '../cancel.ts';
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
    await waitForTopics(engine, signal, (names) => half.every((name) => !names.has(name)));
  }
  stopIfCancelled(signal);
  if (ours.length > 0) await engine.createTopics(ours.map(({ topic }) => topic));
  await waitForTopics(engine, signal, (names) => ours.every(({ topic }) => names.has(topic.name)));
  for (const [index, sample] of ours.entries()) {
    stopIfCancelled(signal);
    onTopic(sample.topic.name, index, ours.length);
    const { compression } = sample;
    await engine.produce(sample.records(now), { compression });
  }
}

/** Names of topics whose partitions all have a leader. */
async function namesAt(engine: KafkaEngine, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const topics = await engine.describeTopics('all', signal);
  return new Set(
    topics.filter(({ partitions }) => partitions.every(({ leader }) => leader !== null)).map(({ name }) => name),
  );
}

/** A broker answers a create or delete before its own list of topics shows it. */
async function waitForTopics(
  engine: KafkaEngine,
  signal: AbortSignal,
  isDone: (names: ReadonlySet<string>) => boolean,
): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!isDone(await namesAt(engine, signal))) {
    stopIfCancelled(signal);
    if (performance.now() > deadline) {
      throw new AppError('TIMEOUT', 'The sample topics did not appear within 20 seconds.', {
        hint: 'Stop local Kafka and start it again.',
        retryable: true,
      });
    }
    await delay(50);
  }
}
