import { AppError } from '../../shared/errors.ts';
import type { ReadFrom, ReadUntil } from '../../shared/contract/records.ts';
import type { ByPartition, KafkaEngine, OffsetPoint } from '../kafka/index.ts';
import { BackwardSource } from './backward-source.ts';
import { FollowingSource } from './following-source.ts';
import { ForwardSource } from './forward-source.ts';
import type { LanePlace, Lanes } from './lanes.ts';
import { LatestPerKeySource } from './latest-per-key-source.ts';
import type { ReadRequest } from './read-request.ts';
import { maximum, minimum, type Range, type RecordSource, type SourceLimits } from './source.ts';
import { TailSource } from './tail-source.ts';

export type ReadPlan = {
  readonly lanes: Lanes;
  readonly source: RecordSource;
  readonly fetchBytes: number;
  /** Offsets between start and end of what is read; null where there is no end. */
  readonly total: bigint | null;
  /** What the reader must know before the first row. */
  readonly notes: ReadonlyArray<string>;
};

/** Records that a reading back from a given end is likely to show at first. */
const FIRST_LOOK = 100;
const FETCH_BYTES = 256 * 1024;
/** A search keeps only what matches, so larger pieces cost no memory for long. */
const SEARCH_FETCH_BYTES = { least: 256 * 1024, most: 4 * 1024 * 1024, ofAll: 8 * 1024 * 1024 };
/** For topics of very many partitions: what one fetch of all of them may bring. */
const FETCH_BYTES_OF_ALL = 32 * 1024 * 1024;

/** Partitions of topics read before: lets the offsets be asked for without waiting for the metadata. */
export type KnownPartitions = Map<string, ReadonlyArray<number>>;

type Chosen = ReadonlyMap<string, ReadonlyArray<number>>;
type Bounds = {
  readonly starts: ByPartition<bigint>;
  readonly ends: ByPartition<bigint>;
  readonly fromTimes: ByPartition<bigint> | null;
  readonly untilTimes: ByPartition<bigint> | null;
  readonly committed: ByPartition<bigint> | null;
};

/** Turns "where to start and end" into positions: metadata and offsets side by side, so one round trip for a known topic. */
export async function planRead(
  engine: KafkaEngine,
  request: ReadRequest,
  context: { readonly known: KnownPartitions; readonly signal: AbortSignal },
): Promise<ReadPlan> {
  refuseContradictions(request);
  const { known, signal } = context;
  const guess = guessPartitions(request, known);
  const [described, early] = await Promise.all([
    describe(engine, request, signal),
    // A wrong guess (partitions added, topic made anew) costs nothing but its answer; what counts is asked again.
    guess === null ? null : askBounds(engine, request, guess, signal).catch(() => null),
  ]);
  for (const [topic, partitions] of described) known.set(topic, partitions);
  const chosen = choose(request, described);
  const isGuessRight = early !== null && guess !== null && isSame(guess, chosen);
  const bounds = isGuessRight ? early : await askBounds(engine, request, chosen, signal);
  return arrange(request, chosen, bounds);
}

/** Positions of the lanes of a session that reads on: the log's ends as they are now, or where `until` says. */
export async function newEnds(
  engine: KafkaEngine,
  { lanes, until, signal }: { readonly lanes: Lanes; readonly until: ReadUntil; readonly signal: AbortSignal },
): Promise<ReadonlyMap<number, bigint>> {
  const wanted = new Map<string, number[]>();
  for (const { topic, partition } of lanes) wanted.set(topic, [...(wanted.get(topic) ?? []), partition]);
  const [ends, times] = await Promise.all([
    engine.offsets(wanted, { at: 'end' }, signal),
    until.kind === 'time' ? engine.offsets(wanted, at(until.timestamp), signal) : null,
  ]);
  return new Map(
    lanes.flatMap((place, lane) => {
      const end = valueAt(ends, place);
      return end === undefined ? [] : [[lane, endOf(until, place, { end, times })] as const];
    }),
  );
}

function refuseContradictions({ from, until, order, topics, markers, isolation, latestPerKey }: ReadRequest): void {
  if (order === 'newest' && from.kind !== 'now' && from.kind !== 'latest' && until.kind === 'never') {
    throw new AppError('BAD_INPUT', 'Newest first reads back from the end, so it cannot wait for what arrives.', {
      hint: 'Choose “oldest first”, or an end.',
    });
  }
  if (latestPerKey && (until.kind === 'never' || from.kind === 'now')) {
    throw new AppError(
      'BAD_INPUT',
      'The latest record of each key is known at an end only, and this reading has none.',
      {
        hint: 'Choose where to end.',
      },
    );
  }
  if (markers && isolation === 'read-committed') {
    throw new AppError('BAD_INPUT', 'Transaction markers are shown with uncommitted records only.', {
      hint: 'Choose to read uncommitted records, too.',
    });
  }
  const names = topics.map((each) => each.topic);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new AppError('BAD_INPUT', `Topic ${twice} is named twice.`);
}

function arrange(request: ReadRequest, chosen: Chosen, bounds: Bounds): ReadPlan {
  const all: LanePlace[] = request.topics.flatMap(({ topic }, topicIndex) =>
    (chosen.get(topic) ?? []).map((partition) => ({ topic, topicIndex, partition })),
  );
  const isLed = (place: LanePlace): boolean =>
    valueAt(bounds.starts, place) !== undefined && valueAt(bounds.ends, place) !== undefined;
  const lanes = all.filter(isLed);
  const notes = all
    .filter((place) => !isLed(place))
    .map((place) => `${nameOf(request, place)} has no leader now, so its records are not in this reading.`);
  const fetchBytes = fetchBytesFor(request, lanes.length);
  const limits: SourceLimits = { fetchBytes, isolation: request.isolation, isSearch: request.filter !== null };
  if (request.from.kind === 'now') {
    const ends = new Map(lanes.map((place, lane) => [lane, valueAt(bounds.ends, place) ?? 0n]));
    return { lanes, source: new TailSource(ends, limits), fetchBytes, notes, total: null };
  }
  const log = lanes.map((place, lane) => logRange(place, lane, bounds));
  if (request.from.kind === 'offset') refuseBeyondTheEnd(request, lanes, log, request.from.offset);
  const ranges = log.map((range, lane) => narrow(range, lanes[lane] as LanePlace, request, bounds));
  const source = sourceFor(request, ranges, limits);
  const total = request.until.kind === 'never' ? null : source.remaining();
  return { lanes, source, fetchBytes, notes, total };
}

function sourceFor(request: ReadRequest, ranges: ReadonlyArray<Range>, limits: SourceLimits): RecordSource {
  const { from, until, order, latestPerKey } = request;
  const isNewestFirst = from.kind === 'latest' || order === 'newest';
  if (isNewestFirst) {
    const source = new BackwardSource(ranges, from.kind === 'latest' ? from.count : FIRST_LOOK, limits);
    return latestPerKey ? new LatestPerKeySource(source, 'first-is-latest') : source;
  }
  const source = new ForwardSource(ranges, limits);
  if (latestPerKey) return new LatestPerKeySource(source, 'last-is-latest');
  return new FollowingSource(source, limits, until.kind === 'never');
}

function fetchBytesFor({ filter }: ReadRequest, lanes: number): number {
  const count = Math.max(1, lanes);
  if (filter === null) {
    return Math.max(16 * 1024, Math.min(FETCH_BYTES, Math.floor(FETCH_BYTES_OF_ALL / count)));
  }
  const { least, most, ofAll } = SEARCH_FETCH_BYTES;
  return Math.max(Math.min(least, Math.floor(FETCH_BYTES_OF_ALL / count)), Math.min(most, Math.floor(ofAll / count)));
}

function nameOf({ topics }: ReadRequest, { topic, partition }: LanePlace): string {
  return topics.length === 1 ? `Partition ${partition}` : `Partition ${partition} of ${topic}`;
}

async function askBounds(
  engine: KafkaEngine,
  { from, until }: ReadRequest,
  partitions: Chosen,
  signal: AbortSignal,
): Promise<Bounds> {
  const ask = (point: OffsetPoint) => engine.offsets(partitions, point, signal);
  const [starts, ends, fromTimes, untilTimes, committed] = await Promise.all([
    ask({ at: 'start' }),
    ask({ at: 'end' }),
    from.kind === 'time' ? ask(at(from.timestamp)) : null,
    until.kind === 'time' ? ask(at(until.timestamp)) : null,
    from.kind === 'group' ? engine.committedOffsets({ group: from.group, partitions }, signal) : null,
  ]);
  return { starts, ends, fromTimes, untilTimes, committed };
}

/** Kafka gives negative times a meaning of their own. */
function at(timestamp: number): OffsetPoint {
  return { at: 'time', timestampMs: Math.max(0, timestamp) };
}

async function describe(
  engine: KafkaEngine,
  { topics }: ReadRequest,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ReadonlyArray<number>>> {
  const names = topics.map((each) => each.topic);
  const described = await engine.describeTopics(names, signal);
  const found = new Map(
    described.map((topic) => [topic.name, sorted(topic.partitions.map((partition) => partition.partition))]),
  );
  const missing = names.find((name) => !found.has(name));
  if (missing !== undefined) throw new AppError('TOPIC_NOT_FOUND', `There is no topic ${missing}.`);
  return found;
}

function sorted(partitions: ReadonlyArray<number>): ReadonlyArray<number> {
  return [...new Set(partitions)].sort((left, right) => left - right);
}

/** Null where a topic was never looked at. */
function guessPartitions(request: ReadRequest, known: KnownPartitions): Chosen | null {
  const guess = new Map<string, ReadonlyArray<number>>();
  for (const { topic, partitions } of request.topics) {
    const guessed = partitions.length > 0 ? sorted(partitions) : known.get(topic);
    if (guessed === undefined) return null;
    guess.set(topic, named(request, topic, guessed));
  }
  return guess;
}

function isSame(left: Chosen, right: Chosen): boolean {
  return left.size === right.size && [...left].every(([topic, list]) => list.join() === right.get(topic)?.join());
}

function choose(request: ReadRequest, described: ReadonlyMap<string, ReadonlyArray<number>>): Chosen {
  return new Map(
    request.topics.map(({ topic, partitions }) => {
      const existing = described.get(topic) ?? [];
      const chosen = partitions.length === 0 ? existing : sorted(partitions);
      const known = new Set(existing);
      const missing = chosen.filter((partition) => !known.has(partition));
      if (missing.length > 0) {
        throw new AppError('BAD_INPUT', `Topic ${topic} has no partition ${missing.join(', ')}.`, {
          hint: `It has partitions 0 to ${existing.length - 1}.`,
        });
      }
      return [topic, named(request, topic, chosen)];
    }),
  );
}

/** Starting at an offset of each named partition reads those that are named. */
function named({ from }: ReadRequest, topic: string, partitions: ReadonlyArray<number>): ReadonlyArray<number> {
  if (from.kind !== 'offsets') return partitions;
  const wanted = new Set(from.offsets.filter((each) => each.topic === topic).map((each) => each.partition));
  return partitions.filter((partition) => wanted.has(partition));
}

function valueAt<T>(values: ByPartition<T> | null, { topic, partition }: LanePlace): T | undefined {
  return values?.get(topic)?.get(partition);
}

function logRange(place: LanePlace, lane: number, { starts, ends }: Bounds): Range {
  const start = valueAt(starts, place) ?? 0n;
  // The end is asked for at the same time as the start, so retention may put it first.
  return { lane, start, end: maximum(valueAt(ends, place) ?? start, start) };
}

/** An offset before a partition's start begins at its start; one beyond its end gives nothing of that partition. */
function narrow(log: Range, place: LanePlace, request: ReadRequest, bounds: Bounds): Range {
  const wanted = startOf(request.from, place, log, bounds);
  const start = minimum(maximum(wanted, log.start), log.end);
  const end = endOf(request.until, place, { end: log.end, times: bounds.untilTimes });
  return { ...log, start, end: maximum(start, minimum(end, log.end)) };
}

function startOf(from: ReadFrom, place: LanePlace, log: Range, { fromTimes, committed }: Bounds): bigint {
  switch (from.kind) {
    case 'offset':
      return BigInt(from.offset);
    case 'offsets': {
      const found = from.offsets.find((each) => each.topic === place.topic && each.partition === place.partition);
      return BigInt(found?.offset ?? log.start);
    }
    case 'time':
      return valueAt(fromTimes, place) ?? log.end;
    case 'group':
      return valueAt(committed, place) ?? log.start;
    case 'beginning':
    case 'latest':
    case 'now':
      return log.start;
  }
}

function endOf(
  until: ReadUntil,
  place: LanePlace,
  { end, times }: { readonly end: bigint; readonly times: ByPartition<bigint> | null },
): bigint {
  if (until.kind === 'offset') return minimum(BigInt(until.offset), end);
  return until.kind === 'time' ? minimum(valueAt(times, place) ?? end, end) : end;
}

/** Beyond the end of every chosen partition it is a mistake, and the answer names what there is. */
function refuseBeyondTheEnd(request: ReadRequest, lanes: Lanes, log: ReadonlyArray<Range>, offset: string): void {
  if (!log.every((range) => BigInt(offset) > range.end)) return;
  const words = log.slice(0, 6).map((range) => {
    const name = nameOf(request, lanes[range.lane] as LanePlace).replace(/^P/, 'p');
    return range.end > range.start
      ? `${name} has ${range.start} to ${range.end - 1n}`
      : `${name} is empty, its next offset is ${range.end}`;
  });
  const more = log.length > words.length ? `, and ${log.length - words.length} partitions more` : '';
  throw new AppError('OFFSET_OUT_OF_RANGE', `There is no offset ${offset}: ${words.join(', ')}${more}.`, {
    hint: 'Choose an offset within the range, or read the newest records.',
    context: { offset },
  });
}
