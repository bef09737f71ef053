import type { RawRecord } from '../kafka/index.ts';
import { timestampOf } from './rows.ts';
import { recordBytes, type LaneId, type Sourced } from './source.ts';

export type StoredRecord =
  | { readonly kind: 'kept'; readonly lane: LaneId; readonly record: RawRecord }
  | { readonly kind: 'evicted'; readonly lane: LaneId; readonly offset: bigint };

/**
 * The bytes of the records handed out, by row id, oldest dropped first; where each one lies is never forgotten. The newest
 * is kept however large it is: it is about to be shown, and would only be fetched a second time for that.
 */
export class RecordStore {
  readonly #budget: MemoryBudget;
  readonly #maxBytes: number;
  readonly #kept = new Map<number, RawRecord>();
  #lanes = new Int32Array(1024);
  #offsets = new BigInt64Array(1024);
  #timestamps = new Float64Array(1024);
  #count = 0;
  #bytes = 0;
  #evicted = 0;

  constructor(maxBytes: number, budget: MemoryBudget) {
    this.#maxBytes = maxBytes;
    this.#budget = budget;
    budget.join(this);
  }

  get count(): number {
    return this.#count;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get evicted(): number {
    return this.#evicted;
  }

  /** Keeps a record and gives its row id. */
  add({ lane, record }: Sourced): number {
    const id = this.#count;
    if (id === this.#offsets.length) this.#grow();
    this.#lanes[id] = lane;
    this.#offsets[id] = record.offset;
    this.#timestamps[id] = timestampOf(record);
    this.#count += 1;
    this.#kept.set(id, record);
    this.#bytes += recordBytes(record);
    while (this.#bytes > this.#maxBytes && this.#kept.size > 1) this.evictOldest();
    this.#budget.check();
    return id;
  }

  get(id: number): StoredRecord | null {
    if (id >= this.#count) return null;
    const lane = this.#lanes[id] as number;
    const record = this.#kept.get(id);
    if (record !== undefined) return { kind: 'kept', lane, record };
    return { kind: 'evicted', lane, offset: this.#offsets[id] as bigint };
  }

  /** Milliseconds, by row id; a view, not a copy. */
  get timestamps(): Float64Array {
    return this.#timestamps.subarray(0, this.#count);
  }

  evictOldest(): void {
    const oldest = this.#kept.entries().next();
    if (oldest.done === true) return;
    const [id, record] = oldest.value;
    this.#kept.delete(id);
    this.#bytes -= recordBytes(record);
    this.#evicted += 1;
  }

  close(): void {
    this.#kept.clear();
    this.#bytes = 0;
    this.#budget.leave(this);
  }

  #grow(): void {
    const lanes = new Int32Array(this.#lanes.length * 2);
    lanes.set(this.#lanes);
    this.#lanes = lanes;
    const timestamps = new Float64Array(this.#timestamps.length * 2);
    timestamps.set(this.#timestamps);
    this.#timestamps = timestamps;
    const offsets = new BigInt64Array(this.#offsets.length * 2);
    offsets.set(this.#offsets);
    this.#offsets = offsets;
  }
}

/** What all sessions of a worker may keep together; over it, the largest one gives. */
export class MemoryBudget {
  readonly #maxBytes: number;
  readonly #stores = new Set<RecordStore>();

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  join(store: RecordStore): void {
    this.#stores.add(store);
  }

  leave(store: RecordStore): void {
    this.#stores.delete(store);
  }

  check(): void {
    while (this.#total() > this.#maxBytes) {
      const [first, ...others] = this.#stores;
      if (first === undefined) return;
      others.reduce((most, store) => (store.bytes > most.bytes ? store : most), first).evictOldest();
    }
  }

  #total(): number {
    let bytes = 0;
    for (const store of this.#stores) bytes += store.bytes;
    return bytes;
  }
}
