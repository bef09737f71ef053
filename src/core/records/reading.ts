import { AppError } from '../../shared/errors.ts';
import type { FetchedPartition, KafkaEngine, TopicReader } from '../kafka/index.ts';
import type { RecordSource } from './source.ts';
import { backoffMs, Bell, pause } from './signals.ts';

export type ReadingOptions = {
  readonly engine: KafkaEngine;
  readonly topic: string;
  readonly isolation: 'read-committed' | 'read-uncommitted';
  readonly fetchBytes: number;
  /** How long the broker may hold a fetch that finds nothing. */
  readonly maxWaitMs: number;
  readonly source: RecordSource;
  readonly clock: () => number;
  readonly random: () => number;
};

export type Interruption = { readonly message: string; readonly sinceMs: number };

/** A topic that answers "unknown" this often in a row is gone, even where metadata still names it. */
const UNKNOWN_LIMIT = 5;
/** A reading at rest gives its connections back after this long. */
const REST_MS = 30_000;
/** Sentences kept for the reader; after these, more of the same tells nothing new. */
const NOTES_LIMIT = 20;

/**
 * Moves bytes from the engine into a source: one fetch at a time for all partitions, as far ahead as the source wants.
 * A broker that goes away interrupts; reading goes on at the same offsets, because only an accepted fetch moves them.
 */
export class Reading {
  readonly changed = new Bell();
  readonly #options: ReadingOptions;
  readonly #abort = new AbortController();
  readonly #notes: string[];
  #reader: Promise<TopicReader> | null = null;
  #rest: NodeJS.Timeout | null = null;
  #waiting = 0;
  #isRunning = false;
  #interruption: Interruption | null = null;
  #failure: unknown = null;
  #bytes = 0;
  #unknownAnswers = 0;
  /** The first fetch goes out with the opening of the session: whoever opens it is about to pull. */
  #isPrimed = false;

  constructor(options: ReadingOptions, notes: ReadonlyArray<string> = []) {
    this.#options = options;
    this.#notes = [...notes];
  }

  get interruption(): Interruption | null {
    return this.#interruption;
  }

  /** Why reading ended for good; null while it goes on. */
  get failure(): unknown {
    return this.#failure;
  }

  /** The failure, told once: whoever asks again after that has decided to try again. */
  takeFailure(): unknown {
    const failure = this.#failure;
    this.#failure = null;
    this.#unknownAnswers = 0;
    return failure;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get notes(): ReadonlyArray<string> {
    return this.#notes;
  }

  /** Says that somebody waits for rows; the returned function says that they do no longer. */
  demand(): () => void {
    this.#waiting += 1;
    this.kick();
    return () => {
      this.#waiting -= 1;
    };
  }

  /** Starts fetching if the source wants something and nothing is under way. */
  kick(): void {
    if (this.#isRunning || this.#failure !== null || this.#abort.signal.aborted) return;
    this.#isRunning = true;
    if (this.#rest !== null) clearTimeout(this.#rest);
    void this.#run();
  }

  async close(): Promise<void> {
    this.#abort.abort();
    this.changed.ring();
    await this.#giveReaderBack();
  }

  #openReader(): Promise<TopicReader> {
    const opening = this.#reader ?? this.#options.engine.openReader(this.#options.topic);
    this.#reader = opening;
    opening.catch(() => {
      if (this.#reader === opening) this.#reader = null;
    });
    return opening;
  }

  async #giveReaderBack(): Promise<void> {
    if (this.#rest !== null) clearTimeout(this.#rest);
    const opening = this.#reader;
    // Before the first await: what starts meanwhile opens its own.
    this.#reader = null;
    const reader = await opening?.catch(() => null);
    // Best effort: the reading is over or at rest, and a connection that cannot be closed is broken already.
    await reader?.close().catch(() => undefined);
  }

  /** Nothing is under way: a finished reading needs no connection, a paused one needs none for long. */
  #comeToRest(): void {
    if (this.#abort.signal.aborted) return;
    const restMs = this.#failure !== null || this.#options.source.isComplete() ? 0 : REST_MS;
    this.#rest = setTimeout(() => void this.#giveReaderBack(), restMs);
  }

  async #run(): Promise<void> {
    try {
      for (;;) {
        const asked = this.#options.source.wants(this.#waiting > 0 || !this.#isPrimed);
        if (asked.size === 0 || this.#abort.signal.aborted) return;
        const fetched = await this.#fetch(asked);
        this.#isPrimed = true;
        if (fetched === null) continue;
        for (const part of fetched) this.#bytes += part.bytes;
        this.#options.source.accept(asked, fetched);
        this.changed.ring();
      }
    } catch (error) {
      if (!this.#abort.signal.aborted) this.#failure = error;
    } finally {
      this.#isRunning = false;
      this.changed.ring();
      this.#comeToRest();
    }
  }

  /** One fetch, repeated while the broker is away; null where the source was given new positions instead. */
  async #fetch(asked: ReadonlyMap<number, bigint>): Promise<ReadonlyArray<FetchedPartition> | null> {
    const { topic, isolation, fetchBytes, maxWaitMs } = this.#options;
    const { signal } = this.#abort;
    for (let attempt = 0; ; attempt += 1) {
      try {
        const request = { topic, positions: asked, isolation, maxBytesPerPartition: fetchBytes, maxWaitMs, signal };
        const reader = await this.#openReader();
        const fetched = await reader.fetch(request);
        this.#interruption = null;
        this.#unknownAnswers = 0;
        return fetched;
      } catch (error) {
        if (signal.aborted) throw error;
        if (error instanceof AppError && error.code === 'OFFSET_OUT_OF_RANGE') {
          if (await this.#relocated(asked)) return null;
        } else if (!(await this.#mayComeBack(error))) throw error;
        this.#interrupt(error);
        await pause(backoffMs(attempt, this.#options.random), signal);
        signal.throwIfAborted();
      }
    }
  }

  #interrupt(error: unknown): void {
    const message = error instanceof AppError ? error.message : 'The broker does not answer.';
    this.#interruption = { message, sinceMs: this.#interruption?.sinceMs ?? this.#options.clock() };
    this.changed.ring();
  }

  async #mayComeBack(error: unknown): Promise<boolean> {
    if (!(error instanceof AppError)) return false;
    if (error.code !== 'TOPIC_NOT_FOUND') return error.retryable;
    this.#unknownAnswers += 1;
    if (this.#unknownAnswers >= UNKNOWN_LIMIT) return false;
    // A broker that is just back may not know its topics for a moment; without such an event the answer stands.
    if (this.#interruption !== null) return true;
    return this.#isTopicKnown();
  }

  async #isTopicKnown(): Promise<boolean> {
    try {
      await this.#options.engine.describeTopics([this.#options.topic], this.#abort.signal);
      return true;
    } catch (error) {
      return error instanceof AppError && error.code !== 'TOPIC_NOT_FOUND' && error.retryable;
    }
  }

  /** Asks the log where it begins and ends now; true where a position asked for is outside and was moved. */
  async #relocated(asked: ReadonlyMap<number, bigint>): Promise<boolean> {
    const { engine, topic, source } = this.#options;
    const { signal } = this.#abort;
    const wanted = new Map([[topic, [...asked.keys()]]]);
    const [starts, ends] = await Promise.all([
      engine.offsets(wanted, { at: 'start' }, signal),
      engine.offsets(wanted, { at: 'end' }, signal),
    ]).catch((error: unknown) => {
      if (error instanceof AppError && error.retryable) return [null, null] as const;
      throw error;
    });
    let isMoved = false;
    for (const [partition, position] of asked) {
      const start = starts?.get(topic)?.get(partition);
      const end = ends?.get(topic)?.get(partition);
      if (start === undefined || end === undefined || (position >= start && position <= end)) continue;
      isMoved = true;
      const gone = source.relocate(partition, { start, end });
      if (gone.to > gone.from) {
        this.#note(
          `Partition ${partition}: offsets ${gone.from} to ${gone.to - 1n} were deleted from the log while reading, ` +
            `so they are not shown. The log now holds ${start} to ${end - 1n}.`,
        );
      } else if (position > end) {
        this.#note(`Partition ${partition}: the log became shorter while reading; it now ends at ${end}.`);
      }
    }
    return isMoved;
  }

  #note(sentence: string): void {
    if (this.#notes.length < NOTES_LIMIT) this.#notes.push(sentence);
  }
}
