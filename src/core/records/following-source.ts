import type { ForwardSource } from './forward-source.ts';
import type {
  FetchedLane,
  LaneId,
  LogBounds,
  RecordSource,
  Relocation,
  Sourced,
  SourceLimits,
  Wanted,
} from './source.ts';
import { TailSource } from './tail-source.ts';

/** Reads what is there, oldest first; told to follow, it goes on as a live tail from where that ended. */
export class FollowingSource implements RecordSource {
  readonly #past: ForwardSource;
  readonly #limits: SourceLimits;
  #isFollowing: boolean;
  #tail: TailSource | null = null;

  constructor(past: ForwardSource, limits: SourceLimits, isFollowing: boolean) {
    this.#past = past;
    this.#limits = limits;
    this.#isFollowing = isFollowing;
  }

  /** From now on it never completes. */
  follow(): void {
    this.#isFollowing = true;
  }

  /** The past until its last record was handed out, then the tail. */
  #now(): RecordSource {
    if (this.#tail === null && this.#isFollowing && this.#past.isComplete()) {
      this.#tail = new TailSource(this.#past.positions(), this.#limits);
    }
    return this.#tail ?? this.#past;
  }

  next(): Sourced | null {
    return this.#now().next();
  }

  wants(demand: boolean): ReadonlyMap<LaneId, Wanted> {
    return this.#now().wants(demand);
  }

  accept(asked: ReadonlyMap<LaneId, Wanted>, fetched: ReadonlyArray<FetchedLane>): void {
    this.#now().accept(asked, fetched);
  }

  relocate(lane: LaneId, bounds: LogBounds): Relocation {
    return this.#now().relocate(lane, bounds);
  }

  remaining(): bigint {
    return this.#now().remaining();
  }

  isComplete(): boolean {
    return this.#now().isComplete();
  }

  noteEnds(ends: ReadonlyMap<LaneId, bigint>): void {
    this.#now().noteEnds(ends);
  }

  extendTo(ends: ReadonlyMap<LaneId, bigint>): void {
    this.#now().extendTo(ends);
  }
}
