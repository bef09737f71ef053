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

/** Partitions of topics read before: lets the offsets be asked for without waiting for the metadata. */
export type KnownPartitions = Map<string, ReadonlyArray<number>>;

type Bounds = {
  readonly starts: ReadonlyMap<number, bigint>;
  readonly ends: ReadonlyMap<number, bigint>;
  readonly times: ReadonlyMap<number, bigint> | null;
};

/** Turns "where to start" into positions: metadata and offsets side by side, so one round trip for a known topic. */
export async function planRead(
  engine: KafkaEngine,
  request: ReadRequest,
  context: { readonly known: KnownPartitions; readonly signal: AbortSignal },
): Promise<ReadPlan> {
  const { topic, from, isolation } = request;
  const { known, signal } = context;
  const guess = request.partitions.length > 0 ? sorted(request.partitions) : known.get(topic);
  const [described, early] = await Promise.all([
    describe(engine, topic, signal),
    // A wrong guess (partitions added, topic made anew) costs nothing but its answer; what counts is asked again.
    guess === undefined ? null : askBounds(engine, request, guess, signal).catch(() => null),
  ]);
  known.set(topic, described);
  const chosen = choose(request, described);
  const isGuessRight = early !== null && guess !== undefined && chosen.join() === guess.join();
  const { starts, ends, times } = isGuessRight ? early : await askBounds(engine, request, chosen, signal);
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

async function askBounds(
  engine: KafkaEngine,
  { topic, from }: ReadRequest,
  partitions: ReadonlyArray<number>,
  signal: AbortSignal,
): Promise<Bounds> {
  const ask = async (point: OffsetPoint): Promise<ReadonlyMap<number, bigint>> =>
    (await engine.offsets(new Map([[topic, partitions]]), point, signal)).get(topic) ?? new Map<number, bigint>();
  const [starts, ends, times] = await Promise.all([
    ask({ at: 'start' }),
    ask({ at: 'end' }),
    // Kafka gives negative times a meaning of their own.
    from.kind === 'time' ? ask({ at: 'time', timestampMs: Math.max(0, from.timestamp) }) : null,
  ]);
  return { starts, ends, times };
}

async function describe(engine: KafkaEngine, name: string, signal: AbortSignal): Promise<ReadonlyArray<number>> {
  const [topic] = await engine.describeTopics([name], signal);
  if (topic === undefined) throw new AppError('TOPIC_NOT_FOUND', `There is no topic ${name}.`);
  return sorted(topic.partitions.map((partition) => partition.partition));
}

function sorted(partitions: ReadonlyArray<number>): ReadonlyArray<number> {
  return [...new Set(partitions)].sort((left, right) => left - right);
}

function choose(request: ReadRequest, existing: ReadonlyArray<number>): ReadonlyArray<number> {
  if (request.partitions.length === 0) return existing;
  const chosen = sorted(request.partitions);
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
