import { AppError } from '../../shared/errors.ts';
import type { KafkaEngine, RawRecord, TopicReader } from '../kafka/index.ts';
import { placeOf, type LanePlace, type Lanes } from './lanes.ts';
import type { LaneId } from './source.ts';

export type RereadOptions = {
  readonly engine: KafkaEngine;
  readonly lanes: Lanes;
  readonly isolation: 'read-committed' | 'read-uncommitted';
  readonly markers: boolean;
  readonly signal: AbortSignal;
};

/** Several records that lie close together come with one fetch. */
const FETCH_BYTES = { one: 64 * 1024, many: 1024 * 1024 };

/** Reads one record again whose bytes were dropped from memory. */
export async function reread(options: RereadOptions, lane: LaneId, offset: bigint): Promise<RawRecord> {
  const place = placeOf(options.lanes, lane);
  const notes: string[] = [];
  const found = await rereadMany(options, new Map([[lane, [offset]]]), notes);
  const record = found.get(lane)?.get(offset);
  if (record === undefined) throw gone(place, offset, notes);
  return record;
}

/**
 * Reads records again, lane by lane in the order of their offsets. What is no longer in the log is absent; batches that
 * cannot be read any more are told in `notes`.
 */
export async function rereadMany(
  options: RereadOptions,
  wanted: ReadonlyMap<LaneId, ReadonlyArray<bigint>>,
  notes: string[] = [],
): Promise<ReadonlyMap<LaneId, ReadonlyMap<bigint, RawRecord>>> {
  const found = new Map<LaneId, ReadonlyMap<bigint, RawRecord>>();
  const readers = new Map<string, TopicReader>();
  try {
    for (const [lane, offsets] of wanted) {
      const place = placeOf(options.lanes, lane);
      const reader = readers.get(place.topic) ?? (await options.engine.openReader(place.topic));
      readers.set(place.topic, reader);
      found.set(lane, await rereadLane(options, { reader, place, offsets, notes }));
    }
  } finally {
    // Best effort: what was read is read, and a connection that cannot be closed is broken already.
    await Promise.all([...readers.values()].map((reader) => reader.close().catch(() => undefined)));
  }
  return found;
}

async function rereadLane(
  { isolation, markers, signal }: RereadOptions,
  lane: {
    readonly reader: TopicReader;
    readonly place: LanePlace;
    readonly offsets: ReadonlyArray<bigint>;
    readonly notes: string[];
  },
): Promise<ReadonlyMap<bigint, RawRecord>> {
  const { topic, partition } = lane.place;
  const left = [...lane.offsets].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const found = new Map<bigint, RawRecord>();
  const maxBytesPerPartition = left.length > 1 ? FETCH_BYTES.many : FETCH_BYTES.one;
  while (left.length > 0) {
    const offset = left[0] as bigint;
    const request = {
      topic,
      positions: new Map([[partition, offset]]),
      isolation,
      markers,
      maxBytesPerPartition,
      maxWaitMs: 100,
      signal,
    };
    const parts = await lane.reader.fetch(request).catch((error: unknown) => {
      // Deleted from the start of the log meanwhile: later ones may still be there.
      if (error instanceof AppError && error.code === 'OFFSET_OUT_OF_RANGE') return [];
      throw error;
    });
    const part = parts.find((candidate) => candidate.partition === partition);
    lane.notes.push(...(part?.notes ?? []));
    const records = new Map(part?.records.map((record) => [record.offset, record]));
    const next = part === undefined || part.nextOffset <= offset ? offset + 1n : part.nextOffset;
    while (left.length > 0 && (left[0] as bigint) < next) {
      const at = left.shift() as bigint;
      const record = records.get(at);
      if (record !== undefined) found.set(at, record);
    }
  }
  return found;
}

function gone({ topic, partition }: LanePlace, offset: bigint, notes: ReadonlyArray<string>): AppError {
  const [note] = notes;
  const why = note ?? 'It is no longer in the log: retention or compaction has removed it.';
  return new AppError(
    'RECORD_EVICTED',
    `Record ${offset} of partition ${partition} of ${topic} was dropped from memory and cannot be read again. ${why}`,
    { hint: 'Its row still shows the beginning of it.' },
  );
}
