import type { KafkaMessage } from 'kafkajs';
import type { RawRecord } from '../engine.ts';

/** What kafkajs knows of a message's batch but leaves out of its types. */
type WithBatch = KafkaMessage & { readonly batchContext?: { readonly timestampType?: number } };

const APPEND_TIME = 1;

export function rawRecord(message: WithBatch, partition: number): RawRecord {
  const timestamp = BigInt(message.timestamp);
  const isAppend = message.batchContext?.timestampType === APPEND_TIME;
  return {
    partition,
    offset: BigInt(message.offset),
    timestamp,
    timestampType: isAppend ? 'append' : timestamp < 0n ? 'unknown' : 'create',
    key: message.key,
    value: message.value,
    headers: Object.entries(message.headers ?? {}).flatMap(([name, values]) =>
      (Array.isArray(values) ? values : [values]).map((value) => [Buffer.from(name), bytesOf(value)] as const),
    ),
  };
}

function bytesOf(value: Buffer | string | null | undefined): Buffer | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? Buffer.from(value) : value;
}

/** Bytes of keys and values: kafkajs does not say how many came over the wire. */
export function bytesIn(records: ReadonlyArray<RawRecord>): number {
  return records.reduce((sum, record) => sum + (record.key?.length ?? 0) + (record.value?.length ?? 0), 0);
}
