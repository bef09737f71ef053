import { AppError } from '../../shared/errors.ts';
import { recordBytes } from './source.ts';
import type { FetchedLane, LaneId, LogBounds, RecordSource, Relocation, Sourced, Wanted } from './source.ts';

/** Keys and records kept at most; beyond it the answer would cost more memory than a desktop has to give. */
const MAX_KEYS = 2_000_000;
const MAX_BYTES = 384 * 1024 * 1024;

/**
 * Only the newest record of each key of each lane (a key always goes to one partition). Reading newest first, the first
 * one seen is it, and rows come at once; oldest first, all is read before the first row. Records without a key have no
 * latest one and are left out.
 */
export class LatestPerKeySource implements RecordSource {
  readonly #source: RecordSource;
  readonly #mode: 'first-is-latest' | 'last-is-latest';
  readonly #seen = new Set<string>();
  readonly #latest = new Map<string, Sourced>();
  #bytes = 0;
  #ready: Sourced[] | null = null;

  constructor(source: RecordSource, mode: 'first-is-latest' | 'last-is-latest') {
    this.#source = source;
    this.#mode = mode;
  }

  next(): Sourced | null {
    return this.#mode === 'first-is-latest' ? this.#nextUnseen() : this.#nextLatest();
  }

  #nextUnseen(): Sourced | null {
    for (let sourced = this.#source.next(); sourced !== null; sourced = this.#source.next()) {
      const name = nameOf(sourced);
      if (name === null || this.#seen.has(name)) continue;
      this.#seen.add(name);
      this.#bytes += name.length;
      this.#refuseTooMany(this.#seen.size);
      return sourced;
    }
    return null;
  }

  #nextLatest(): Sourced | null {
    for (let sourced = this.#source.next(); sourced !== null; sourced = this.#source.next()) {
      const name = nameOf(sourced);
      if (name === null) continue;
      const before = this.#latest.get(name);
      if (before !== undefined) this.#bytes -= recordBytes(before.record);
      // Set anew at the end of the map: its order is the order of the newest records.
      this.#latest.delete(name);
      this.#latest.set(name, sourced);
      this.#bytes += recordBytes(sourced.record);
      this.#refuseTooMany(this.#latest.size);
    }
    if (!this.#source.isComplete()) return null;
    this.#ready ??= [...this.#latest.values()].reverse();
    this.#latest.clear();
    return this.#ready.pop() ?? null;
  }

  #refuseTooMany(keys: number): void {
    if (keys <= MAX_KEYS && this.#bytes <= MAX_BYTES) return;
    throw new AppError('UNSUPPORTED', `There are more different keys than can be kept in memory (${keys} so far).`, {
      hint: 'Choose fewer partitions, a shorter range, or a filter.',
    });
  }

  wants(demand: boolean): ReadonlyMap<LaneId, Wanted> {
    return this.#source.wants(demand);
  }

  accept(asked: ReadonlyMap<LaneId, Wanted>, fetched: ReadonlyArray<FetchedLane>): void {
    this.#source.accept(asked, fetched);
  }

  relocate(lane: LaneId, bounds: LogBounds): Relocation {
    return this.#source.relocate(lane, bounds);
  }

  remaining(): bigint {
    return this.#source.remaining();
  }

  isComplete(): boolean {
    if (!this.#source.isComplete()) return false;
    return this.#mode === 'first-is-latest' || (this.#ready?.length === 0 && this.#latest.size === 0);
  }

  noteEnds(ends: ReadonlyMap<LaneId, bigint>): void {
    this.#source.noteEnds(ends);
  }

  extendTo(): void {
    // What was handed out as the latest would no longer be it: such a reading is opened anew.
  }
}

function nameOf({ lane, record }: Sourced): string | null {
  return record.key === null ? null : `${lane}:${record.key.toString('latin1')}`;
}
