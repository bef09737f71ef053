import { abortedFrom, cutAt, findBatch, mergeAborted, type BatchMark } from './batch-walk.ts';
import type { Crypt } from './crypt.ts';
import { SEGMENT_END, type CacheDisk } from './disk.ts';
import {
  decodeHeader,
  headerSize,
  HEADER_GUESS,
  openFrame,
  placeText,
  type Frame,
  type Place,
  type Segment,
} from './segment.ts';
import type { AbortedTransaction } from './shape.ts';

/** Bytes read from the cache, from the asked position on. */
export type Served = {
  readonly batches: Buffer;
  readonly aborted: ReadonlyArray<AbortedTransaction>;
  readonly nextOffset: bigint;
};

export type LogDeps = {
  /** The cluster's folder. */
  readonly folder: string;
  readonly disk: CacheDisk;
  readonly crypt: Crypt;
  readonly clock: () => number;
};

type OpenFrame = { readonly segment: Segment; readonly index: number; readonly plain: Buffer };

/** How often a segment in use says so to the disk: the least recently used go first when room is needed. */
const TOUCH_EVERY_MS = 60_000;
/** Headers read at once. */
const PARALLEL = 8;

/**
 * What is kept of one partition at one isolation level: segments in offset order that never overlap. A file that does
 * not open, is cut off or gone is forgotten, and what it held counts as not kept.
 */
export class PartitionLog {
  readonly place: Place;
  readonly #deps: LogDeps;
  readonly #prefix: string;
  readonly #touched = new Map<string, number>();
  #segments: ReadonlyArray<Segment> = [];
  /** The frame last handed out in part; the next call wants its rest. */
  #opened: OpenFrame | null = null;

  constructor(place: Place, deps: LogDeps) {
    this.place = place;
    this.#deps = deps;
    this.#prefix = deps.crypt.nameOf(placeText(place));
  }

  get segments(): ReadonlyArray<Segment> {
    return this.#segments;
  }

  /** The path of a segment's file; `name` must be new. */
  pathOf(name: string): string {
    return `${this.#deps.folder}/${this.#prefix}.${name}${SEGMENT_END}`;
  }

  /** Takes in the files of this partition among these names of the cluster's folder. */
  async load(names: ReadonlyArray<string>): Promise<void> {
    const known = new Map(this.#segments.map((segment) => [segment.file, segment]));
    const ours = names.filter((name) => name.startsWith(`${this.#prefix}.`) && name.endsWith(SEGMENT_END));
    const found: Segment[] = [];
    for (let at = 0; at < ours.length; at += PARALLEL) {
      const some = ours.slice(at, at + PARALLEL).map((name) => `${this.#deps.folder}/${name}`);
      const loaded = await Promise.all(some.map(async (file) => known.get(file) ?? this.#loadHeader(file)));
      for (const segment of loaded) if (segment !== null) found.push(segment);
    }
    // What was written while the headers were read.
    found.push(...this.#segments.filter((segment) => !known.has(segment.file) && !found.includes(segment)));
    await this.#set(found);
  }

  /** Takes in a segment that was just written; false where it overlaps one that is there. */
  add(segment: Segment): boolean {
    const at = this.#segments.findIndex((each) => each.next > segment.from);
    const neighbour = at < 0 ? undefined : this.#segments[at];
    if (neighbour !== undefined && neighbour.from < segment.next) return false;
    this.#segments = at < 0 ? [...this.#segments, segment] : this.#segments.toSpliced(at, 0, segment);
    return true;
  }

  /** The segment that covers an offset. */
  covering(offset: bigint): Segment | null {
    return this.#segments.find((segment) => segment.from <= offset && offset < segment.next) ?? null;
  }

  /** The first offset at or after this one that is kept; null where nothing more is. */
  keptFrom(offset: bigint): bigint | null {
    const segment = this.#segments.find((each) => each.next > offset);
    if (segment === undefined) return null;
    return segment.from > offset ? segment.from : offset;
  }

  async drop(segments: ReadonlyArray<Segment> = this.#segments): Promise<void> {
    const gone = new Set(segments);
    this.#segments = this.#segments.filter((segment) => !gone.has(segment));
    this.#opened = null;
    for (const { file } of gone) await this.#remove(file);
  }

  /** Whole batches from the one that holds `offset` on, about `maxBytes` of them; null where they cannot be had. */
  async read(segment: Segment, offset: bigint, maxBytes: number): Promise<Served | null> {
    const index = segment.frames.findIndex((frame) => frame.next > offset);
    if (index < 0) return null;
    const [first, ...others] = await this.#openFrames(segment, index, maxBytes);
    if (first === undefined) return null;
    this.#touch(segment);
    let served = this.#fromMiddle(first, offset, maxBytes);
    if (served === null || others.length === 0) return served;
    const pieces = [served.batches];
    for (const { index: at, plain } of others) {
      const { aborted, next } = segment.frames[at] as Frame;
      const end = next > segment.next ? (findBatch(plain, segment.next)?.at ?? plain.length) : plain.length;
      pieces.push(plain.subarray(0, end));
      served = { ...served, aborted: mergeAborted(served.aborted, aborted), nextOffset: least(next, segment.next) };
    }
    return { ...served, batches: Buffer.concat(pieces) };
  }

  /** The batch of a segment that holds this offset, or the first after it. */
  async markAt(segment: Segment, offset: bigint): Promise<BatchMark | null> {
    if (offset <= segment.from) return segment.first;
    const index = segment.frames.findIndex((frame) => frame.next > offset);
    const [opened] = index < 0 ? [] : await this.#openFrames(segment, index, 1);
    return opened === undefined ? null : findBatch(opened.plain, offset);
  }

  /** The frame at `index`, and those after it while all together fit. */
  async #openFrames(segment: Segment, index: number, maxBytes: number): Promise<ReadonlyArray<OpenFrame>> {
    const opened = this.#opened;
    if (opened !== null && opened.segment === segment && opened.index === index) return [opened];
    const wanted = segment.frames.slice(index).filter((frame) => frame.from < segment.next);
    let bytes = 0;
    let count = 0;
    while (count < wanted.length && (count === 0 || bytes + (wanted[count]?.bytes ?? 0) <= maxBytes)) {
      bytes += wanted[count]?.bytes ?? 0;
      count += 1;
    }
    const start = wanted[0]?.at ?? 0;
    try {
      const content = await this.#deps.disk.read(segment.file, start, bytes);
      return wanted.slice(0, count).map((frame, step): OpenFrame => {
        const sealed = content.subarray(frame.at - start, frame.at - start + frame.bytes);
        return { segment, index: index + step, plain: openFrame(this.#deps.crypt, segment, index + step, sealed) };
      });
    } catch {
      // Changed, cut off, evicted or unreadable: whatever it is, Kafka has the records.
      await this.drop([segment]);
      return [];
    }
  }

  #fromMiddle(opened: OpenFrame, offset: bigint, maxBytes: number): Served | null {
    const { segment, index, plain } = opened;
    const frame = segment.frames[index];
    if (frame === undefined) return null;
    const at = offset <= frame.from ? 0 : (findBatch(plain, offset)?.at ?? plain.length);
    const end = frame.next > segment.next ? (findBatch(plain, segment.next)?.at ?? plain.length) : plain.length;
    if (at >= end) return null;
    const aborted = at === 0 ? frame.aborted : abortedFrom(plain, frame.aborted, at);
    const next = least(frame.next, segment.next);
    if (end - at <= maxBytes) {
      this.#opened = null;
      return { batches: plain.subarray(at, end), aborted, nextOffset: next };
    }
    const cut = cutAt(plain.subarray(0, end), at, maxBytes);
    const isWhole = cut.end >= end;
    this.#opened = isWhole ? null : opened;
    // A copy: the receiver may hand the memory on to another thread, and the rest of the frame is still wanted here.
    return { batches: Buffer.from(plain.subarray(at, cut.end)), aborted, nextOffset: isWhole ? next : cut.next };
  }

  /** In offset order; of two that overlap (two windows read the same at once) one stays. */
  async #set(found: ReadonlyArray<Segment>): Promise<void> {
    const kept: Segment[] = [];
    const superfluous: Segment[] = [];
    for (const segment of [...found].sort((a, b) => compare(a.from, b.from) || compare(b.next, a.next))) {
      const before = kept.at(-1);
      if (before === undefined || before.next <= segment.from) kept.push(segment);
      else superfluous.push(segment);
    }
    this.#segments = kept;
    for (const { file } of superfluous) await this.#remove(file);
  }

  async #loadHeader(file: string): Promise<Segment | null> {
    const { disk, crypt } = this.#deps;
    try {
      const found = await disk.stat(file);
      if (found === null) return null;
      const start = await disk.read(file, 0, Math.min(HEADER_GUESS, found.size));
      const size = headerSize(start);
      if (size === null || size > found.size) throw new Error('This is no segment of this version.');
      const bytes = size <= start.length ? start.subarray(0, size) : await disk.read(file, 0, size);
      return decodeHeader(crypt, bytes, { place: this.place, file, size: found.size });
    } catch {
      // Cut off, changed, of another version or unreadable: of no use to anybody.
      await this.#remove(file);
      return null;
    }
  }

  async #remove(file: string): Promise<void> {
    // Best effort: a file that cannot be removed now is tried again, or evicted, later.
    await this.#deps.disk.remove(file).catch(() => undefined);
  }

  #touch({ file }: Segment): void {
    const now = this.#deps.clock();
    if (now - (this.#touched.get(file) ?? 0) < TOUCH_EVERY_MS) return;
    this.#touched.set(file, now);
    // Best effort: without it the file is evicted sooner than it should be.
    this.#deps.disk.touch(file, now).catch(() => undefined);
  }
}

function least(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}

function compare(one: bigint, other: bigint): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
