import type { ValueFormat } from '../../shared/contract/serdes.ts';
import type { ShownRecord } from './rows.ts';
import { timestampOf } from './rows.ts';

/** A record for export and SQL: decoded texts and exact bytes. Buffers share one memory a page. */
export type DumpRow = {
  readonly id: number;
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly timestamp: number;
  /** The whole text as it is shown and copied; null is null. */
  readonly key: string | null;
  readonly value: string | null;
  readonly keyFormat: ValueFormat;
  readonly valueFormat: ValueFormat;
  readonly keyBytes: Buffer | null;
  readonly valueBytes: Buffer | null;
  readonly headers: ReadonlyArray<readonly [name: string, value: Buffer | null]>;
};

export type DumpPage = {
  readonly rows: ReadonlyArray<DumpRow>;
  /** The id to go on from. */
  readonly next: number;
  /** True where nothing follows: not in the session, and, when asked to read on, not in the log. */
  readonly done: boolean;
  /** Rows whose record is no longer in the log. */
  readonly gone: number;
  /** What the session has to tell of the reading so far (`ReadProgress.notes`); empty for chosen rows. */
  readonly notes: ReadonlyArray<string>;
};

export function toDumpRow(id: number, { place, record, decoded }: ShownRecord): DumpRow {
  const { key, value } = decoded;
  return {
    id,
    topic: place.topic,
    partition: record.partition,
    offset: record.offset,
    timestamp: timestampOf(record),
    key: record.key === null ? null : key.text(),
    value: record.value === null ? null : value.text(),
    keyFormat: key.preview().format,
    valueFormat: record.marker === undefined ? value.preview().format : 'marker',
    keyBytes: record.key,
    valueBytes: record.value,
    headers: record.headers.map(([name, bytes]) => [name.toString('utf8'), bytes]),
  };
}

/** Bytes of a row in memory and on its way. */
export function dumpWeight(row: DumpRow): number {
  const headers = row.headers.reduce((sum, [name, value]) => sum + 40 + name.length + (value?.length ?? 0), 0);
  const texts = (row.key?.length ?? 0) + (row.value?.length ?? 0);
  return 200 + headers + texts + (row.keyBytes?.length ?? 0) + (row.valueBytes?.length ?? 0);
}

/**
 * The same row with buffers of their own: one that shares the memory of a whole fetch would take all of it along through
 * a message.
 */
export function withOwnBytes(row: DumpRow): DumpRow {
  const own = (bytes: Buffer | null): Buffer | null =>
    bytes === null ? null : Buffer.from(Uint8Array.from(bytes).buffer);
  return {
    ...row,
    keyBytes: own(row.keyBytes),
    valueBytes: own(row.valueBytes),
    headers: row.headers.map(([name, bytes]) => [name, own(bytes)]),
  };
}
