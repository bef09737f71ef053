import { AppError } from '../../shared/errors.ts';
import type { KafkaEngine, RawRecord } from '../kafka/index.ts';

export type RecordPlace = {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly isolation: 'read-committed' | 'read-uncommitted';
};

/** Reads one record again whose bytes were dropped from memory. */
export async function reread(engine: KafkaEngine, place: RecordPlace, signal: AbortSignal): Promise<RawRecord> {
  const reader = await engine.openReader(place.topic);
  try {
    const fetched = await reader.fetch({
      topic: place.topic,
      positions: new Map([[place.partition, place.offset]]),
      isolation: place.isolation,
      maxBytesPerPartition: 64 * 1024,
      maxWaitMs: 100,
      signal,
    });
    const records = fetched.find((part) => part.partition === place.partition)?.records ?? [];
    const record = records.find((candidate) => candidate.offset === place.offset);
    if (record === undefined) throw gone(place);
    return record;
  } catch (error) {
    throw error instanceof AppError && error.code === 'OFFSET_OUT_OF_RANGE' ? gone(place, error) : error;
  } finally {
    // Best effort: what was read is read, and a connection that cannot be closed is broken already.
    await reader.close().catch(() => undefined);
  }
}

function gone(place: RecordPlace, cause?: AppError): AppError {
  return new AppError(
    'RECORD_EVICTED',
    `Record ${place.offset} of partition ${place.partition} was dropped from memory and is no longer in the log: ` +
      'retention or compaction has removed it.',
    { hint: 'Its row still shows the beginning of it.', cause },
  );
}
