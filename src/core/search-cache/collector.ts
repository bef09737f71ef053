import {
  abortedFrom,
  batchAt,
  findBatch,
  markOf,
  mergeAborted,
  openAfter,
  wholeBatches,
  type OpenTransactions,
} from './batch-walk.ts';
import type { PartitionLog } from './partition-log.ts';
import type { FrameDraft, SegmentDraft } from './segment.ts';
import type { FetchedBatches } from './shape.ts';

export type CollectorLimits = {
  /** A segment of this size is complete. */
  readonly segmentBytes: number;
  /** Fetches are put together until a frame has this size. */
  readonly frameBytes: number;
  /** Less than this is not worth a file. */
  readonly minSegmentBytes: number;
  /** All partitions of a reading together; beyond it the largest is completed early. */
  readonly maxHeldBytes: number;
};

export const COLLECTOR_LIMITS: CollectorLimits = {
  segmentBytes: 4 * 1024 * 1024,
  frameBytes: 256 * 1024,
  minSegmentBytes: 16 * 1024,
  maxHeldBytes: 24 * 1024 * 1024,
};

type Part = Omit<FrameDraft, 'batches'> & { readonly batches: ReadonlyArray<Buffer>; readonly bytes: number };
type Held = Pick<SegmentDraft, 'from' | 'endOffset' | 'first' | 'last'> & {
  readonly log: PartitionLog;
  readonly next: bigint;
  readonly frames: ReadonlyArray<Part>;
  readonly bytes: number;
  /** Read-committed: transactions that were decided, but whose marker was not read yet. */
  readonly open: OpenTransactions;
};

const NOTHING_OPEN: OpenTransactions = new Map();

/**
 * Puts what one reading fetches together into segments. Only what follows on without a gap and under the same leader
 * goes into one segment: the end of such a segment vouches for all of it (see verify.ts).
 */
export class Collector {
  readonly #limits: CollectorLimits;
  readonly #writer: string;
  readonly #emit: (log: PartitionLog, draft: SegmentDraft) => void;
  readonly #held = new Map<PartitionLog, Held>();
  #bytes = 0;

  constructor(writer: string, limits: CollectorLimits, emit: (log: PartitionLog, draft: SegmentDraft) => void) {
    this.#writer = writer;
    this.#limits = limits;
    this.#emit = emit;
  }

  /** Takes a copy of the whole batches of an answer; `asked` is the position they were fetched from. */
  take(log: PartitionLog, asked: bigint, answer: FetchedBatches): void {
    const held = this.#held.get(log);
    if (held !== undefined && held.next !== asked) this.#complete(held);
    if (log.covering(asked) !== null) return;
    const whole = wholeBatches(answer.batches, log.keptFrom(asked));
    if (whole === null || whole.last.lastOffset < asked) return;
    const { first, last, end } = whole;
    const next = last.lastOffset + 1n;
    const part: Part = {
      from: first.baseOffset < asked ? first.baseOffset : asked,
      next,
      batches: [Buffer.from(answer.batches.subarray(0, end))],
      aborted: answer.aborted.filter((each) => each.firstOffset < next),
      bytes: end,
    };
    const before = this.#held.get(log);
    // A batch asked for from its middle came before, too; and another leader may have cut off what the last one wrote.
    const follows = before !== undefined && before.next <= first.baseOffset && before.last.epoch === first.epoch;
    if (before !== undefined && !follows) this.#complete(before);
    const start = before !== undefined && follows ? before : null;
    const open = this.#openAfter(log, part, start?.open ?? NOTHING_OPEN);
    const { endOffset } = answer;
    const frames = start === null ? [part] : this.#join(start.frames, part);
    const bytes = (start?.bytes ?? 0) + end;
    const origin = start ?? { log, from: part.from, first: markOf(first) };
    this.#hold({ ...origin, next, endOffset, last: markOf(last), frames, bytes, open }, end);
  }

  /** Completes everything held. */
  flush(): void {
    for (const held of [...this.#held.values()]) this.#complete(held);
  }

  /** Forgets everything held. */
  clear(): void {
    this.#held.clear();
    this.#bytes = 0;
  }

  #openAfter(log: PartitionLog, part: Part, before: OpenTransactions): OpenTransactions {
    if (log.place.isolation === 'read-uncommitted') return NOTHING_OPEN;
    return part.batches.reduce((open, batches) => openAfter(batches, open), before);
  }

  #hold(held: Held, added: number): void {
    this.#held.set(held.log, held);
    this.#bytes += added;
    if (held.bytes >= this.#limits.segmentBytes) this.#completeAndGoOn(held);
    while (this.#bytes > this.#limits.maxHeldBytes) {
      const largest = [...this.#held.values()].reduce((one, other) => (one.bytes >= other.bytes ? one : other));
      this.#complete(largest);
    }
  }

  #join(frames: ReadonlyArray<Part>, part: Part): ReadonlyArray<Part> {
    const last = frames.at(-1);
    if (last === undefined || last.bytes + part.bytes > this.#limits.frameBytes) return [...frames, part];
    const joined: Part = {
      from: last.from,
      next: part.next,
      batches: [...last.batches, ...part.batches],
      aborted: mergeAborted(last.aborted, part.aborted),
      bytes: last.bytes + part.bytes,
    };
    return [...frames.slice(0, -1), joined];
  }

  /** The next segment begins again with what is undecided at the end of this one, where that is not too much. */
  #completeAndGoOn(held: Held): void {
    const undecided = firstOpen(held);
    const rest = undecided === null ? null : restFrom(held, undecided);
    const isTooMuch = rest !== null && rest.bytes > held.bytes / 2;
    // Nearly all of it is undecided: a longer segment may hold the markers.
    if (isTooMuch && held.bytes < this.#limits.segmentBytes * 2) return;
    this.#complete(held);
    if (rest === null || isTooMuch) return;
    this.#held.set(held.log, rest);
    this.#bytes += rest.bytes;
  }

  #complete(held: Held): void {
    this.#held.delete(held.log);
    this.#bytes -= held.bytes;
    const { log, from, next: fileNext, endOffset, first, last } = held;
    const next = firstOpen(held) ?? fileNext;
    if (held.bytes < this.#limits.minSegmentBytes || next <= from) return;
    const frames = held.frames.map((frame): FrameDraft => ({ ...frame, batches: joined(frame.batches) }));
    this.#emit(log, { place: log.place, from, next, fileNext, endOffset, first, last, writer: this.#writer, frames });
  }
}

/** Where the first transaction begins whose marker was not read: what lies from there on is not vouched for. */
function firstOpen({ open }: Held): bigint | null {
  let first: bigint | null = null;
  for (const offset of open.values()) if (first === null || offset < first) first = offset;
  return first;
}

/** The same from this batch on; null where there is no such batch. */
function restFrom(held: Held, offset: bigint): Held | null {
  const index = held.frames.findIndex((frame) => frame.next > offset);
  const frame = held.frames[index];
  if (frame === undefined) return null;
  const batches = joined(frame.batches);
  const batch = findBatch(batches, offset);
  if (batch === null || batch.baseOffset !== offset) return null;
  const part: Part = {
    from: offset,
    next: frame.next,
    batches: [batches.subarray(batch.at)],
    aborted: abortedFrom(batches, frame.aborted, batch.at),
    bytes: batches.length - batch.at,
  };
  const frames = [part, ...held.frames.slice(index + 1)];
  const first = batchAt(batches, batch.at);
  if (first === null) return null;
  return {
    ...held,
    from: offset,
    first: markOf(first),
    frames,
    bytes: frames.reduce((sum, each) => sum + each.bytes, 0),
  };
}

function joined(batches: ReadonlyArray<Buffer>): Buffer {
  const [only] = batches;
  return batches.length === 1 && only !== undefined ? only : Buffer.concat(batches);
}
