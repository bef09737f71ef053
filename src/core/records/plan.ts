import { AppError } from '../../shared/errors.ts';
import type { ReadFrom } from '../../shared/contract/records.ts';
import type { KafkaEngine, OffsetPoint } from '../kafka/index.ts';
import { BackwardSource } from './backward-source.ts';
import { ForwardSource } from './forward-source.ts';
import { maximum, minimum, type Range, type RecordSource } from './source.ts';
import { TailSource } from './tail-source.ts';

export type ReadRequest = {
  readonly topic: string;
  /** Empty: all. */
  readonly partitions: ReadonlyArray<number>;
  readonly from: ReadFrom;
  readonly isolation: 'read-committed' | 'read-uncommitted';
};

export type ReadPlan = {
  readonly partitions: ReadonlyArray<number>;
  readonly source: RecordSource;
  readonly fetchBytes: number;
  /** Offsets between start and end of what is read; null for a live tail. */
  readonly total: bigint | null;
  /** What the reader must know before the first row. */
  readonly notes: ReadonlyArray<string>;
};

const FETCH_BYTES = 256 * 1024;
/** For topics of very many partitions: what one fetch of all of them may bring. */
const FETCH_BYTES_OF_ALL = 32 * 1024 * 1024;

/** Turns "where to start" into positions: one metadata request, then the offset requests side by side. */
export async function planRead(engine: KafkaEngine, request: ReadRequest, signal: AbortSignal): Promise<ReadPlan> {
  const { topic, from, isolation } = request;
  const chosen = await choosePartitions(engine, request, signal);
  const ask = async (point: OffsetPoint): Promise<ReadonlyMap<number, bigint>> =>
    (await engine.offsets(new Map([[topic, chosen]]), point, signal)).get(topic) ?? new Map<number, bigint>();
  const [starts, ends, times] = await Promise.all([
    ask({ at: 'start' }),
    ask({ at: 'end' }),
    from.kind === 'time' ? ask({ at: 'time', timestampMs: Math.max(0, from.timestamp) }) : null,
  ]);
  const partitions = chosen.filter((partition) => starts.has(partition) && ends.has(partition));
  const notes = chosen
    .filter((partition) => !partitions.includes(partition))
    .map((partition) => `Partition ${partition} has no leader now, so its records are not in this reading.`);
  const perPartition = Math.floor(FETCH_BYTES_OF_ALL / Math.max(1, partitions.length));
  const fetchBytes = Math.max(16 * 1024, Math.min(FETCH_BYTES, perPartition));
  const limits = { fetchBytes, isolation };
  if (from.kind === 'now') {
    const source = new TailSource(
      new Map(partitions.map((partition) => [partition, ends.get(partition) ?? 0n])),
      limits,
    );
    return { partitions, source, fetchBytes, notes, total: null };
  }
  const log = partitions.map((partition) => logRange(partition, starts, ends));
  if (from.kind === 'latest') {
    const source = new BackwardSource(log, from.count, limits);
    return { partitions, source, fetchBytes, notes, total: source.remaining() };
  }
  const ranges = startAt(log, from, times);
  const source = new ForwardSource(ranges, limits);
  return { partitions, source, fetchBytes, notes, total: source.remaining() };
}

async function choosePartitions(
  engine: KafkaEngine,
  request: ReadRequest,
  signal: AbortSignal,
): Promise<ReadonlyArray<number>> {
  const [topic] = await engine.describeTopics([request.topic], signal);
  if (topic === undefined) throw new AppError('TOPIC_NOT_FOUND', `There is no topic ${request.topic}.`);
  const existing = topic.partitions.map((partition) => partition.partition).sort((left, right) => left - right);
  if (request.partitions.length === 0) return existing;
  const chosen = [...new Set(request.partitions)].sort((left, right) => left - right);
  const known = new Set(existing);
  const missing = chosen.filter((partition) => !known.has(partition));
  if (missing.length > 0) {
    throw new AppError('BAD_INPUT', `Topic ${request.topic} has no partition ${missing.join(', ')}.`, {
      hint: `It has partitions 0 to ${existing.length - 1}.`,
    });
  }
  return chosen;
}

function logRange(partition: number, starts: ReadonlyMap<number, bigint>, ends: ReadonlyMap<number, bigint>): Range {
  const start = starts.get(partition) ?? 0n;
  // The end is asked for at the same time as the start, so retention may put it first.
  return { partition, start, end: maximum(ends.get(partition) ?? start, start) };
}

/**
 * An offset before a partition's start begins at its start; one beyond its end gives nothing of that partition. Beyond
 * the end of every chosen partition it is a mistake, and the answer names what there is.
 */
function startAt(
  log: ReadonlyArray<Range>,
  from: Exclude<ReadFrom, { kind: 'latest' | 'now' }>,
  times: ReadonlyMap<number, bigint> | null,
): ReadonlyArray<Range> {
  if (from.kind === 'beginning') return log;
  const wanted = (range: Range): bigint =>
    from.kind === 'offset' ? BigInt(from.offset) : (times?.get(range.partition) ?? range.end);
  if (from.kind === 'offset' && log.every((range) => wanted(range) > range.end)) throw beyondTheEnd(log, from.offset);
  return log.map((range) => ({ ...range, start: minimum(maximum(wanted(range), range.start), range.end) }));
}

function beyondTheEnd(log: ReadonlyArray<Range>, offset: string): AppError {
  const named = log
    .slice(0, 6)
    .map((range) =>
      range.end > range.start
        ? `partition ${range.partition} has ${range.start} to ${range.end - 1n}`
        : `partition ${range.partition} is empty, its next offset is ${range.end}`,
    );
  const more = log.length > named.length ? `, and ${log.length - named.length} partitions more` : '';
  return new AppError('OFFSET_OUT_OF_RANGE', `There is no offset ${offset}: ${named.join(', ')}${more}.`, {
    hint: 'Choose an offset within the range, or read the newest records.',
    context: { offset },
  });
}
