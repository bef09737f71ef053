import { AppError } from '../../shared/errors.ts';
import type { Comparison } from '../../shared/contract/compare.ts';
import type {
  Histogram,
  ReadProgress,
  ReadState,
  ReadUntil,
  RecordDetail,
  RecordRow,
} from '../../shared/contract/records.ts';
import { compileColumns } from '../filters/index.ts';
import type { KafkaEngine } from '../kafka/index.ts';
import { compareRecords } from './compare.ts';
import type { Decoders } from './decoders.ts';
import type { DumpPage } from './dump.ts';
import { FollowingSource } from './following-source.ts';
import { histogramOf, type HistogramRequest } from './histogram.ts';
import { partitionsOf } from './lanes.ts';
import { lookBack, type LookedBackAnswer } from './look-back.ts';
import { newEnds, type ReadPlan } from './plan.ts';
import type { ReadRequest } from './read-request.ts';
import type { Reading } from './reading.ts';
import { RecordShelf, type Columns } from './record-shelf.ts';
import { toBytesPart, toDetail, type BytesOf } from './rows.ts';
import { cancelled, sessionClosed, Turns } from './signals.ts';
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
  readonly #shelf: RecordShelf;
  readonly #pulls = new Turns();
  readonly #closed = new AbortController();
  /** Id of the first row the next pull gives unless it says otherwise, and what it was before the last one. */
  #cursor = 0;
  #lastPull: { readonly id: number; readonly cursor: number } | null = null;
  #columns: Columns;
  #maxRows: number;
  #maxBytes: number;
  #total: bigint | null;
  #endsAsOf = 0;

  constructor(request: ReadRequest, plan: ReadPlan, reading: Reading, deps: SessionDeps) {
    this.#request = request;
    this.#plan = plan;
    this.#deps = deps;
    this.#reading = reading;
    this.#store = new RecordStore(deps.maxKeptBytes, deps.budget);
    const { engine, decoders } = deps;
    const { isolation, markers } = request;
    this.#shelf = new RecordShelf({ store: this.#store, lanes: plan.lanes, engine, decoders, isolation, markers });
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
    const rows = await this.#shelf.rows(wanted, { count: request.maxRows, columns: this.#columns, signal });
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

  async counters(signal: AbortSignal): Promise<Counters> {
    this.#throwIfEnded(signal);
    await this.#refreshEnds(signal);
    return this.#counters();
  }

  async record(id: number, signal: AbortSignal): Promise<RecordDetail> {
    this.#throwIfEnded(signal);
    return toDetail(await this.#shelf.find(id, AbortSignal.any([signal, this.#closed.signal])));
  }

  async compare(a: number, b: number, signal: AbortSignal): Promise<Comparison> {
    return compareRecords(await this.record(a, signal), await this.record(b, signal));
  }

  async previousOfKey(id: number, before: string | undefined, signal: AbortSignal): Promise<LookedBackAnswer> {
    this.#throwIfEnded(signal);
    const { engine, clock } = this.#deps;
    const all = AbortSignal.any([signal, this.#closed.signal]);
    const { isolation } = this.#request;
    return lookBack({ engine, clock, shelf: this.#shelf, lanes: this.#plan.lanes, isolation, signal: all }, id, before);
  }

  async bytes(id: number, request: { readonly of: BytesOf; readonly start: number }, signal: AbortSignal) {
    this.#throwIfEnded(signal);
    const { record } = await this.#shelf.find(id, AbortSignal.any([signal, this.#closed.signal]));
    return toBytesPart(record, request.of, request.start);
  }

  async rows(first: number, count: number, signal: AbortSignal): Promise<RecordRow[]> {
    this.#throwIfEnded(signal);
    const all = AbortSignal.any([signal, this.#closed.signal]);
    return this.#shelf.rows(first, { count, columns: this.#columns, signal: all });
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
    const page = await this.#shelf.dump(first, { maxRows, maxBytes, signal: all });
    this.#throwIfEnded(all);
    const isAtEnd = page.next >= this.#store.count;
    return { ...page, done: isAtEnd && (!readOn || this.#ended() !== null), notes: this.#reading.notes };
  }

  /** The same for chosen rows. */
  async dumpOf(ids: ReadonlyArray<number>, signal: AbortSignal): Promise<DumpPage> {
    this.#throwIfEnded(signal);
    return this.#shelf.dumpOf(ids, AbortSignal.any([signal, this.#closed.signal]));
  }

  /** Ends everything at once, a fetch under way too, and frees what was kept. */
  async close(): Promise<void> {
    this.#closed.abort();
    this.#store.close();
    await this.#reading.close();
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
    // What was found but not handed out yet is still to come.
    const because = this.#cursor < this.#store.count ? null : this.#ended();
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
function columnsOf(texts: ReadonlyArray<string>): Columns {
  const columns = compileColumns(texts);
  const [problem] = columns.problems;
  if (problem !== undefined) {
    throw new AppError('FILTER_INVALID', `A column cannot be shown: ${problem.message}`, {
      hint: 'Correct its expression.',
    });
  }
  return columns;
}
