import type { Secret } from '../../shared/values/secret.ts';
import { makeRoom } from './cache-files.ts';
import { COLLECTOR_LIMITS, type CollectorLimits } from './collector.ts';
import { createCrypt } from './crypt.ts';
import { createCacheDisk, type CacheDisk } from './disk.ts';
import type { PartitionLog } from './partition-log.ts';
import type { Place } from './segment.ts';
import { createTopicCache, type TopicCache } from './topic-cache.ts';
import { reasonOf } from './reason.ts';
import { WriteQueue } from './write-queue.ts';

export type SearchCacheOptions = {
  /** All of the cache, also of other clusters: what the cap counts. */
  readonly root: string;
  /** This cluster's folder below it. */
  readonly folder: string;
  readonly key: Secret;
  /** Of all clusters together. */
  readonly maxBytes: number;
  readonly clock: () => number;
  /** Told once, with the reason in words, when the disk refuses and the cache turns itself off. */
  readonly onOff?: (reason: string) => void;
  readonly disk?: CacheDisk;
  readonly limits?: Partial<CollectorLimits>;
  readonly maxWaitingBytes?: number;
};

export type CachedTopic = {
  readonly topic: string;
  readonly topicId: string | null;
  readonly kafkaClusterId: string | null;
  /** The topic's `cleanup.policy`; null where we may not know it. */
  readonly cleanupPolicy: string | null;
};

/** One cluster's cache in the thread that reads it. */
export type SearchCache = {
  readonly isOn: boolean;
  /** Null where this topic cannot be cached: its log may be rewritten, or nothing tells it from another. */
  topic(topic: CachedTopic): TopicCache | null;
  /** Waits until what was kept is written. */
  flush(): Promise<void>;
  /** Nothing more is read or written; what waits is forgotten. */
  turnOff(): void;
};

/** The cap is looked at again after this share of it has been written. */
const LOOK_SHARE = 1 / 16;

export function openSearchCache(options: SearchCacheOptions): SearchCache {
  return new ClusterCache(options);
}

class ClusterCache implements SearchCache {
  readonly #options: SearchCacheOptions;
  readonly #disk: CacheDisk;
  readonly #crypt;
  readonly #queue: WriteQueue;
  readonly #logs = new Map<string, PartitionLog>();
  /** Readings that hold something not yet handed to the queue. */
  readonly #holding = new Set<() => void>();
  #isOn = true;
  /** Written since all files were last counted. */
  #sinceLook = Infinity;

  constructor(options: SearchCacheOptions) {
    this.#options = options;
    this.#disk = options.disk ?? createCacheDisk();
    this.#crypt = createCrypt(options.key);
    this.#queue = new WriteQueue({
      disk: this.#disk,
      crypt: this.#crypt,
      stopwatch: () => performance.now(),
      onWritten: (bytes) => this.#look(bytes),
      onFailure: (error) => this.#fail(error),
      ...(options.maxWaitingBytes === undefined ? {} : { maxBytes: options.maxWaitingBytes }),
    });
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  topic({ topic, topicId, kafkaClusterId, cleanupPolicy }: CachedTopic): TopicCache | null {
    if (!this.#isOn || kafkaClusterId === null || cleanupPolicy === null) return null;
    // Compaction takes records out of the middle of a log and leaves its end as it was.
    if (cleanupPolicy.split(',').some((policy) => policy.trim() !== 'delete')) return null;
    const place: Omit<Place, 'partition' | 'isolation'> = { kafkaClusterId, topic, topicId };
    const { folder, clock, limits } = this.#options;
    return createTopicCache({
      place,
      folder,
      clock,
      disk: this.#disk,
      crypt: this.#crypt,
      queue: this.#queue,
      limits: { ...COLLECTOR_LIMITS, ...limits },
      isOn: () => this.#isOn,
      logs: this.#logs,
      holding: this.#holding,
    });
  }

  async flush(): Promise<void> {
    for (const flush of [...this.#holding]) flush();
    await this.#queue.flush();
  }

  turnOff(): void {
    this.#isOn = false;
    this.#queue.clear();
    this.#logs.clear();
  }

  async #look(bytes: number): Promise<void> {
    const { root, maxBytes } = this.#options;
    this.#sinceLook += bytes;
    if (this.#sinceLook < maxBytes * LOOK_SHARE) return;
    this.#sinceLook = 0;
    await makeRoom(this.#disk, root, maxBytes);
  }

  #fail(error: unknown): void {
    if (!this.#isOn) return;
    this.turnOff();
    this.#options.onOff?.(reasonOf(error));
  }
}
