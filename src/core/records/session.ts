import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../shared/errors.ts';
import type { ReadProgress, ReadState, RecordDetail, RecordRow } from '../../shared/contract/records.ts';
import type { KafkaEngine, RawRecord } from '../kafka/index.ts';
import { Outbox } from './outbox.ts';
import type { ReadPlan, ReadRequest } from './plan.ts';
import { Reading } from './reading.ts';
import { reread } from './reread.ts';
import { rowWeight, toBytesPart, toDetail, toRow, type BytesOf } from './rows.ts';
import { cancelled, sessionClosed, Turns } from './signals.ts';
import { RecordStore, type MemoryBudget } from './store.ts';

export type SessionDeps = {
  readonly engine: KafkaEngine;
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

/** About what one message may weigh. */
const MESSAGE_BYTES = 900_000;
/** Rows are made in slices of this long, so that a cancel or another session is never kept waiting by a large page. */
const SLICE_MS = 8;
/** How old the known end of a paused live tail may be. */
const ENDS_AGE_MS = 1000;

/** One reading of one topic: hands out rows in order, keeps their bytes, tells the truth about where it is. */
export class Session {
  readonly #request: ReadRequest;
  readonly #plan: ReadPlan;
  readonly #deps: SessionDeps;
  readonly #reading: Reading;
  readonly #store: RecordStore;
  readonly #outbox = new Outbox();
  readonly #pulls = new Turns();
  readonly #closed = new AbortController();
  #opened: RawRecord | null = null;
  #endsAsOf = 0;

  constructor(request: ReadRequest, plan: ReadPlan, reading: Reading, deps: SessionDeps) {
    this.#request = request;
    this.#plan = plan;
    this.#deps = deps;
    this.#reading = reading;
    this.#store = new RecordStore(deps.maxKeptBytes, deps.budget);
  }

  get partitions(): ReadonlyArray<number> {
    return this.#plan.partitions;
  }

  /** The next rows; see the contract. Pulls of one session are answered one after the other. */
  pull(request: PullRequest, signal: AbortSignal): Promise<PullAnswer> {
    return this.#pulls.run(() => this.#pull(request, AbortSignal.any([signal, this.#closed.signal])));
  }

  async #pull(request: PullRequest, signal: AbortSignal): Promise<PullAnswer> {
    this.#throwIfEnded(signal);
    const cursor = this.#outbox.cursor;
    let rows = this.#outbox.again(request.next, request.maxRows, this.#store.count);
    if (rows === null) {
      rows = await this.#newRows(request, signal);
      if (rows.length > 0) this.#outbox.keep(rows);
      // Made rows that were cancelled stay in the outbox, in front of the cursor.
      this.#throwIfEnded(signal);
      if (rows.length === 0 && this.#reading.failure !== null) throw this.#reading.takeFailure();
    }
    this.#outbox.answered(request.pullId, rows, cursor);
    return { rows: [...rows], ...this.#counters() };
  }

  /** Cancelled after it was answered: its rows come again with the next pull. */
  takeBack(pullId: number): void {
    this.#outbox.takeBack(pullId);
  }

  async #newRows(request: PullRequest, signal: AbortSignal): Promise<RecordRow[]> {
    const endDemand = this.#reading.demand();
    const deadline = this.#deps.clock() + request.waitMs;
    try {
      for (;;) {
        const seen = this.#reading.changed.rings;
        const rows = await this.#takeRows(request.maxRows, signal);
        const left = deadline - this.#deps.clock();
        const isOver = this.#plan.source.isComplete() || this.#reading.failure !== null || signal.aborted || left <= 0;
        if (rows.length > 0 || isOver) return rows;
        this.#reading.kick();
        await this.#reading.changed.wait(seen, left, signal);
      }
    } finally {
      endDemand();
      this.#reading.kick();
    }
  }

  async #takeRows(maxRows: number, signal: AbortSignal): Promise<RecordRow[]> {
    const rows: RecordRow[] = [];
    let weight = 0;
    let sliceEnds = performance.now() + SLICE_MS;
    while (rows.length < maxRows && weight < MESSAGE_BYTES && !signal.aborted) {
      const record = this.#plan.source.next();
      if (record === null) break;
      const row = toRow(this.#store.add(record), record);
      rows.push(row);
      weight += rowWeight(row);
      if (rows.length % 32 === 0 && performance.now() > sliceEnds) {
        await setImmediate();
        sliceEnds = performance.now() + SLICE_MS;
      }
    }
    return rows;
  }

  async counters(signal: AbortSignal): Promise<Counters> {
    this.#throwIfEnded(signal);
    await this.#refreshEnds(signal);
    return this.#counters();
  }

  async record(id: number, signal: AbortSignal): Promise<RecordDetail> {
    return toDetail(this.#request.topic, await this.#find(id, signal));
  }

  async bytes(id: number, of: BytesOf, start: number, signal: AbortSignal) {
    return toBytesPart(await this.#find(id, signal), of, start);
  }

  /** Ends everything at once, a fetch under way too, and frees what was kept. */
  async close(): Promise<void> {
    this.#closed.abort();
    this.#store.close();
    this.#opened = null;
    await this.#reading.close();
  }

  async #find(id: number, signal: AbortSignal): Promise<RawRecord> {
    this.#throwIfEnded(signal);
    const stored = this.#store.get(id);
    if (stored === null) throw new AppError('BAD_INPUT', `There is no row ${id} in this reading.`);
    if (stored.kind === 'kept') return stored.record;
    const { partition, offset } = stored;
    if (this.#opened?.partition === partition && this.#opened.offset === offset) return this.#opened;
    const all = AbortSignal.any([signal, this.#closed.signal]);
    const { topic, isolation } = this.#request;
    this.#opened = await reread(this.#deps.engine, { topic, isolation, partition, offset }, all);
    return this.#opened;
  }

  #throwIfEnded(signal: AbortSignal): void {
    if (this.#closed.signal.aborted) throw sessionClosed('it was closed');
    if (signal.aborted) throw cancelled();
  }

  #counters(): Counters {
    const progress: ReadProgress = {
      read: this.#store.count,
      total: this.#plan.total === null ? null : this.#plan.total.toString(),
      bytes: this.#reading.bytes,
      behind: this.#plan.source.remaining().toString(),
      partitions: [...this.#plan.partitions],
      evicted: this.#store.evicted,
      notes: [...this.#reading.notes],
    };
    return { progress, state: this.#state() };
  }

  #state(): ReadState {
    const { interruption } = this.#reading;
    if (this.#plan.source.isComplete()) return { kind: 'complete' };
    if (interruption !== null) return { kind: 'interrupted', ...interruption };
    const isIdleTail = this.#plan.total === null && this.#plan.source.remaining() === 0n;
    return isIdleTail ? { kind: 'waiting' } : { kind: 'reading' };
  }

  /** While nobody pulls, nothing is fetched; the count of what is behind still has to grow. */
  async #refreshEnds(signal: AbortSignal): Promise<void> {
    const now = this.#deps.clock();
    if (this.#plan.total !== null || now - this.#endsAsOf < ENDS_AGE_MS) return;
    this.#endsAsOf = now;
    const { topic } = this.#request;
    try {
      const all = AbortSignal.any([signal, this.#closed.signal]);
      const ends = await this.#deps.engine.offsets(new Map([[topic, this.#plan.partitions]]), { at: 'end' }, all);
      this.#plan.source.noteEnds(ends.get(topic) ?? new Map<number, bigint>());
    } catch (error) {
      // A count is not worth an error: the last known one stays, and the next pull says what is wrong.
      if (!(error instanceof AppError)) throw error;
    }
  }
}
