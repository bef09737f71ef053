import type { Comparison, LookedBack } from '../../shared/contract/compare.ts';
import type { RecordDetail } from '../../shared/contract/records.ts';
import type { KafkaEngine } from '../kafka/index.ts';
import { compareRecords } from './compare.ts';
import { placeOf, type Lanes } from './lanes.ts';
import { findPreviousOfKey, LOOK_LIMITS } from './previous-of-key.ts';
import type { RecordShelf } from './record-shelf.ts';
import { toDetail } from './rows.ts';

export type LookBack = {
  readonly engine: KafkaEngine;
  readonly shelf: RecordShelf;
  readonly lanes: Lanes;
  readonly isolation: 'read-committed' | 'read-uncommitted';
  readonly clock: () => number;
  readonly signal: AbortSignal;
};
export type LookedBackAnswer = {
  record: RecordDetail | null;
  comparison: Comparison | null;
  looked: LookedBack;
};

/** The previous record of a row's key, read anew from its partition, and how the two compare. */
export async function lookBack(session: LookBack, id: number, before: string | undefined): Promise<LookedBackAnswer> {
  const { engine, shelf, isolation, clock, signal } = session;
  const now = await shelf.find(id, signal);
  const lane = session.lanes.indexOf(now.place);
  const { topic, partition } = placeOf(session.lanes, lane);
  const starts = await engine.offsets(new Map([[topic, [partition]]]), { at: 'start' }, signal);
  const reader = await engine.openReader(topic);
  try {
    const place = {
      topic,
      partition,
      before: before === undefined ? now.record.offset : BigInt(before),
      key: now.record.key,
      isolation,
      logStart: starts.get(topic)?.get(partition) ?? 0n,
    };
    const { record, looked } = await findPreviousOfKey(reader, place, { ...LOOK_LIMITS, clock }, signal);
    if (record === null) return { record: null, comparison: null, looked };
    const detail = toDetail(await shelf.show({ lane, record }));
    return { record: detail, comparison: compareRecords(detail, toDetail(now)), looked };
  } finally {
    // Best effort: what was read is read, and a connection that cannot be closed is broken already.
    await reader.close().catch(() => undefined);
  }
}
