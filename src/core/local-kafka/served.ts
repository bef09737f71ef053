import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../../shared/errors.ts';
import type { KafkaEngine } from '../kafka/index.ts';
import { stopIfCancelled } from './cancel.ts';

/** topic → number of partitions. */
export type Expected = ReadonlyMap<string, number>;

/**
 * True once the leader of each partition serves it. The list of topics names leaders some moments before they know it
 * themselves, after a start as after a create; asking for offsets asks each leader.
 */
export async function areServed(engine: KafkaEngine, expected: Expected, signal: AbortSignal): Promise<boolean> {
  if (expected.size === 0) return true;
  const partitions = new Map(
    [...expected].map(([name, count]) => [name, Array.from({ length: count }, (_, at) => at)]),
  );
  try {
    // A partition whose leader is not ready is absent from the answer.
    const ends = await engine.offsets(partitions, { at: 'end' }, signal);
    return [...expected].every(([name, count]) => ends.get(name)?.size === count);
  } catch (error) {
    stopIfCancelled(signal);
    if (error instanceof AppError && (error.retryable || error.code === 'TOPIC_NOT_FOUND')) return false;
    throw error;
  }
}

/** Every topic a broker has on its disk, for `areServed`. */
export async function allTopics(engine: KafkaEngine, signal: AbortSignal): Promise<Expected> {
  const topics = await engine.describeTopics('all', signal);
  return new Map(topics.map(({ name, partitions }) => [name, partitions.length]));
}

/** A broker answers a create or delete before it is done: asks again until it is. False where the time is over. */
export async function becomesTrue(
  isDone: () => Promise<boolean>,
  limitMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  const deadline = performance.now() + limitMs;
  while (!(await isDone())) {
    stopIfCancelled(signal);
    if (performance.now() > deadline) return false;
    await delay(50);
  }
  return true;
}
