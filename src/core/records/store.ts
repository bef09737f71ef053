import type { RawRecord } from '../kafka/index.ts';
import { recordBytes } from './source.ts';

export type StoredRecord =
  | { readonly kind: 'kept'; readonly record: RawRecord }
  | { readonly kind: 'evicted'; readonly partition: number; readonly offset: bigint };

/** The bytes of the records handed out, by row id, oldest dropped first; where each one lies is never forgotten. */
export class RecordStore {
  readonly #budget: MemoryBudget;
  readonly #maxBytes: number;
  readonly #kept = new Map<number, RawRecord>();
  #partitions = new Int32Array(1024);
  #offsets = new BigInt64Array(1024);
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
  add(record: RawRecord): number {
    const id = this.#count;
    if (id === this.#offsets.length) this.#grow();
    this.#partitions[id] = record.partition;
    this.#offsets[id] = record.offset;
    this.#count += 1;
    this.#kept.set(id, record);
    this.#bytes += recordBytes(record);
    while (this.#bytes > this.#maxBytes) this.evictOldest();
    this.#budget.check();
    return id;
  }

  get(id: number): StoredRecord | null {
    const record = this.#kept.get(id);
    if (record !== undefined) return { kind: 'kept', record };
    if (id >= this.#count) return null;
    return { kind: 'evicted', partition: this.#partitions[id] as number, offset: this.#offsets[id] as bigint };
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
    const partitions = new Int32Array(this.#partitions.length * 2);
    partitions.set(this.#partitions);
    this.#partitions = partitions;
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
