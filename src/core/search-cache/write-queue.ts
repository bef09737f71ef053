import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Crypt } from './crypt.ts';
import type { CacheDisk } from './disk.ts';
import { decodeHeader, encodeSegment, headerSize, type Place, type Segment, type SegmentDraft } from './segment.ts';

export type WriteTarget = {
  readonly place: Place;
  pathOf(name: string): string;
  add(segment: Segment): boolean;
};

export type WriteQueueDeps = {
  readonly disk: CacheDisk;
  readonly crypt: Crypt;
  /** Milliseconds, finer than the clock. */
  readonly stopwatch: () => number;
  /** Told the bytes of each file written; may remove others to make room. */
  readonly onWritten: (bytes: number) => Promise<void>;
  /** The disk refuses to take more: whoever listens stops sending. */
  readonly onFailure: (error: unknown) => void;
  readonly maxBytes?: number;
};

type Job = { readonly target: WriteTarget; readonly draft: SegmentDraft; readonly bytes: number };

/** Bytes that wait to be written; what comes on top of it is not kept. */
const MAX_WAITING = 96 * 1024 * 1024;
/** Sealing takes time on the thread that reads: it waits for a pause of this length, unless much has piled up. */
const QUIET_MS = 30;
const POLL_MS = 10;

/**
 * Writes segments behind: one at a time, in quiet moments, never waited for by a reader. What does not fit is dropped,
 * and read from Kafka again when it is wanted.
 */
export class WriteQueue {
  readonly #deps: WriteQueueDeps;
  readonly #maxBytes: number;
  #jobs: Job[] = [];
  #bytes = 0;
  #busyAt = -Infinity;
  #isHurried = false;
  #running: Promise<void> | null = null;
  #dropped = 0;

  constructor(deps: WriteQueueDeps) {
    this.#deps = deps;
    this.#maxBytes = deps.maxBytes ?? MAX_WAITING;
  }

  /** Bytes not kept for want of room. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Says that somebody reads just now. */
  noteBusy(): void {
    this.#busyAt = this.#deps.stopwatch();
  }

  add(target: WriteTarget, draft: SegmentDraft): void {
    const bytes = draft.frames.reduce((sum, frame) => sum + frame.batches.length, 0);
    if (this.#bytes + bytes > this.#maxBytes) {
      this.#dropped += bytes;
      return;
    }
    this.#jobs.push({ target, draft, bytes });
    this.#bytes += bytes;
    this.#start();
  }

  /** Forgets what waits. */
  clear(): void {
    this.#jobs = [];
  }

  /** Writes what waits, without waiting for a quiet moment. */
  async flush(): Promise<void> {
    this.#isHurried = true;
    try {
      while (this.#running !== null) await this.#running;
    } finally {
      this.#isHurried = false;
    }
  }

  #start(): void {
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
      if (this.#jobs.length > 0) this.#start();
    });
  }

  async #run(): Promise<void> {
    for (;;) {
      await this.#quiet();
      const job = this.#jobs.shift();
      if (job === undefined) break;
      try {
        await this.#write(job);
      } catch (error) {
        this.clear();
        this.#deps.onFailure(error);
      }
      this.#bytes -= job.bytes;
    }
    this.#bytes = 0;
  }

  async #quiet(): Promise<void> {
    const { stopwatch } = this.#deps;
    while (!this.#isHurried && this.#bytes <= this.#maxBytes / 2 && stopwatch() - this.#busyAt < QUIET_MS) {
      await delay(POLL_MS);
    }
  }

  async #write({ target, draft }: Job): Promise<void> {
    const { crypt, disk, onWritten } = this.#deps;
    const pieces = await encodeSegment(crypt, draft);
    const size = pieces.reduce((sum, piece) => sum + piece.length, 0);
    const file = target.pathOf(randomBytes(8).toString('hex'));
    await disk.write(file, pieces);
    const head = Buffer.concat(pieces.slice(0, 5));
    // Read back as the next start will read it: one way to know a segment.
    const segment = decodeHeader(crypt, head.subarray(0, headerSize(head) ?? 0), { place: draft.place, file, size });
    if (!target.add(segment)) await disk.remove(file);
    else await onWritten(size);
  }
}
