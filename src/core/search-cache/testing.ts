import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { Secret } from '../../shared/values/secret.ts';
import { newKeyText } from './crypt.ts';
import { openSearchCache, type SearchCache, type SearchCacheOptions } from './search-cache.ts';
import type { AbortedTransaction, FetchedBatches, FetchRequest, TopicReader } from './shape.ts';

/** What the tests of this room share: batches made by hand, a log in memory that answers as a broker does, a folder. */

export type BatchSpec = {
  readonly baseOffset: bigint;
  readonly records?: number;
  readonly epoch?: number;
  readonly bytes?: number;
  readonly producerId?: bigint;
  /** Milliseconds. */
  readonly timestamp?: bigint;
  readonly kind?: 'plain' | 'transactional' | 'commit' | 'abort';
  /** Bytes of the content, repeated; the CRC is made from it. */
  readonly content?: string;
};

const ATTRIBUTES = { plain: 0, transactional: 0x10, commit: 0x30, abort: 0x30 } as const;

/** A batch with a right header and right records; the value of each is the content over and over. */
export function makeBatch(spec: BatchSpec): Buffer {
  const { kind = 'plain', records = 1, content = 'x' } = spec;
  const each = Math.max(1, Math.floor(((spec.bytes ?? 200) - 61) / records) - 10);
  const body =
    kind === 'commit' || kind === 'abort'
      ? record(0, Buffer.from([0, 0, 0, kind === 'abort' ? 0 : 1]), Buffer.alloc(6))
      : Buffer.concat(
          Array.from({ length: records }, (_, delta) => record(delta, null, Buffer.alloc(each, `${content}|`))),
        );
  const batch = Buffer.alloc(61 + body.length);
  batch.writeBigInt64BE(spec.baseOffset, 0);
  batch.writeInt32BE(batch.length - 12, 8);
  batch.writeInt32BE(spec.epoch ?? 0, 12);
  batch.writeInt8(2, 16);
  batch.writeInt16BE(ATTRIBUTES[kind], 21);
  batch.writeInt32BE(records - 1, 23);
  batch.writeBigInt64BE(spec.timestamp ?? 0n, 27);
  batch.writeBigInt64BE(spec.timestamp ?? 0n, 35);
  batch.writeBigInt64BE(spec.producerId ?? -1n, 43);
  batch.writeInt32BE(records, 57);
  body.copy(batch, 61);
  let sum = 17;
  for (let at = 21; at < batch.length; at += 1) sum = (Math.imul(sum, 31) + (batch[at] ?? 0)) >>> 0;
  batch.writeUInt32BE(sum, 17);
  return batch;
}

function record(offsetDelta: number, key: Buffer | null, value: Buffer): Buffer {
  const keyPart = key === null ? [varint(-1)] : [varint(key.length), key];
  const fields = [Buffer.from([0, 0]), varint(offsetDelta), ...keyPart, varint(value.length), value, varint(0)];
  const content = Buffer.concat(fields);
  return Buffer.concat([varint(content.length), content]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  for (let left = value < 0 ? -value * 2 - 1 : value * 2; ; left = Math.floor(left / 128)) {
    if (left < 128) return Buffer.from([...bytes, left]);
    bytes.push((left % 128) | 128);
  }
}

type Entry = { readonly base: bigint; readonly next: bigint; readonly bytes: Buffer };
type Ended = AbortedTransaction & { readonly lastOffset: bigint };

/** Goes on with every batch: two markers at the same offset of two topics differ by their time, as on a broker. */
let now = 1_700_000_000_000n;

/** One partition in memory. */
export class FakePartition {
  entries: Entry[] = [];
  start = 0n;
  end = 0n;
  epoch = 0;
  /** Aborted transactions with the offset of their marker. */
  aborted: Ended[] = [];
  readonly open = new Map<bigint, bigint>();

  append(spec: Omit<BatchSpec, 'baseOffset' | 'epoch'> = {}): bigint {
    const { producerId, kind = 'plain', records = 1 } = spec;
    const base = this.end;
    this.end += BigInt(records);
    now += 1n;
    const bytes = makeBatch({ timestamp: now, ...spec, baseOffset: base, epoch: this.epoch });
    this.entries.push({ base, next: this.end, bytes });
    if (producerId === undefined) return base;
    const first = this.open.get(producerId);
    if (kind === 'transactional' && first === undefined) this.open.set(producerId, base);
    if ((kind === 'commit' || kind === 'abort') && first !== undefined) {
      if (kind === 'abort') this.aborted.push({ producerId, firstOffset: first, lastOffset: base });
      this.open.delete(producerId);
    }
    return base;
  }

  /** An unclean change of leader: what lies after `offset` is lost, and a new epoch begins. */
  truncate(offset: bigint): void {
    this.entries = this.entries.filter((entry) => entry.next <= offset);
    this.end = this.entries.at(-1)?.next ?? this.start;
    this.epoch += 1;
    this.aborted = this.aborted.filter((each) => each.lastOffset < this.end);
    for (const [producerId, first] of this.open) if (first >= this.end) this.open.delete(producerId);
  }

  /** Retention, or delete-records: `start` may lie in the middle of a batch. */
  deleteBefore(offset: bigint): void {
    this.start = offset;
    this.entries = this.entries.filter((entry) => entry.next > offset);
  }

  stableEnd(): bigint {
    return [...this.open.values()].reduce((least, first) => (first < least ? first : least), this.end);
  }
}

/** A topic in memory that answers as a broker does, and counts. */
export class FakeTopic {
  readonly partitions: Map<number, FakePartition>;
  /** Each answered call: partition → offset asked for. */
  readonly calls: Array<ReadonlyMap<number, bigint>> = [];
  bytesSent = 0;

  constructor(count = 1) {
    this.partitions = new Map(Array.from({ length: count }, (_, partition) => [partition, new FakePartition()]));
  }

  at(partition: number): FakePartition {
    const found = this.partitions.get(partition);
    if (found === undefined) throw new Error('no such partition');
    return found;
  }

  reader(): TopicReader {
    return {
      fetch: () => Promise.reject(new Error('not part of this test')),
      fetchBatches: (request) => Promise.resolve().then(() => this.#answer(request)),
      close: () => Promise.resolve(),
    };
  }

  #answer(request: FetchRequest): FetchedBatches[] {
    this.calls.push(new Map(request.positions));
    const answers = [...request.positions].map(([partition, offset]) => this.#answerOne(request, partition, offset));
    for (const { batches } of answers) this.bytesSent += batches.length;
    return answers;
  }

  #answerOne(request: FetchRequest, partition: number, offset: bigint): FetchedBatches {
    const log = this.at(partition);
    if (offset < log.start || offset > log.end) {
      throw new AppError('OFFSET_OUT_OF_RANGE', 'outside', { context: { partition } });
    }
    const committed = request.isolation === 'read-committed';
    const endOffset = committed ? log.stableEnd() : log.end;
    const entries = log.entries.filter((entry) => entry.next > offset && entry.base < endOffset);
    const all = Buffer.concat(entries.map((entry) => entry.bytes));
    const first = entries[0]?.bytes.length ?? 0;
    const batches = Buffer.from(all.subarray(0, Math.max(first, request.maxBytesPerPartition)));
    let bytes = 0;
    const whole = entries.filter((entry) => (bytes += entry.bytes.length) <= batches.length);
    const nextOffset = whole.at(-1)?.next ?? offset;
    const aborted = log.aborted
      .filter((each) => committed && each.lastOffset >= offset && each.firstOffset < nextOffset)
      .map(({ producerId, firstOffset }) => ({ producerId, firstOffset }));
    return { partition, batches, aborted, nextOffset, endOffset, logStartOffset: log.start, notes: [] };
  }
}

export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'search-cache-test-'));
}

export const TEST_KEY = newKeyText();

/** A cache in a folder; small limits unless told. */
export function openCache(root: string, more: Partial<SearchCacheOptions> = {}): SearchCache {
  return openSearchCache({
    root,
    folder: join(root, 'key', 'cluster'),
    key: new Secret(TEST_KEY),
    maxBytes: 1024 * 1024 * 1024,
    clock: Date.now,
    limits: { segmentBytes: 64 * 1024, frameBytes: 8 * 1024, minSegmentBytes: 0, maxHeldBytes: 1024 * 1024 },
    ...more,
  });
}

export const TOPIC = { topic: 'orders', topicId: 'id-1', kafkaClusterId: 'kafka-1', cleanupPolicy: 'delete' } as const;

export type ReadOptions = {
  readonly from?: ReadonlyMap<number, bigint>;
  readonly isolation?: FetchRequest['isolation'];
  readonly maxBytesPerPartition?: number;
};

export type ReadStretch = {
  readonly batches: Buffer;
  readonly aborted: FetchedBatches['aborted'];
  readonly asked: bigint;
};

/** Reads every partition from its start, or from where told, to its end. */
export async function readAll(
  reader: TopicReader,
  starts: ReadonlyMap<number, bigint>,
  options: ReadOptions = {},
): Promise<Map<number, ReadStretch[]>> {
  const positions = new Map([...starts, ...(options.from ?? [])]);
  const read = new Map<number, ReadStretch[]>([...positions.keys()].map((partition) => [partition, []]));
  for (let rounds = 0; positions.size > 0; rounds += 1) {
    if (rounds > 100_000) throw new Error('reading stands still');
    const request: FetchRequest = {
      topic: 'orders',
      positions: new Map(positions),
      isolation: options.isolation ?? 'read-committed',
      maxBytesPerPartition: options.maxBytesPerPartition ?? 16 * 1024,
      maxWaitMs: 0,
      signal: new AbortController().signal,
    };
    for (const answer of (await reader.fetchBatches?.(request)) ?? []) {
      const asked = positions.get(answer.partition) ?? 0n;
      read.get(answer.partition)?.push({ batches: answer.batches, aborted: answer.aborted, asked });
      if (answer.nextOffset >= answer.endOffset) positions.delete(answer.partition);
      else if (answer.nextOffset > asked) positions.set(answer.partition, answer.nextOffset);
    }
  }
  return read;
}

/** Every file below a folder. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

export function allBytes(folder: string): Buffer {
  return Buffer.concat(filesBelow(folder).map((path) => readFileSync(path)));
}
