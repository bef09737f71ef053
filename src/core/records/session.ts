import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../shared/errors.ts';
import type {
  Histogram,
  ReadProgress,
  ReadState,
  ReadUntil,
  RecordDetail,
  RecordRow,
} from '../../shared/contract/records.ts';
import { compileColumns } from '../filters/index.ts';
import type { KafkaEngine, RawRecord } from '../kafka/index.ts';
import type { Decoders } from './decoders.ts';
import { dumpWeight, toDumpRow, withOwnBytes, type DumpPage, type DumpRow } from './dump.ts';
import { FollowingSource } from './following-source.ts';
import { histogramOf, type HistogramRequest } from './histogram.ts';
import { partitionsOf, placeOf } from './lanes.ts';
import { newEnds, type ReadPlan } from './plan.ts';
import type { ReadRequest } from './read-request.ts';
import type { Reading } from './reading.ts';
import { reread, rereadMany, type RereadOptions } from './reread.ts';
import { rowWeight, toBytesPart, toDetail, toRow, type BytesOf, type ShownRecord } from './rows.ts';
import { cancelled, sessionClosed, Turns } from './signals.ts';
import type { LaneId, Sourced } from './source.ts';
import { RecordStore, type MemoryBudget } from './store.ts';

export type SessionDeps = {
  readonly engine: KafkaEngine;
  readonly decoders: Decoders;
  readonly budget: MemoryBudget;
  readonly maxKeptBytes: number;
  readonly clock: () => number;
};

export type PullRequest = {
  readonly pullId: number;
  readonly maxRows: number;
  readonly waitMs: number;
  readonly next?: number | undefined;
};
export type PullAnswer = { rows: RecordRow[]; progress: ReadProgress; state: ReadState };
export type Counters = { progress: ReadProgress; state: ReadState };

/** Rows of a page of a dump. `readOn`: what was not handed out yet follows, to the end of the reading. */
export type DumpRequest = {
  readonly first: number;
  readonly maxRows: number;
  readonly maxBytes: number;
  readonly readOn: boolean;
};

/** About what one message may weigh. */
const MESSAGE_BYTES = 900_000;
/** Rows are made in slices of this long, so that a cancel or another session is never kept waiting by a large page. */
const SLICE_MS = 8;
/** Records taken from the source before they are turned into rows: their schemas are fetched together. */
const TAKEN_AT_ONCE = 256;
/** How old the known end of a paused live tail may be. */
const ENDS_AGE_MS = 1000;
/** How long a dump waits for records that are still being looked for. */
const DUMP_WAIT_MS = 2000;

/** One reading: hands out rows in order, keeps their bytes, tells the truth about where it is. */
export class Session {
  readonly #request: ReadRequest;
  readonly #plan: ReadPlan;
  readonly #deps: SessionDeps;
  readonly #reading: Reading;
  readonly #store: RecordStore;
  readonly #pulls = new Turns();
  readonly #closed = new AbortController();
  /** Id of the first row the next pull gives unless it says otherwise, and what it was before the last one. */
  #cursor = 0;
  #lastPull: { readonly id: number; readonly cursor: number } | null = null;
  #columns: ReturnType<typeof compileColumns>;
  #maxRows: number;
  #maxBytes: number;
  #total: bigint | null;
  #opened: { readonly lane: LaneId; readonly record: RawRecord } | null = null;
  #endsAsOf = 0;

  constructor(request: ReadRequest, plan: ReadPlan, reading: Reading, deps: SessionDeps) {
    this.#request = request;
    this.#plan = plan;
    this.#deps = deps;
    this.#reading = reading;
    this.#store = new RecordStore(deps.maxKeptBytes, deps.budget);
    this.#columns = columnsOf(request.columns);
    this.#total = plan.total;
    const { until } = request;
    this.#maxRows = until.kind === 'count' ? until.count : Infinity;
    this.#maxBytes = until.kind === 'bytes' ? until.bytes : Infinity;
    reading.mayFetch = () => this.#reading.bytes < this.#maxBytes && this.#store.count < this.#maxRows;
  }

  get topics(): Array<{ topic: string; partitions: number[] }> {
    const partitions = partitionsOf(this.#plan.lanes, this.#plan.lanes.keys());
    return this.#request.topics.map(({ topic }) => ({ topic, partitions: partitions.get(topic) ?? [] }));
  }

  /** The next rows; see the contract. Pulls of one session are answered one after the other. */
  pull(request: PullRequest, signal: AbortSignal): Promise<PullAnswer> {
    return this.#pulls.run(() => this.#pull(request, AbortSignal.any([signal, this.#closed.signal])));
  }

  async #pull(request: PullRequest, signal: AbortSignal): Promise<PullAnswer> {
    this.#throwIfEnded(signal);
    const before = this.#cursor;
    const made = this.#store.count;
    const wanted = request.next ?? before;
    if (wanted > made) {
      throw new AppError('BAD_INPUT', `Row ${wanted} cannot be pulled: the session is at row ${made}.`, {
        hint: 'Pull the row after the last one that arrived.',
      });
    }
    if (wanted === made) await this.#await(request, signal);
    // What was taken stays in the store: a cancelled pull, or an answer that got lost, comes again.
    const rows = await this.#makeRows(wanted, request.maxRows, signal);
    this.#throwIfEnded(signal);
    if (rows.length === 0 && this.#reading.failure !== null) throw this.#reading.takeFailure();
    this.#lastPull = { id: request.pullId, cursor: wanted };
    this.#cursor = wanted + rows.length;
    return { rows, ...this.#counters() };
  }

  /** Cancelled after it was answered: its rows come again with the next pull. */
  takeBack(pullId: number): void {
    if (this.#lastPull?.id === pullId) this.#cursor = this.#lastPull.cursor;
  }

  /** Waits until at least one record more is in the store, or nothing comes, or the time is over. */
  async #await(request: { readonly maxRows: number; readonly waitMs: number }, signal: AbortSignal): Promise<void> {
    const endDemand = this.#reading.demand();
    const deadline = this.#deps.clock() + request.waitMs;
    try {
      for (;;) {
        const seen = this.#reading.changed.rings;
        const taken = this.#take(request.maxRows);
        const left = deadline - this.#deps.clock();
        const isOver = this.#ended() !== null || this.#reading.failure !== null || signal.aborted || left <= 0;
        if (taken > 0 || isOver) return;
        this.#reading.kick();
        await this.#reading.changed.wait(seen, left, signal);
      }
    } finally {
      endDemand();
      this.#reading.kick();
    }
  }

  #take(maxRows: number): number {
    let taken = 0;
    while (taken < maxRows && this.#store.count < this.#maxRows) {
      const sourced = this.#plan.source.next();
      if (sourced === null) break;
      this.#store.add(sourced);
      taken += 1;
    }
    return taken;
  }

  /** Rows of what is in the store, as many as a message holds. */
  async #makeRows(first: number, count: number, signal: AbortSignal): Promise<RecordRow[]> {
    const rows: RecordRow[] = [];
    const end = Math.min(this.#store.count, first + count);
    let weight = 0;
    let sliceEnds = performance.now() + SLICE_MS;
    for (let from = first; from < end && weight < MESSAGE_BYTES; from += TAKEN_AT_ONCE) {
      const shown = await this.#shown(from, Math.min(end, from + TAKEN_AT_ONCE), signal);
      for (const [index, each] of shown.entries()) {
        if (weight >= MESSAGE_BYTES || signal.aborted) return rows;
        const row = each === null ? null : toRow(from + index, each, this.#columns.evaluate(each.decoded));
        if (row === null) return rows;
        rows.push(row);
        weight += rowWeight(row);
        if (rows.length % 32 === 0 && performance.now() > sliceEnds) {
          await setImmediate();
          sliceEnds = performance.now() + SLICE_MS;
        }
      }
    }
    return rows;
  }

  /** Records of row ids `first` to `end`, with their schemas at hand; null where one is no longer in the log. */
  async #shown(first: number, end: number, signal: AbortSignal): Promise<ReadonlyArray<ShownRecord | null>> {
    const ids = Array.from({ length: end - first }, (_, index) => first + index);
    return this.#shownOf(ids, signal);
  }

  async #shownOf(ids: ReadonlyArray<number>, signal: AbortSignal): Promise<ReadonlyArray<ShownRecord | null>> {
    const stored = ids.map((id) => this.#store.get(id));
    const evicted = new Map<LaneId, bigint[]>();
    for (const each of stored) {
      if (each?.kind !== 'evicted') continue;
      const offsets = evicted.get(each.lane);
      if (offsets === undefined) evicted.set(each.lane, [each.offset]);
      else offsets.push(each.offset);
    }
    const again = evicted.size === 0 ? null : await rereadMany(this.#rereadOptions(signal), evicted);
    const sourced = stored.map((each): Sourced | null => {
      if (each === null) return null;
      if (each.kind === 'kept') return each;
      const record = again?.get(each.lane)?.get(each.offset);
      return record === undefined ? null : { lane: each.lane, record };
    });
    await this.#loadSchemas(sourced);
    return sourced.map((each) => (each === null ? null : this.#show(each)));
  }

  async #loadSchemas(sourced: ReadonlyArray<Sourced | null>): Promise<void> {
    const { decoders } = this.#deps;
    const byTopic = new Map<string, RawRecord[]>();
    for (const each of sourced) {
      if (each === null) continue;
      const { topic } = placeOf(this.#plan.lanes, each.lane);
      const records = byTopic.get(topic);
      if (records === undefined) byTopic.set(topic, [each.record]);
      else records.push(each.record);
    }
    for (const [topic, records] of byTopic) await decoders.prepare(topic, records);
  }

  #show({ lane, record }: Sourced): ShownRecord {
    const place = placeOf(this.#plan.lanes, lane);
    return { place, record, decoded: this.#deps.decoders.decoded(place.topic, record) };
  }

  async counters(signal: AbortSignal): Promise<Counters> {
    this.#throwIfEnded(signal);
    await this.#refreshEnds(signal);
    return this.#counters();
  }

  async record(id: number, signal: AbortSignal): Promise<RecordDetail> {
    return toDetail(await this.#find(id, signal));
  }

  async bytes(id: number, request: { readonly of: BytesOf; readonly start: number }, signal: AbortSignal) {
    return toBytesPart((await this.#find(id, signal)).record, request.of, request.start);
  }

  async rows(first: number, count: number, signal: AbortSignal): Promise<RecordRow[]> {
    this.#throwIfEnded(signal);
    return this.#makeRows(first, count, AbortSignal.any([signal, this.#closed.signal]));
  }

  setColumns(columns: ReadonlyArray<string>): void {
    this.#columns = columnsOf(columns);
  }

  histogram(request: HistogramRequest): Histogram {
    return histogramOf(this.#store.timestamps, request);
  }

  async extend(until: ReadUntil, signal: AbortSignal): Promise<void> {
    this.#throwIfEnded(signal);
    this.#maxRows = until.kind === 'count' ? this.#store.count + until.count : Infinity;
    this.#maxBytes = until.kind === 'bytes' ? this.#reading.bytes + until.bytes : Infinity;
    const { source, lanes } = this.#plan;
    if (until.kind === 'never' && source instanceof FollowingSource) {
      source.follow();
      this.#total = null;
    } else if (until.kind !== 'count' && until.kind !== 'bytes') {
      const before = source.remaining();
      source.extendTo(await newEnds(this.#deps.engine, { lanes, until, signal }));
      if (this.#total !== null) this.#total += source.remaining() - before;
    }
    this.#reading.kick();
  }

  /** For export and SQL: rows in order from `first`, decoded, with their bytes. */
  async dump(request: DumpRequest, signal: AbortSignal): Promise<DumpPage> {
    this.#throwIfEnded(signal);
    const all = AbortSignal.any([signal, this.#closed.signal]);
    const { first, maxRows, maxBytes, readOn } = request;
    if (readOn && first >= this.#store.count) {
      await this.#pulls.run(() => this.#await({ maxRows, waitMs: DUMP_WAIT_MS }, all));
      this.#throwIfEnded(all);
      if (this.#store.count <= first && this.#reading.failure !== null) throw this.#reading.takeFailure();
    }
    const rows: DumpRow[] = [];
    let [bytes, gone, next] = [0, 0, first];
    const end = Math.min(this.#store.count, first + maxRows);
    while (next < end && bytes < maxBytes) {
      const upTo = Math.min(end, next + TAKEN_AT_ONCE);
      for (const each of await this.#shown(next, upTo, all)) {
        const row = each === null ? null : withOwnBytes(toDumpRow(next, each));
        if (row === null) gone += 1;
        else rows.push(row);
        bytes += row === null ? 0 : dumpWeight(row);
        next += 1;
        if (bytes >= maxBytes) break;
      }
      await setImmediate();
      this.#throwIfEnded(all);
    }
    const isAtEnd = next >= this.#store.count;
    return { rows, next, gone, done: isAtEnd && (!readOn || this.#ended() !== null) };
  }

  /** The same for chosen rows. */
  async dumpOf(ids: ReadonlyArray<number>, signal: AbortSignal): Promise<DumpPage> {
    this.#throwIfEnded(signal);
    const shown = await this.#shownOf(ids, AbortSignal.any([signal, this.#closed.signal]));
    const rows = shown.flatMap((each, index) =>
      each === null ? [] : [withOwnBytes(toDumpRow(ids[index] as number, each))],
    );
    return { rows, next: 0, done: true, gone: shown.length - rows.length };
  }

  /** Ends everything at once, a fetch under way too, and frees what was kept. */
  async close(): Promise<void> {
    this.#closed.abort();
    this.#store.close();
    this.#opened = null;
    await this.#reading.close();
  }

  async #find(id: number, signal: AbortSignal): Promise<ShownRecord> {
    this.#throwIfEnded(signal);
    const stored = this.#store.get(id);
    if (stored === null) throw new AppError('BAD_INPUT', `There is no row ${id} in this reading.`);
    const sourced = stored.kind === 'kept' ? stored : await this.#findAgain(stored.lane, stored.offset, signal);
    await this.#loadSchemas([sourced]);
    return this.#show(sourced);
  }

  async #findAgain(lane: LaneId, offset: bigint, signal: AbortSignal): Promise<Sourced> {
    if (this.#opened?.lane === lane && this.#opened.record.offset === offset) return this.#opened;
    this.#opened = { lane, record: await reread(this.#rereadOptions(signal), lane, offset) };
    return this.#opened;
  }

  #rereadOptions(signal: AbortSignal): RereadOptions {
    const { isolation, markers } = this.#request;
    const all = AbortSignal.any([signal, this.#closed.signal]);
    return { engine: this.#deps.engine, lanes: this.#plan.lanes, isolation, markers, signal: all };
  }

  #throwIfEnded(signal: AbortSignal): void {
    if (this.#closed.signal.aborted) throw sessionClosed('it was closed');
    if (signal.aborted) throw cancelled();
  }

  /** Why nothing more comes; null while something may. */
  #ended(): 'end' | 'count' | 'bytes' | null {
    const { source } = this.#plan;
    if (this.#store.count >= this.#maxRows) return 'count';
    if (source.isComplete()) return 'end';
    return this.#reading.bytes >= this.#maxBytes && this.#reading.isAtRest ? 'bytes' : null;
  }

  #counters(): Counters {
    const { source, lanes } = this.#plan;
    const isSearch = this.#request.filter !== null || this.#request.latestPerKey;
    const remaining = source.remaining();
    const rates = this.#reading.rates;
    const progress: ReadProgress = {
      // Without a filter, what was read ahead of the puller is not "looked at" yet.
      read: isSearch ? this.#reading.read : this.#store.count,
      matched: isSearch ? this.#reading.matched : this.#store.count,
      undecodable: this.#reading.undecodable,
      recordsPerSecond: Math.round(rates.records),
      bytesPerSecond: Math.round(rates.bytes),
      msLeft: this.#total === null || rates.records < 1 ? null : Math.round((Number(remaining) / rates.records) * 1000),
      total: this.#total === null ? null : this.#total.toString(),
      bytes: this.#reading.bytes,
      behind: remaining.toString(),
      partitions: [...new Set(lanes.map((lane) => lane.partition))].sort((left, right) => left - right),
      evicted: this.#store.evicted,
      notes: [...this.#reading.notes],
    };
    return { progress, state: this.#state() };
  }

  #state(): ReadState {
    const { interruption } = this.#reading;
    const because = this.#ended();
    if (because !== null) return { kind: 'complete', because };
    if (interruption !== null) return { kind: 'interrupted', ...interruption };
    const isIdleTail = this.#total === null && this.#plan.source.remaining() === 0n;
    return isIdleTail ? { kind: 'waiting' } : { kind: 'reading' };
  }

  /** While nobody pulls, nothing is fetched; the count of what is behind still has to grow. */
  async #refreshEnds(signal: AbortSignal): Promise<void> {
    const now = this.#deps.clock();
    if (this.#total !== null || now - this.#endsAsOf < ENDS_AGE_MS) return;
    this.#endsAsOf = now;
    const { lanes, source } = this.#plan;
    try {
      const all = AbortSignal.any([signal, this.#closed.signal]);
      source.noteEnds(await newEnds(this.#deps.engine, { lanes, until: { kind: 'end' }, signal: all }));
    } catch (error) {
      // A count is not worth an error: the last known one stays, and the next pull says what is wrong.
      if (!(error instanceof AppError)) throw error;
    }
  }
}

/** Columns whose text is not right were refused by the page; one that got through is a mistake of the caller. */
function columnsOf(texts: ReadonlyArray<string>): ReturnType<typeof compileColumns> {
  const columns = compileColumns(texts);
  const [problem] = columns.problems;
  if (problem !== undefined) {
    throw new AppError('FILTER_INVALID', `A column cannot be shown: ${problem.message}`, {
      hint: 'Correct its expression.',
    });
  }
  return columns;
}
