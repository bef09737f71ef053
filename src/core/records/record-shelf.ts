import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../shared/errors.ts';
import type { RecordRow } from '../../shared/contract/records.ts';
import type { compileColumns } from '../filters/index.ts';
import type { KafkaEngine, RawRecord } from '../kafka/index.ts';
import type { Decoders } from './decoders.ts';
import { dumpWeight, toDumpRow, withOwnBytes, type DumpPage, type DumpRow } from './dump.ts';
import { placeOf, type Lanes } from './lanes.ts';
import { reread, rereadMany, type RereadOptions } from './reread.ts';
import { rowWeight, toRow, type ShownRecord } from './rows.ts';
import type { LaneId, Sourced } from './source.ts';
import type { RecordStore } from './store.ts';

export type Columns = ReturnType<typeof compileColumns>;

export type ShelfOptions = Omit<RereadOptions, 'signal'> & {
  readonly store: RecordStore;
  readonly lanes: Lanes;
  readonly engine: KafkaEngine;
  readonly decoders: Decoders;
};

/** About what one message may weigh. */
const MESSAGE_BYTES = 900_000;
/** Rows are made in slices of this long, so that a cancel or another session is never kept waiting by a large page. */
const SLICE_MS = 8;
/** Records made into rows at a time: their schemas are fetched together. */
const AT_ONCE = 256;

/**
 * What was handed out, by row id, as rows, details and pages of a dump: from memory, or read again where memory had to be
 * given back.
 */
export class RecordShelf {
  readonly #options: ShelfOptions;
  /** The one read again last: a large value is asked for part by part. */
  #opened: Sourced | null = null;

  constructor(options: ShelfOptions) {
    this.#options = options;
  }

  /** Rows from id `first` on, as many as a message holds. */
  async rows(
    first: number,
    request: { readonly count: number; readonly columns: Columns; readonly signal: AbortSignal },
  ): Promise<RecordRow[]> {
    const { count, columns, signal } = request;
    const rows: RecordRow[] = [];
    const end = Math.min(this.#options.store.count, first + count);
    let weight = 0;
    let sliceEnds = performance.now() + SLICE_MS;
    for (let from = first; from < end; from += AT_ONCE) {
      const shown = await this.#shown(from, Math.min(end, from + AT_ONCE), signal);
      for (const [index, each] of shown.entries()) {
        if (weight >= MESSAGE_BYTES || signal.aborted) return rows;
        const id = from + index;
        const row = each === null ? this.#goneRow(id) : toRow(id, each, columns.evaluate(each.decoded));
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

  /** One record, read again where it must be; RECORD_EVICTED where it is no longer in the log. */
  async find(id: number, signal: AbortSignal): Promise<ShownRecord> {
    const stored = this.#options.store.get(id);
    if (stored === null) throw new AppError('BAD_INPUT', `There is no row ${id} in this reading.`);
    const sourced = stored.kind === 'kept' ? stored : await this.#findAgain(stored.lane, stored.offset, signal);
    return this.show(sourced);
  }

  /** Any record of the session's lanes as it would be shown, also one that was not handed out. */
  async show(sourced: Sourced): Promise<ShownRecord> {
    await this.#loadSchemas([sourced]);
    return this.#show(sourced);
  }

  async dump(
    first: number,
    request: { readonly maxRows: number; readonly maxBytes: number; readonly signal: AbortSignal },
  ): Promise<Omit<DumpPage, 'done' | 'notes'>> {
    const { maxRows, maxBytes, signal } = request;
    const rows: DumpRow[] = [];
    let [bytes, gone, next] = [0, 0, first];
    const end = Math.min(this.#options.store.count, first + maxRows);
    while (next < end && bytes < maxBytes && !signal.aborted) {
      for (const each of await this.#shown(next, Math.min(end, next + AT_ONCE), signal)) {
        const row = each === null ? null : withOwnBytes(toDumpRow(next, each));
        if (row === null) gone += 1;
        else rows.push(row);
        bytes += row === null ? 0 : dumpWeight(row);
        next += 1;
        if (bytes >= maxBytes) break;
      }
      await setImmediate();
    }
    return { rows, next, gone };
  }

  async dumpOf(ids: ReadonlyArray<number>, signal: AbortSignal): Promise<DumpPage> {
    const shown = await this.#shownOf(ids, signal);
    const rows = shown.flatMap((each, index) =>
      each === null ? [] : [withOwnBytes(toDumpRow(ids[index] as number, each))],
    );
    return { rows, next: 0, done: true, gone: shown.length - rows.length, notes: [] };
  }

  /** Records of row ids `first` to `end`, with their schemas at hand; null where one is no longer in the log. */
  #shown(first: number, end: number, signal: AbortSignal): Promise<ReadonlyArray<ShownRecord | null>> {
    const ids = Array.from({ length: end - first }, (_, index) => first + index);
    return this.#shownOf(ids, signal);
  }

  async #shownOf(ids: ReadonlyArray<number>, signal: AbortSignal): Promise<ReadonlyArray<ShownRecord | null>> {
    const stored = ids.map((id) => this.#options.store.get(id));
    const evicted = new Map<LaneId, bigint[]>();
    for (const each of stored) {
      if (each?.kind !== 'evicted') continue;
      const offsets = evicted.get(each.lane);
      if (offsets === undefined) evicted.set(each.lane, [each.offset]);
      else offsets.push(each.offset);
    }
    const again = evicted.size === 0 ? null : await rereadMany({ ...this.#options, signal }, evicted);
    const sourced = stored.map((each): Sourced | null => {
      if (each === null || each.kind === 'kept') return each;
      const record = again?.get(each.lane)?.get(each.offset);
      return record === undefined ? null : { lane: each.lane, record };
    });
    await this.#loadSchemas(sourced);
    return sourced.map((each) => (each === null ? null : this.#show(each)));
  }

  async #loadSchemas(sourced: ReadonlyArray<Sourced | null>): Promise<void> {
    const byTopic = new Map<string, RawRecord[]>();
    for (const each of sourced) {
      if (each === null) continue;
      const { topic } = placeOf(this.#options.lanes, each.lane);
      const records = byTopic.get(topic);
      if (records === undefined) byTopic.set(topic, [each.record]);
      else records.push(each.record);
    }
    for (const [topic, records] of byTopic) await this.#options.decoders.prepare(topic, records);
  }

  #show({ lane, record }: Sourced): ShownRecord {
    const place = placeOf(this.#options.lanes, lane);
    return { place, record, decoded: this.#options.decoders.decoded(place.topic, record) };
  }

  async #findAgain(lane: LaneId, offset: bigint, signal: AbortSignal): Promise<Sourced> {
    if (this.#opened?.lane === lane && this.#opened.record.offset === offset) return this.#opened;
    this.#opened = { lane, record: await reread({ ...this.#options, signal }, lane, offset) };
    return this.#opened;
  }

  /** A row asked for again whose record memory had to give back and the log no longer has: its place is all there is. */
  #goneRow(id: number): RecordRow {
    const { store, lanes } = this.#options;
    const stored = store.get(id);
    const place = placeOf(lanes, stored?.lane ?? 0);
    return {
      id,
      topic: place.topicIndex,
      partition: place.partition,
      offset: stored?.kind === 'evicted' ? stored.offset.toString() : '0',
      timestamp: store.timestamps[id] ?? 0,
      key: { format: 'null', text: '', cut: false },
      value: { format: 'bytes', text: '', cut: true, failed: true },
      keySize: 0,
      valueSize: 0,
      headers: 0,
      columns: [],
    };
  }
}
