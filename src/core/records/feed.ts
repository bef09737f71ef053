import type { FetchRequest, KafkaEngine, TopicReader } from '../kafka/index.ts';
import { partitionsOf, type Lanes } from './lanes.ts';
import type { FetchedLane, LaneId, Wanted } from './source.ts';

/** Where a reading's records come from: every topic of the session, read by lanes. */
export type Feed = {
  /**
   * What lies at the asked positions, of one lane or of many. A lane that has nothing is absent, or has no records and
   * tells where its log ends. Fails with an AppError of the engine (OFFSET_OUT_OF_RANGE, TOPIC_NOT_FOUND, …) or of a filter.
   */
  fetch(asked: ReadonlyMap<LaneId, Wanted>, signal: AbortSignal): Promise<ReadonlyArray<FetchedLane>>;
  /** Gives connections back; the next fetch opens new ones. */
  release(): Promise<void>;
  /** The last of it. */
  close(): Promise<void>;
};

export type FeedOptions = {
  readonly engine: KafkaEngine;
  readonly lanes: Lanes;
  readonly isolation: FetchRequest['isolation'];
  readonly markers: boolean;
  readonly fetchBytes: number;
  /** How long the broker may hold a fetch that finds nothing. */
  readonly maxWaitMs: number;
  /** Puts something between a topic's reader and us: the search cache. */
  readonly wrapReader?: ((topic: string, reader: TopicReader) => TopicReader) | undefined;
};

/** One reader a topic, opened when first needed, each topic's positions asked for in one call. */
export class TopicReaders {
  readonly #options: FeedOptions;
  readonly #readers = new Map<string, Promise<TopicReader>>();
  readonly #laneOf = new Map<string, LaneId>();

  constructor(options: FeedOptions) {
    this.#options = options;
    options.lanes.forEach(({ topic, partition }, lane) => this.#laneOf.set(`${topic}/${partition}`, lane));
  }

  get(topic: string): Promise<TopicReader> {
    const known = this.#readers.get(topic);
    if (known !== undefined) return known;
    const { engine, wrapReader } = this.#options;
    const opening = engine.openReader(topic).then((reader) => wrapReader?.(topic, reader) ?? reader);
    this.#readers.set(topic, opening);
    opening.catch(() => {
      if (this.#readers.get(topic) === opening) this.#readers.delete(topic);
    });
    return opening;
  }

  laneOf(topic: string, partition: number): LaneId {
    return this.#laneOf.get(`${topic}/${partition}`) ?? -1;
  }

  /** The fetch request of one topic's part of what is asked. */
  request(topic: string, positions: ReadonlyMap<number, bigint>, signal: AbortSignal): FetchRequest {
    const { isolation, fetchBytes, maxWaitMs, markers } = this.#options;
    return { topic, positions, isolation, markers, maxBytesPerPartition: fetchBytes, maxWaitMs, signal };
  }

  async release(): Promise<void> {
    const opening = [...this.#readers.values()];
    // Before the first await: what starts meanwhile opens its own.
    this.#readers.clear();
    await Promise.all(
      opening.map(async (each) => {
        const reader = await each.catch(() => null);
        // Best effort: the reading is over or at rest, and a connection that cannot be closed is broken already.
        await reader?.close().catch(() => undefined);
      }),
    );
  }
}

/** Reads and decodes everything: what browsing does. */
export class PlainFeed implements Feed {
  readonly #lanes: Lanes;
  readonly #readers: TopicReaders;

  constructor(options: FeedOptions) {
    this.#lanes = options.lanes;
    this.#readers = new TopicReaders(options);
  }

  async fetch(asked: ReadonlyMap<LaneId, Wanted>, signal: AbortSignal): Promise<ReadonlyArray<FetchedLane>> {
    const topics = [...partitionsOf(this.#lanes, asked.keys())];
    const answers = await Promise.all(
      topics.map(async ([topic, partitions]) => {
        const positions = new Map(
          partitions.map((partition) => [
            partition,
            (asked.get(this.#readers.laneOf(topic, partition)) as Wanted).offset,
          ]),
        );
        const reader = await this.#readers.get(topic);
        const parts = await reader.fetch(this.#readers.request(topic, positions, signal));
        return parts.map(({ partition, ...part }) => ({
          ...part,
          lane: this.#readers.laneOf(topic, partition),
          read: part.records.length,
          undecodable: 0,
          notes: part.notes ?? [],
          times: null,
        }));
      }),
    );
    return answers.flat();
  }

  release(): Promise<void> {
    return this.#readers.release();
  }

  close(): Promise<void> {
    return this.#readers.release();
  }
}
