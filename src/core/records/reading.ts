import { AppError } from '../../shared/errors.ts';
import type { KafkaEngine } from '../kafka/index.ts';
import type { Feed } from './feed.ts';
import { partitionsOf, placeOf, type Lanes } from './lanes.ts';
import { Notes } from './notes.ts';
import { RateMeter } from './rate-meter.ts';
import type { FetchedLane, LaneId, RecordSource, Wanted } from './source.ts';
import { backoffMs, Bell, pause } from './signals.ts';

export type ReadingOptions = {
  readonly engine: KafkaEngine;
  readonly lanes: Lanes;
  readonly feed: Feed;
  readonly source: RecordSource;
  readonly clock: () => number;
  readonly random: () => number;
};

export type Interruption = { readonly message: string; readonly sinceMs: number };

/** A topic that answers "unknown" this often in a row is gone, even where metadata still names it. */
const UNKNOWN_LIMIT = 5;
/** A reading at rest gives its connections back after this long. */
const REST_MS = 30_000;

/**
 * Moves records from a feed into a source: one call at a time for all lanes, as far ahead as the source wants.
 * A broker that goes away interrupts; reading goes on at the same offsets, because only an accepted fetch moves them.
 */
export class Reading {
  readonly changed = new Bell();
  readonly #options: ReadingOptions;
  readonly #abort = new AbortController();
  readonly #notes: Notes;
  readonly #rates: RateMeter;
  #rest: NodeJS.Timeout | null = null;
  #waiting = 0;
  #isRunning = false;
  #interruption: Interruption | null = null;
  #failure: unknown = null;
  #bytes = 0;
  #read = 0;
  #matched = 0;
  #undecodable = 0;
  #unknownAnswers = 0;
  /** The first fetch goes out with the opening of the session: whoever opens it is about to pull. */
  #isPrimed = false;

  constructor(options: ReadingOptions, notes: ReadonlyArray<string> = []) {
    this.#options = options;
    this.#notes = new Notes(notes);
    this.#rates = new RateMeter(options.clock);
  }

  /** Asked before each fetch; a reading that has had enough comes to rest. */
  mayFetch: () => boolean = () => true;

  /** True while nothing is being fetched. */
  get isAtRest(): boolean {
    return !this.#isRunning;
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

  /** Records looked at. */
  get read(): number {
    return this.#read;
  }

  /** Records given to the source: all of them, or those that matched. */
  get matched(): number {
    return this.#matched;
  }

  get undecodable(): number {
    return this.#undecodable;
  }

  /** Records and bytes a second, of late. */
  get rates(): { readonly records: number; readonly bytes: number } {
    return this.#rates.perSecond();
  }

  get notes(): ReadonlyArray<string> {
    return this.#notes.sentences;
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
    if (this.#rest !== null) clearTimeout(this.#rest);
    await this.#options.feed.close();
  }

  /** Nothing is under way: a finished reading needs no connection, a paused one needs none for long. */
  #comeToRest(): void {
    if (this.#abort.signal.aborted) return;
    const restMs = this.#failure !== null || this.#options.source.isComplete() ? 0 : REST_MS;
    this.#rest = setTimeout(() => void this.#options.feed.release(), restMs);
  }

  async #run(): Promise<void> {
    try {
      for (;;) {
        const asked = this.#options.source.wants(this.#waiting > 0 || !this.#isPrimed);
        if (asked.size === 0 || this.#abort.signal.aborted || !this.mayFetch()) return;
        const fetched = await this.#fetch(asked);
        this.#isPrimed = true;
        if (fetched === null) continue;
        this.#count(fetched);
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

  #count(fetched: ReadonlyArray<FetchedLane>): void {
    let [read, bytes] = [0, 0];
    for (const part of fetched) {
      bytes += part.bytes;
      read += part.read;
      this.#matched += part.records.length;
      this.#undecodable += part.undecodable;
      for (const sentence of part.notes) this.#notes.add(sentence);
    }
    this.#read += read;
    this.#bytes += bytes;
    this.#rates.add(read, bytes);
  }

  /** One fetch, repeated while the broker is away; null where the source was given new positions instead. */
  async #fetch(asked: ReadonlyMap<LaneId, Wanted>): Promise<ReadonlyArray<FetchedLane> | null> {
    const { signal } = this.#abort;
    for (let attempt = 0; ; attempt += 1) {
      try {
        const fetched = await this.#options.feed.fetch(asked, signal);
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
    return this.#areTopicsKnown();
  }

  async #areTopicsKnown(): Promise<boolean> {
    const topics = [...new Set(this.#options.lanes.map((lane) => lane.topic))];
    try {
      await this.#options.engine.describeTopics(topics, this.#abort.signal);
      return true;
    } catch (error) {
      return error instanceof AppError && error.code !== 'TOPIC_NOT_FOUND' && error.retryable;
    }
  }

  /** Asks the log where it begins and ends now; true where a position asked for is outside and was moved. */
  async #relocated(asked: ReadonlyMap<LaneId, Wanted>): Promise<boolean> {
    const { engine, lanes, source } = this.#options;
    const { signal } = this.#abort;
    const wanted = partitionsOf(lanes, asked.keys());
    const [starts, ends] = await Promise.all([
      engine.offsets(wanted, { at: 'start' }, signal),
      engine.offsets(wanted, { at: 'end' }, signal),
    ]).catch((error: unknown) => {
      if (error instanceof AppError && error.retryable) return [null, null] as const;
      throw error;
    });
    let isMoved = false;
    for (const [lane, { offset: position }] of asked) {
      const { topic, partition } = placeOf(lanes, lane);
      const start = starts?.get(topic)?.get(partition);
      const end = ends?.get(topic)?.get(partition);
      if (start === undefined || end === undefined || (position >= start && position <= end)) continue;
      isMoved = true;
      const gone = source.relocate(lane, { start, end });
      if (gone.to > gone.from) {
        this.#notes.add(
          `Partition ${partition}: offsets ${gone.from} to ${gone.to - 1n} were deleted from the log while reading, ` +
            `so they are not shown. The log now holds ${start} to ${end - 1n}.`,
        );
      } else if (position > end) {
        this.#notes.add(`Partition ${partition}: the log became shorter while reading; it now ends at ${end}.`);
      }
    }
    return isMoved;
  }
}
