import { Bell } from './signals.ts';
import { TopicReaders, type Feed, type FeedOptions } from './feed.ts';
import { partitionsOf, placeOf, type Lanes } from './lanes.ts';
import type { FetchRequest, TopicReader } from '../kafka/index.ts';
import type { ScanResult, ScanTask } from './scan.ts';
import type { FetchedLane, LaneId, TimeSpan, Wanted } from './source.ts';

/** Looks through batches; resolves in any order, rejects with an AppError. */
export type Scanner = {
  scan(task: ScanTask): Promise<ScanResult>;
  close(): void;
};

type FetchedPart = {
  readonly partition: number;
  readonly nextOffset: bigint;
  readonly endOffset: bigint;
  readonly bytes: number;
  readonly notes?: ReadonlyArray<string>;
  readonly content: Pick<ScanTask, 'batches' | 'aborted' | 'records'>;
};

/** A piece of a lane: fetched, and looked through now or in a moment. */
type Piece = {
  readonly nextOffset: bigint;
  readonly endOffset: bigint;
  readonly bytes: number;
  /** Damaged batches in front of it. */
  readonly notes: ReadonlyArray<string>;
  result: ScanResult | null;
  failure: unknown;
  isSettled: boolean;
};

type LaneState = {
  /** Offset of the first piece not given away yet. */
  front: bigint;
  /** Offset to fetch next. */
  position: bigint;
  /** No need to read beyond it; null: unknown. */
  until: bigint | null;
  readonly pieces: Piece[];
  /** The last fetch found nothing here: the broker is asked again only when somebody asks us. */
  isDry: boolean;
};

/** Bytes fetched and not given away yet, of all lanes; more is not read ahead. */
const AHEAD_BYTES = 24 * 1024 * 1024;

/**
 * A search: the next fetch is on its way while the last one is looked through. What a lane gives comes in the order of its
 * offsets, however the pieces of it were looked through.
 */
export class SearchFeed implements Feed {
  readonly #lanes: Lanes;
  readonly #readers: TopicReaders;
  readonly #scanner: Scanner;
  readonly #states = new Map<LaneId, LaneState>();
  readonly #pumping = new Set<string>();
  readonly #changed = new Bell();
  /** Ends of the logs as the last answers told them. */
  readonly #ends = new Map<LaneId, bigint>();
  #asked: ReadonlyMap<LaneId, Wanted> = new Map();
  #aheadBytes = 0;
  #failure: unknown = null;
  #abort = new AbortController();

  constructor(options: FeedOptions, scanner: Scanner) {
    this.#lanes = options.lanes;
    this.#readers = new TopicReaders(options);
    this.#scanner = scanner;
  }

  async fetch(asked: ReadonlyMap<LaneId, Wanted>, signal: AbortSignal): Promise<ReadonlyArray<FetchedLane>> {
    this.#asked = asked;
    for (const [lane, wanted] of asked) this.#pointAt(lane, wanted);
    this.#failure = null;
    for (const topic of partitionsOf(this.#lanes, asked.keys()).keys()) this.#kick(topic);
    for (;;) {
      const seen = this.#changed.rings;
      signal.throwIfAborted();
      if (this.#failure !== null) throw this.#takeFailure();
      const given = this.#collect(asked);
      if (given.length > 0) return given;
      if (this.#pumping.size === 0 && !this.#isScanning()) {
        // Only what a broker said is empty counts as empty: the caller may conclude that offsets are gone.
        if ([...asked.keys()].every((lane) => this.#states.get(lane)?.isDry === true)) return this.#dry(asked);
        for (const topic of partitionsOf(this.#lanes, asked.keys()).keys()) this.#kick(topic);
        continue;
      }
      await this.#changed.wait(seen, 1000, signal);
    }
  }

  /** A lane that is asked for anywhere else than where it stands starts anew there. */
  #pointAt(lane: LaneId, { offset, until }: Wanted): void {
    const known = this.#states.get(lane);
    if (known?.front === offset) {
      known.until = until;
      known.isDry = false;
      return;
    }
    if (known !== undefined) this.#drop(known);
    this.#states.set(lane, { front: offset, position: offset, until, pieces: [], isDry: false });
  }

  #drop(state: LaneState): void {
    for (const piece of state.pieces) this.#aheadBytes -= piece.bytes;
    state.pieces.length = 0;
  }

  #collect(asked: ReadonlyMap<LaneId, Wanted>): FetchedLane[] {
    const given: FetchedLane[] = [];
    for (const lane of asked.keys()) {
      const state = this.#states.get(lane) as LaneState;
      const ready = state.pieces.findIndex((piece) => !piece.isSettled);
      const pieces = state.pieces.splice(0, ready < 0 ? state.pieces.length : ready);
      if (pieces.length > 0) given.push(this.#give(lane, state, pieces));
    }
    if (given.length > 0) {
      for (const topic of partitionsOf(this.#lanes, asked.keys()).keys()) this.#kick(topic);
    }
    return given;
  }

  #give(lane: LaneId, state: LaneState, pieces: ReadonlyArray<Piece>): FetchedLane {
    const failed = pieces.find((piece) => piece.failure !== null);
    for (const piece of pieces) this.#aheadBytes -= piece.bytes;
    if (failed !== undefined) {
      // Asked for again, it is fetched and looked through again.
      this.#drop(state);
      state.position = state.front;
      throw failed.failure;
    }
    const last = pieces.at(-1) as Piece;
    const results = pieces.map((piece) => piece.result as ScanResult);
    const times = results.flatMap((result) => (result.times === null ? [] : [result.times]));
    state.front = last.nextOffset;
    return {
      lane,
      records: results.length === 1 ? (results[0] as ScanResult).records : results.flatMap((each) => each.records),
      nextOffset: last.nextOffset,
      endOffset: last.endOffset,
      bytes: pieces.reduce((sum, piece) => sum + piece.bytes, 0),
      read: results.reduce((sum, result) => sum + result.read, 0),
      undecodable: results.reduce((sum, result) => sum + result.undecodable, 0),
      notes: pieces.flatMap((piece) => [...piece.notes, ...(piece.result as ScanResult).notes]),
      times: spanOf(times),
    };
  }

  #isScanning(): boolean {
    return [...this.#states.values()].some((state) => state.pieces.some((piece) => !piece.isSettled));
  }

  /** Nothing anywhere: an answer that says so, from which the caller may conclude a gap. */
  #dry(asked: ReadonlyMap<LaneId, Wanted>): FetchedLane[] {
    return [...asked].map(([lane, { offset }]) => ({
      lane,
      records: [],
      nextOffset: offset,
      endOffset: this.#ends.get(lane) ?? offset,
      bytes: 0,
      read: 0,
      undecodable: 0,
      notes: [],
      times: null,
    }));
  }

  #takeFailure(): unknown {
    const failure = this.#failure;
    this.#failure = null;
    return failure;
  }

  #kick(topic: string): void {
    if (this.#pumping.has(topic) || this.#abort.signal.aborted) return;
    this.#pumping.add(topic);
    void this.#pump(topic, this.#abort.signal).finally(() => {
      this.#pumping.delete(topic);
      this.#changed.ring();
    });
  }

  /** Fetches one topic until nothing is wanted, nothing comes, or enough waits to be taken. */
  async #pump(topic: string, signal: AbortSignal): Promise<void> {
    try {
      for (;;) {
        const positions = this.#positions(topic);
        if (positions.size === 0) return;
        const reader = await this.#readers.get(topic);
        const parts = await fetchParts(reader, this.#readers.request(topic, positions, signal));
        for (const part of parts) this.#take(topic, positions, part);
        this.#markDry(topic, positions, parts);
        this.#changed.ring();
      }
    } catch (error) {
      if (!signal.aborted) this.#failure = error;
    }
  }

  #positions(topic: string): Map<number, bigint> {
    const positions = new Map<number, bigint>();
    if (this.#aheadBytes > AHEAD_BYTES) return positions;
    for (const lane of this.#asked.keys()) {
      const place = placeOf(this.#lanes, lane);
      const state = this.#states.get(lane);
      if (place.topic !== topic || state === undefined || state.isDry) continue;
      if (state.until === null || state.position < state.until) positions.set(place.partition, state.position);
    }
    return positions;
  }

  #markDry(
    topic: string,
    positions: ReadonlyMap<number, bigint>,
    parts: ReadonlyArray<{ readonly partition: number; readonly nextOffset: bigint }>,
  ): void {
    const isAllDry = parts.every((part) => part.nextOffset <= (positions.get(part.partition) ?? part.nextOffset));
    if (!isAllDry) return;
    for (const partition of positions.keys()) {
      const state = this.#states.get(this.#readers.laneOf(topic, partition));
      if (state !== undefined) state.isDry = true;
    }
  }

  #take(topic: string, positions: ReadonlyMap<number, bigint>, part: FetchedPart): void {
    const { partition, nextOffset, endOffset, bytes, notes = [] } = part;
    const from = positions.get(partition);
    const lane = this.#readers.laneOf(topic, partition);
    const state = this.#states.get(lane);
    this.#ends.set(lane, endOffset);
    // Asked for somewhere else meanwhile, or nothing came.
    if (state === undefined || from === undefined || state.position !== from || nextOffset <= from) return;
    const piece: Piece = { nextOffset, endOffset, bytes, notes, result: null, failure: null, isSettled: false };
    state.position = nextOffset;
    state.pieces.push(piece);
    this.#aheadBytes += bytes;
    void this.#look(piece, { ...part.content, topic, partition, from, until: state.until });
  }

  async #look(piece: Piece, task: ScanTask): Promise<void> {
    try {
      piece.result = await this.#scanner.scan(task);
    } catch (error) {
      piece.failure = error;
    }
    piece.isSettled = true;
    this.#changed.ring();
  }

  async release(): Promise<void> {
    this.#abort.abort();
    this.#abort = new AbortController();
    for (const state of this.#states.values()) this.#drop(state);
    this.#states.clear();
    this.#aheadBytes = 0;
    await this.#readers.release();
  }

  async close(): Promise<void> {
    this.#abort.abort();
    this.#scanner.close();
    await this.#readers.release();
  }
}

/** Undecoded, where the engine can; else what it decoded by itself. */
async function fetchParts(reader: TopicReader, request: FetchRequest): Promise<ReadonlyArray<FetchedPart>> {
  if (reader.fetchBatches !== null) {
    const parts = await reader.fetchBatches(request);
    return parts.map(({ batches, aborted, ...part }) => ({
      ...part,
      bytes: batches.length,
      content: { batches, aborted, records: null },
    }));
  }
  const parts = await reader.fetch(request);
  return parts.map(({ records, ...part }) => ({ ...part, content: { batches: NOTHING, aborted: [], records } }));
}

const NOTHING = Buffer.alloc(0);

function spanOf(times: ReadonlyArray<TimeSpan>): TimeSpan | null {
  const [first, ...rest] = times;
  if (first === undefined) return null;
  return rest.reduce(
    (span, each) => ({
      oldest: each.oldest < span.oldest ? each.oldest : span.oldest,
      newest: each.newest > span.newest ? each.newest : span.newest,
    }),
    first,
  );
}
