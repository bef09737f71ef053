import { randomUUID } from 'node:crypto';
import { Collector, type CollectorLimits } from './collector.ts';
import { PartitionLog, type LogDeps } from './partition-log.ts';
import type { Place } from './segment.ts';
import type { FetchedBatches, Isolation } from './shape.ts';
import type { WriteQueue } from './write-queue.ts';

/** One topic's part of the cache, for one reading of it. */
export type TopicCache = {
  readonly clock: () => number;
  /** False once the cache turned itself off: then nothing is looked up or kept any more. */
  readonly isOn: boolean;
  /** What is kept of a partition; its file headers are read by the first call. */
  log(partition: number, isolation: Isolation): Promise<PartitionLog>;
  /** Keeps a copy of what was fetched from `asked`, some time later. */
  keep(log: PartitionLog, asked: bigint, answer: FetchedBatches): void;
  /** Hands what was kept on to be written; does not wait for it. */
  flush(): void;
};

export type TopicCacheDeps = LogDeps & {
  readonly place: Omit<Place, 'partition' | 'isolation'>;
  readonly queue: WriteQueue;
  readonly limits: CollectorLimits;
  readonly isOn: () => boolean;
  /** Logs of the whole cluster, shared by its readings: what one wrote the next one finds without reading headers. */
  readonly logs: Map<string, PartitionLog>;
  /** `flush` of every reading that holds something. */
  readonly holding: Set<() => void>;
};

/** What a live tail brought is written after a pause of this length, or when a segment is full. */
const PAUSE_MS = 2000;

export function createTopicCache(deps: TopicCacheDeps): TopicCache {
  const { place, queue, limits, isOn, logs, holding, clock, folder, disk } = deps;
  const collector = new Collector(randomUUID(), limits, (log, draft) => queue.add(log, draft));
  const loading = new Map<string, Promise<PartitionLog>>();
  let names: Promise<ReadonlyArray<string>> | null = null;
  let pause: NodeJS.Timeout | null = null;

  function flush(): void {
    if (pause !== null) clearTimeout(pause);
    pause = null;
    holding.delete(flush);
    if (isOn()) collector.flush();
    else collector.clear();
  }

  async function load(key: string, partition: number, isolation: Isolation): Promise<PartitionLog> {
    const known = logs.get(key);
    const log = known ?? new PartitionLog({ ...place, partition, isolation }, deps);
    logs.set(key, log);
    if (!isOn()) return log;
    // One listing for all partitions of a reading. A folder that cannot be read holds nothing of use.
    names ??= disk.list(folder).catch(() => []);
    await log.load(await names);
    return log;
  }

  return {
    clock,
    get isOn() {
      return isOn();
    },
    log(partition, isolation) {
      const key = JSON.stringify([place.topic, place.topicId, partition, isolation]);
      const known = loading.get(key) ?? load(key, partition, isolation);
      loading.set(key, known);
      return known;
    },
    keep(log, asked, answer) {
      if (!isOn()) return;
      queue.noteBusy();
      collector.take(log, asked, answer);
      holding.add(flush);
      if (pause !== null) clearTimeout(pause);
      pause = setTimeout(flush, PAUSE_MS);
      pause.unref();
    },
    flush,
  };
}
