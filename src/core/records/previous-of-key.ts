import type { LookedBack } from '../../shared/contract/compare.ts';
import { AppError } from '../../shared/errors.ts';
import type { RawRecord, TopicReader } from '../kafka/index.ts';
import { Notes } from './notes.ts';

export type KeyPlace = {
  readonly topic: string;
  readonly partition: number;
  /** The record itself, or where an earlier search ended: what is looked for lies before it. */
  readonly before: bigint;
  readonly key: Buffer | null;
  readonly isolation: 'read-committed' | 'read-uncommitted';
  /** The first offset that is still there. */
  readonly logStart: bigint;
};

export type LookLimits = { readonly maxRecords: number; readonly maxMs: number; readonly clock: () => number };

export const LOOK_LIMITS = { maxRecords: 200_000, maxMs: 4000 };
/** The first window is small: the previous one is mostly near. */
const FIRST_WINDOW = 500n;
const MAX_WINDOW = 20_000n;

export type PreviousOfKey = { readonly record: RawRecord | null; readonly looked: LookedBack };

/**
 * The newest record of a partition before an offset that has exactly this key. Kafka reads forward only, so windows of
 * offsets are read one before the other until one holds the key, the log begins, or a limit is reached.
 */
export async function findPreviousOfKey(
  reader: Pick<TopicReader, 'fetch'>,
  place: KeyPlace,
  limits: LookLimits,
  signal: AbortSignal,
): Promise<PreviousOfKey> {
  if (place.key === null) {
    throw new AppError('BAD_INPUT', 'This record has no key, so there is no previous record of its key.');
  }
  const deadline = limits.clock() + limits.maxMs;
  let records = 0;
  const notes = new Notes();
  let end = place.before;
  let size = FIRST_WINDOW;
  while (end > place.logStart) {
    const start = end - size > place.logStart ? end - size : place.logStart;
    const window = await lastInWindow(reader, place, { start, end }, signal);
    records += window.records;
    // Windows that begin inside the same damaged batch each meet it.
    for (const note of window.notes) notes.add(note);
    if (window.found !== null) {
      const from = window.found.offset;
      return { record: window.found, looked: looked(records, from, place, notes) };
    }
    end = start;
    size = size * 2n > MAX_WINDOW ? MAX_WINDOW : size * 2n;
    if (records >= limits.maxRecords || limits.clock() >= deadline) break;
  }
  return { record: null, looked: looked(records, end, place, notes) };
}

function looked(records: number, from: bigint, { logStart }: KeyPlace, notes: Notes): LookedBack {
  return { records, from: from.toString(), reachedStart: from <= logStart, notes: [...notes.sentences] };
}

type Window = { readonly start: bigint; readonly end: bigint };

/** The last record of the window that has the key, and what could not be read from there to the window's end. */
async function lastInWindow(
  reader: Pick<TopicReader, 'fetch'>,
  { topic, partition, key, isolation }: KeyPlace,
  { start, end }: Window,
  signal: AbortSignal,
): Promise<{ readonly found: RawRecord | null; readonly records: number; readonly notes: ReadonlyArray<string> }> {
  let found: RawRecord | null = null;
  let notes: string[] = [];
  let records = 0;
  for (let at = start; at < end;) {
    const fetched = await reader.fetch({
      topic,
      positions: new Map([[partition, at]]),
      isolation,
      maxBytesPerPartition: 1024 * 1024,
      maxWaitMs: 100,
      signal,
    });
    const part = fetched.find((each) => each.partition === partition);
    const before: RawRecord | null = found;
    for (const record of part?.records ?? []) {
      if (record.offset >= end) break;
      records += 1;
      if (record.key !== null && key !== null && record.key.equals(key)) found = record;
    }
    // What was damaged before the record that was found cannot hide a later one.
    if (found !== before) notes = [];
    notes.push(...(part?.notes ?? []));
    // Nothing came and nothing was passed over: what is left of the window cannot be read now.
    if (part === undefined || part.nextOffset <= at) {
      notes.push(`The broker answers with nothing from offset ${at} to ${end - 1n} of partition ${partition}.`);
      break;
    }
    at = part.nextOffset;
  }
  return { found, records, notes };
}
