import type { RawRecord } from '../engine.ts';

/** What one batch of one partition brought. */
export type Delivery = {
  readonly records: ReadonlyArray<RawRecord>;
  readonly nextOffset: bigint;
  readonly endOffset: bigint;
  /** What is to be told of it, a sentence each. */
  readonly notes?: ReadonlyArray<string>;
};

type Slot = {
  /** Offset of the next record to hand out; null where the consumer must be told to seek first. */
  position: bigint | null;
  waiting: { readonly delivery: Delivery; readonly done: () => void }[];
  /** Rounds of fetching that had begun when `position` was set. */
  sinceRound: number;
};

/**
 * Stands between kafkajs, which pushes batches, and a reader that pulls. A pushed batch waits here, and kafkajs with it,
 * until it is taken: that is the back-pressure.
 */
export class Inbox {
  readonly #slots = new Map<number, Slot>();
  #wake: (() => void) | undefined;

  positionOf(partition: number): bigint | null {
    return this.#slots.get(partition)?.position ?? null;
  }

  get partitions(): ReadonlyArray<number> {
    return [...this.#slots.keys()];
  }

  /** Begins again at an offset; what waited for that partition is let go. */
  moveTo(partition: number, position: bigint | null, round: number): void {
    this.#letGo(partition);
    this.#slots.set(partition, { position, waiting: [], sinceRound: round });
  }

  letGoOfAll(): void {
    for (const partition of this.#slots.keys()) this.#letGo(partition);
    this.#slots.clear();
    this.wake();
  }

  /** Resolves when the batch was taken or let go. */
  async push(partition: number, delivery: Delivery): Promise<void> {
    const slot = this.#slots.get(partition);
    if (slot === undefined || slot.position === null || delivery.nextOffset <= slot.position) return;
    await new Promise<void>((done) => {
      slot.waiting.push({ delivery, done });
      this.wake();
    });
  }

  /** Takes all that waits for a partition, as one. */
  take(partition: number, round: number): Delivery | null {
    const slot = this.#slots.get(partition);
    const last = slot?.waiting.at(-1);
    if (slot === undefined || last === undefined) return null;
    const from = slot.position ?? 0n;
    const records = slot.waiting.flatMap(({ delivery }) => delivery.records.filter((record) => record.offset >= from));
    const notes = slot.waiting.flatMap(({ delivery }) => delivery.notes ?? []);
    slot.position = last.delivery.nextOffset;
    slot.sinceRound = round;
    this.#letGo(partition);
    return { ...last.delivery, records, notes };
  }

  /** True where whole rounds of fetching went by without anything for this partition: there is nothing to read now. */
  isDry(partition: number, round: number): boolean {
    const slot = this.#slots.get(partition);
    return slot !== undefined && slot.position !== null && slot.waiting.length === 0 && round >= slot.sinceRound + 2;
  }

  /** Resolves at the next push, or when woken. */
  async somethingNew(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
  }

  wake(): void {
    this.#wake?.();
    this.#wake = undefined;
  }

  #letGo(partition: number): void {
    const slot = this.#slots.get(partition);
    for (const { done } of slot?.waiting.splice(0) ?? []) done();
  }
}
