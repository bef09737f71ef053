import { AppError } from '../../shared/errors.ts';
import { mergeAborted } from './batch-walk.ts';
import type { PartitionLog, Served } from './partition-log.ts';
import type { Segment } from './segment.ts';
import type { BatchReader, FetchedBatches, FetchRequest, TopicReader } from './shape.ts';
import type { TopicCache } from './topic-cache.ts';
import { verify, type Vouched } from './verify.ts';

/**
 * The log may lose its start or its end at any time, so what was proved of it counts for this long. A search of minutes
 * asks again every so often: one small request.
 */
const VOUCHED_MS = 10_000;

/**
 * A reader that answers from the cache what is kept there and proved to be what the log holds, and asks Kafka for the
 * rest. Only undecoded reading goes through the cache; an engine that decodes everything itself is left as it is.
 */
export function cachedReader(
  reader: TopicReader,
  cache: TopicCache | null | (() => Promise<TopicCache | null>),
): TopicReader {
  const { fetchBatches } = reader;
  if (fetchBatches === null || cache === null) return reader;
  const asking: BatchReader = {
    fetch: (request) => reader.fetch(request),
    fetchBatches: (request) => fetchBatches.call(reader, request),
    close: () => reader.close(),
  };
  let opening: Promise<TopicCache | null> | null = typeof cache === 'function' ? null : Promise.resolve(cache);
  let cached: CachedReader | null = null;
  return {
    fetch: asking.fetch,
    fetchBatches: async (request) => {
      opening ??= typeof cache === 'function' ? cache() : null;
      const topic = await opening;
      if (topic === null) return asking.fetchBatches(request);
      cached ??= new CachedReader(asking, topic);
      return cached.fetchBatches(request);
    },
    close: async () => {
      (await opening?.catch(() => null))?.flush();
      await reader.close();
    },
  };
}

type Hit = { readonly log: PartitionLog; readonly segment: Segment; readonly position: bigint };

class CachedReader {
  readonly #reader: BatchReader;
  readonly #cache: TopicCache;
  readonly #vouched = new Map<PartitionLog, Vouched>();

  constructor(reader: BatchReader, cache: TopicCache) {
    this.#reader = reader;
    this.#cache = cache;
  }

  async fetchBatches(request: FetchRequest): Promise<ReadonlyArray<FetchedBatches>> {
    if (!this.#cache.isOn) return this.#reader.fetchBatches(request);
    const logs = await this.#logs(request);
    await this.#vouch(
      this.#covered(logs, request).filter((log) => !this.#isVouched(log, request)),
      request,
    );
    const hits = this.#hits(logs, request);
    if (hits.length === 0) return this.#fetch(logs, request);
    throwIfAborted(request.signal);
    const served = await Promise.all(hits.map((hit) => this.#serve(hit, request)));
    const answered = served.filter((answer) => answer !== null);
    const missing = new Map(request.positions);
    for (const { partition } of answered) missing.delete(partition);
    if (missing.size === 0) return answered;
    // There is something to hand out already: the broker is not to wait for more.
    const maxWaitMs = answered.length > 0 ? 0 : request.maxWaitMs;
    return [...answered, ...(await this.#fetch(logs, { ...request, positions: missing, maxWaitMs }))];
  }

  async #logs({ positions, isolation }: FetchRequest): Promise<ReadonlyMap<number, PartitionLog>> {
    const logs = [...positions.keys()].map(
      async (partition) => [partition, await this.#cache.log(partition, isolation)] as const,
    );
    return new Map(await Promise.all(logs));
  }

  /** Those whose position asked for is kept. */
  #covered(logs: ReadonlyMap<number, PartitionLog>, { positions }: FetchRequest): PartitionLog[] {
    return [...positions].flatMap(([partition, position]) => {
      const log = logs.get(partition);
      return log === undefined || log.covering(position) === null ? [] : [log];
    });
  }

  #isVouched(log: PartitionLog, { positions }: FetchRequest): boolean {
    const vouched = this.#vouched.get(log);
    const segment = log.covering(positions.get(log.place.partition) ?? -1n);
    if (vouched === undefined || segment === null || !vouched.segments.has(segment)) return false;
    const age = this.#cache.clock() - vouched.atMs;
    return age >= 0 && age < VOUCHED_MS;
  }

  async #vouch(logs: ReadonlyArray<PartitionLog>, request: FetchRequest): Promise<void> {
    if (logs.length === 0) return;
    for (const log of logs) this.#vouched.delete(log);
    const vouched = await verify(this.#reader, logs, request, this.#cache.clock);
    for (const log of logs) {
      const known = vouched.get(log.place.partition);
      if (known !== undefined) this.#vouched.set(log, known);
    }
  }

  #hits(logs: ReadonlyMap<number, PartitionLog>, { positions }: FetchRequest): ReadonlyArray<Hit> {
    return [...positions].flatMap(([partition, position]): Hit[] => {
      const log = logs.get(partition);
      const vouched = log === undefined ? undefined : this.#vouched.get(log);
      const segment = log?.covering(position) ?? null;
      if (log === undefined || vouched === undefined || segment === null) return [];
      // Before the start of the log the broker refuses, and so it must here.
      return vouched.segments.has(segment) && position >= vouched.logStart ? [{ log, segment, position }] : [];
    });
  }

  /** Segment after segment as long as they follow each other and the asked bytes are not reached. */
  async #serve({ log, segment, position }: Hit, request: FetchRequest): Promise<FetchedBatches | null> {
    const vouched = this.#vouched.get(log);
    let served = await log.read(segment, position, request.maxBytesPerPartition);
    if (served === null || vouched === undefined) return null;
    for (;;) {
      const room: number = request.maxBytesPerPartition - served.batches.length;
      const next: Segment | null = log.covering(served.nextOffset);
      if (next === null || next.from !== served.nextOffset || !vouched.segments.has(next)) break;
      if ((next.frames[0]?.bytes ?? 0) > room) break;
      const more: Served | null = await log.read(next, next.from, room);
      if (more === null) break;
      served = together(served, more);
    }
    throwIfAborted(request.signal);
    const { endOffset, logStart: logStartOffset } = vouched;
    return { partition: log.place.partition, ...served, endOffset, logStartOffset, notes: [] };
  }

  async #fetch(logs: ReadonlyMap<number, PartitionLog>, request: FetchRequest): Promise<ReadonlyArray<FetchedBatches>> {
    const answers = await this.#reader.fetchBatches(request);
    for (const answer of answers) {
      const log = logs.get(answer.partition);
      const asked = request.positions.get(answer.partition);
      // Where a batch is damaged there would be a gap in the cache that nobody is told of.
      const isWhole = answer.notes.length === 0;
      if (log !== undefined && asked !== undefined && isWhole) this.#cache.keep(log, asked, answer);
    }
    return answers;
  }
}

function together(one: Served, other: Served): Served {
  return {
    batches: Buffer.concat([one.batches, other.batches]),
    aborted: mergeAborted(one.aborted, other.aborted),
    nextOffset: other.nextOffset,
  };
}

function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new AppError('CANCELLED', 'The reading was cancelled.');
}
