import { AppError } from '../../shared/errors.ts';
import { batchAt, isSameBatch, type BatchMark } from './batch-walk.ts';
import type { PartitionLog } from './partition-log.ts';
import type { Segment } from './segment.ts';
import type { BatchReader, FetchedBatches, FetchRequest } from './shape.ts';

/** What is known to be true of a partition, as of a moment. */
export type Vouched = {
  readonly atMs: number;
  readonly logStart: bigint;
  readonly endOffset: bigint;
  /** Segments that are proved to be what the log holds, as far as it still holds them. */
  readonly segments: ReadonlySet<Segment>;
};

/** Changes of leader between segments that are each asked about; what lies before more of them is dropped. */
const MAX_ANCHORS = 16;
/** Answers that bring nothing of what was asked, before it counts as unknown. */
const MAX_EMPTY_ANSWERS = 2;

type Question = {
  readonly log: PartitionLog;
  /** Each is asked for by its last batch. */
  readonly anchors: ReadonlyArray<Segment>;
  logStart: bigint;
  endOffset: bigint;
};

/**
 * Asks the log whether it still is what the cache holds, with one small request for all partitions (and a second one for
 * their first batches). Kafka's log matching makes that enough: two logs with the same batch of the same leader epoch at
 * an offset are the same before it. So the last batch vouches for its segment, and for the segment before if the same
 * leader wrote on there; where the leader changed in between, the earlier segment's last batch is asked about as well. The
 * first batch is asked about too: it notices a log that was compacted for a while, and, on brokers without topic ids, a
 * topic made anew.
 *
 * Partitions whose cache is not what the log holds lose it. What could not be found out is absent from the answer.
 */
export async function verify(
  reader: BatchReader,
  logs: ReadonlyArray<PartitionLog>,
  request: FetchRequest,
  clock: () => number,
): Promise<ReadonlyMap<number, Vouched>> {
  const atMs = clock();
  const open = new Map<number, Question>();
  for (const log of logs) {
    const anchors = await anchorsOf(log);
    if (anchors.length > 0) open.set(log.place.partition, { log, anchors, logStart: -1n, endOffset: -1n });
  }
  await askAnchors(reader, open, request);
  await askFirst(reader, open, request);
  const vouched = new Map<number, Vouched>();
  for (const [partition, { log, logStart, endOffset }] of open) {
    if (logStart < 0n) continue; // A broker that does not say where its log starts: nothing can be vouched for.
    await log.drop(log.segments.filter((segment) => segment.next <= logStart));
    vouched.set(partition, { atMs, logStart, endOffset, segments: new Set(log.segments) });
  }
  return vouched;
}

/** Top first: the end of the last segment, and of each that the one above it does not vouch for. */
async function anchorsOf(log: PartitionLog): Promise<ReadonlyArray<Segment>> {
  const anchors: Segment[] = [];
  let above: Segment | null = null;
  for (const segment of log.segments.toReversed()) {
    if (above === null || !vouchesFor(above, segment, log.place.topicId !== null)) anchors.push(segment);
    if (anchors.length > MAX_ANCHORS) {
      anchors.pop();
      await log.drop(log.segments.filter((each) => each.next <= segment.next));
      break;
    }
    above = segment;
  }
  return anchors;
}

/** Without topic ids an epoch says nothing: a topic made anew counts from 0 again. Within one reading it does. */
function vouchesFor(above: Segment, below: Segment, hasTopicId: boolean): boolean {
  const isOneReading = above.writer === below.writer;
  // What goes on after its end lies in the next segment of the same reading as well; another reading may have found other.
  const isPlain = below.fileNext === below.next;
  return above.first.epoch === below.last.epoch && (isOneReading || (hasTopicId && isPlain));
}

/** Each round asks one batch of every partition. */
async function askAnchors(reader: BatchReader, open: Map<number, Question>, request: FetchRequest): Promise<void> {
  for (let round = 0; ; round += 1) {
    const marks = new Map<number, BatchMark>();
    for (const [partition, { anchors, logStart }] of open) {
      const anchor = anchors[round];
      // Below the start of the log there is nothing left to vouch for.
      if (anchor !== undefined && anchor.next > logStart) marks.set(partition, anchor.last);
    }
    if (marks.size === 0) return;
    await ask(reader, open, { request, marks });
  }
}

async function askFirst(reader: BatchReader, open: Map<number, Question>, request: FetchRequest): Promise<void> {
  const marks = new Map<number, BatchMark>();
  for (const [partition, { log, logStart, anchors }] of open) {
    const lowest = log.segments.find((segment) => segment.next > logStart);
    const first = lowest === undefined ? null : await log.markAt(lowest, logStart);
    if (first === null) {
      if (lowest !== undefined) open.delete(partition); // Its file did not open: gone from the log's segments by now.
    } else if (!anchors.some((anchor) => isSameBatch(anchor.last, first))) marks.set(partition, first);
  }
  if (marks.size > 0) await ask(reader, open, { request, marks });
}

type Round = { readonly request: FetchRequest; readonly marks: Map<number, BatchMark> };

/** Asks for these batches; a partition that has another one there loses its cache, one that does not answer is left out. */
async function ask(reader: BatchReader, open: Map<number, Question>, { request, marks }: Round): Promise<void> {
  const waiting = new Map(marks);
  for (let empty = 0; waiting.size > 0 && empty < MAX_EMPTY_ANSWERS;) {
    const answers = await fetchMarks(reader, open, { request, marks: waiting });
    const before = waiting.size;
    for (const answer of answers) {
      const mark = waiting.get(answer.partition);
      const question = open.get(answer.partition);
      const found = batchAt(answer.batches, 0);
      const isBeyondEnd = mark !== undefined && answer.endOffset <= mark.baseOffset;
      if (mark === undefined || question === undefined || (found === null && !isBeyondEnd)) continue;
      waiting.delete(answer.partition);
      question.logStart = answer.logStartOffset;
      question.endOffset = answer.endOffset;
      if (found === null || !isSameBatch(found, mark)) await forget(open, answer.partition);
    }
    empty = waiting.size === before ? empty + 1 : 0;
  }
  for (const partition of waiting.keys()) open.delete(partition);
}

/** A position outside the log fails the whole request; that partition is left out of the next. */
async function fetchMarks(
  reader: BatchReader,
  open: Map<number, Question>,
  { request, marks }: Round,
): Promise<ReadonlyArray<FetchedBatches>> {
  while (marks.size > 0) {
    const positions = new Map(
      [...marks].map(([partition, mark]) => [partition, later(mark.baseOffset, open.get(partition)?.logStart ?? 0n)]),
    );
    const maxBytesPerPartition = Math.max(...[...marks.values()].map((mark) => mark.bytes));
    try {
      return await reader.fetchBatches({ ...request, positions, maxBytesPerPartition, maxWaitMs: 0 });
    } catch (error) {
      const partition = outOfRange(error);
      if (partition === null || !marks.delete(partition)) throw error;
      await forget(open, partition);
    }
  }
  return [];
}

function outOfRange(error: unknown): number | null {
  if (!(error instanceof AppError) || error.code !== 'OFFSET_OUT_OF_RANGE') return null;
  const partition = error.context['partition'];
  return typeof partition === 'number' ? partition : null;
}

/** The log is another one, or was cut off: nothing kept of it is true. */
async function forget(open: Map<number, Question>, partition: number): Promise<void> {
  await open.get(partition)?.log.drop();
  open.delete(partition);
}

function later(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}
