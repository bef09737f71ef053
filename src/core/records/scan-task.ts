import type { CompiledFilter } from '../filters/index.ts';
import { abortedFilter, BatchCursor, RecordWalker, refusal, type Decompress } from '../kafka/index.ts';
import type { DecodedRecord } from '../serdes/index.ts';
import type { Decoders } from './decoders.ts';
import type { PlainBytes } from './plain-bytes.ts';
import type { ScanResult, ScanTask } from './scan.ts';
import { frameOf, ScannedRecord } from './scanned-record.ts';
import type { TimeSpan } from './source.ts';

export type ScanContext = {
  readonly filter: CompiledFilter;
  readonly decoders: Decoders;
  readonly decompress: Decompress;
};

type Candidates = {
  /** Tested on the way, because nothing had to be waited for. */
  readonly matches: ScannedRecord[];
  /** Yet to be tested. */
  readonly records: ScannedRecord[];
  /** Those of them that are not plain text: they may need a schema. */
  readonly encoded: ScannedRecord[];
  readonly notes: string[];
  read: number;
  times: TimeSpan | null;
};

/** Looks through one piece of a partition: what matches, how much was looked at, what could not be read. */
export async function scanTask(task: ScanTask, context: ScanContext): Promise<ScanResult> {
  if (task.records !== null) return scanDecoded(task, task.records, context);
  const candidates = collect(task, context);
  const { matches, records, encoded, notes, read, times } = candidates;
  if (encoded.length > 0) await context.decoders.prepare(task.topic, encoded.map(encodedOf));
  const tested = await test(records, context.filter);
  const undecodable = encoded.filter((record) => record.isUndecodable).length;
  const found = inOrder(matches, tested).map((record) => record.toRaw());
  return { records: found, read, undecodable, notes, times };
}

function inOrder(
  left: ReadonlyArray<ScannedRecord>,
  right: ReadonlyArray<ScannedRecord>,
): ReadonlyArray<ScannedRecord> {
  if (left.length === 0) return right;
  if (right.length === 0) return left;
  return [...left, ...right].sort((a, b) => (a.offset < b.offset ? -1 : 1));
}

async function test(
  records: ReadonlyArray<ScannedRecord>,
  filter: CompiledFilter,
): Promise<ReadonlyArray<ScannedRecord>> {
  if (records.length === 0) return [];
  if (!filter.isAsync) return records.filter((record) => filter.test(record));
  const mask = await filter.testMany(records);
  return records.filter((_, index) => mask[index] === 1);
}

function encodedOf(record: ScannedRecord) {
  return { key: record.keyBytes, value: record.valueBytes, headers: record.rawHeaders };
}

/** From an engine that decodes by itself. */
async function scanDecoded(
  task: ScanTask,
  all: NonNullable<ScanTask['records']>,
  { filter, decoders }: ScanContext,
): Promise<ScanResult> {
  const records = all.filter(
    (record) => record.offset >= task.from && (task.until === null || record.offset < task.until),
  );
  await decoders.prepare(task.topic, records);
  const decoded: DecodedRecord[] = records.map((record) => decoders.decoded(task.topic, record));
  const mask = filter.isAsync ? await filter.testMany(decoded) : decoded.map((each) => (filter.test(each) ? 1 : 0));
  const undecodable = decoded.filter((each) => filter.needs.value && each.value.failure() !== null).length;
  const [first, last] = [records[0], records.at(-1)];
  return {
    records: records.filter((_, index) => mask[index] === 1),
    read: records.length,
    undecodable,
    notes: [],
    times: first === undefined || last === undefined ? null : { oldest: first.timestamp, newest: last.timestamp },
  };
}

/** Records that may match: all, or those the raw test does not rule out. */
function collect(task: ScanTask, { filter, decoders, decompress }: ScanContext): Candidates {
  const candidates: Candidates = { matches: [], records: [], encoded: [], notes: [], read: 0, times: null };
  const isHidden = abortedFilter(task.aborted);
  const batch = new BatchCursor(task.batches);
  const shared = { topic: task.topic, partition: task.partition, ...keysAndValues(decoders, task.topic) };
  const plain = decoders.plainOf(task.topic);
  while (batch.next()) {
    const hidden = isHidden(batch);
    if (hidden || batch.lastOffset < task.from || (task.until !== null && batch.baseOffset >= task.until)) continue;
    const takeBack = checkpoint(candidates);
    try {
      const body = batch.codec === 0 ? batch.body : decompress(batch.codec, batch.body);
      collectBatch(candidates, { task, batch, body, shared, filter, plain });
    } catch (error) {
      // A damaged batch is refused whole, as browsing refuses it.
      takeBack();
      candidates.notes.push(refusal(batch, task.partition, error).error.message);
    }
    candidates.times = widen(candidates.times, batch);
  }
  return candidates;
}

/** Remembers how much was collected; the answer forgets what came since. */
function checkpoint(candidates: Candidates): () => void {
  const { matches, records, encoded, read } = candidates;
  const lengths = [matches.length, records.length, encoded.length] as const;
  return () => {
    [matches.length, records.length, encoded.length] = lengths;
    candidates.read = read;
  };
}

function keysAndValues(decoders: Decoders, topic: string) {
  const { key, value } = decoders.of(topic);
  return { keys: key, values: value };
}

type BatchWork = {
  readonly task: ScanTask;
  readonly batch: BatchCursor;
  readonly body: Buffer;
  readonly shared: Pick<ConstructorParameters<typeof ScannedRecord>[0], 'topic' | 'partition' | 'keys' | 'values'>;
  readonly filter: CompiledFilter;
  readonly plain: PlainBytes;
};

function collectBatch(candidates: Candidates, work: BatchWork): void {
  const { task, batch, body, filter, plain } = work;
  const { raw } = filter;
  const walker = new RecordWalker(body, batch.count);
  const isWhole = batch.baseOffset >= task.from && (task.until === null || batch.lastOffset < task.until);
  const least = isWhole ? 0 : Number(task.from - batch.baseOffset);
  const most = isWhole || task.until === null ? Infinity : Number(task.until - batch.baseOffset);
  const hits = raw === null || !raw.anyMatch(body) ? NO_HITS : raw.positions(body);
  // What is decoded says nothing about its bytes: it is a candidate whatever they are.
  if (raw !== null && isWhole && hits.length === 0 && plain.isCertain(raw.parts)) {
    candidates.read += batch.count;
    return;
  }
  const look = looker(candidates, work);
  let hit = 0;
  while (walker.next()) {
    walker.fields();
    if (walker.offsetDelta < least || walker.offsetDelta >= most) continue;
    candidates.read += 1;
    if (raw !== null) {
      while (hit < hits.length && (hits[hit] as number) < walker.start) hit += 1;
      const isHit = hit < hits.length && (hits[hit] as number) < walker.end;
      if (!isHit && plain.isPlain(walker, raw.parts)) continue;
    }
    look(walker);
  }
}

/**
 * What is done with a candidate. Plain text with a filter that answers at once, which is what searches of JSON mostly meet,
 * is tested on one object that stands for all; a record becomes an object of its own only when it matches.
 */
function looker(candidates: Candidates, { batch, body, shared, filter, plain }: BatchWork): (at: RecordWalker) => void {
  let frame: ReturnType<typeof frameOf> | null = null;
  let probe: ScannedRecord | null = null;
  return (walker) => {
    frame ??= frameOf(batch, body, shared);
    const isPlain = plain.isPlain(walker, KEY_AND_VALUE);
    if (isPlain && !filter.isAsync) {
      if (probe === null) probe = new ScannedRecord(frame, walker, plain.jsonIn(walker));
      else probe.moveTo(frame, walker, plain.jsonIn(walker));
      if (!filter.test(probe)) return;
      candidates.matches.push(probe);
      probe = null;
      return;
    }
    const record = new ScannedRecord(frame, walker, plain.jsonIn(walker));
    candidates.records.push(record);
    if (!isPlain) candidates.encoded.push(record);
  };
}

const KEY_AND_VALUE = { key: true, value: true, headers: false } as const;
const NO_HITS: ArrayLike<number> = [];

function widen(times: TimeSpan | null, batch: BatchCursor): TimeSpan {
  const { baseTimestamp, maxTimestamp } = batch;
  if (times === null) return { oldest: baseTimestamp, newest: maxTimestamp };
  return {
    oldest: baseTimestamp < times.oldest ? baseTimestamp : times.oldest,
    newest: maxTimestamp > times.newest ? maxTimestamp : times.newest,
  };
}
