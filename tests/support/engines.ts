import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  createEngine,
  type ConnectionSettings,
  type FetchRequest,
  type HostPort,
  type KafkaEngine,
  type NewTopic,
  type RawRecord,
} from '../../src/core/kafka/index.ts';

export const ENGINES = ['platformatic', 'kafkajs'] as const;
export type Kind = (typeof ENGINES)[number];

export function hostPort(address: string): HostPort {
  const at = address.lastIndexOf(':');
  return { host: address.slice(0, at), port: Number(address.slice(at + 1)) };
}

/** Settings that reach an open broker; `more` replaces parts of them. */
export function settingsFor(engine: Kind, address: string, more: Partial<ConnectionSettings> = {}): ConnectionSettings {
  return {
    engine,
    clientId: 'conduktor-test',
    bootstrapServers: [hostPort(address)],
    connectTimeoutMs: 10_000,
    requestTimeoutMs: 15_000,
    ...more,
  };
}

export function engineFor(engine: Kind, address: string, more: Partial<ConnectionSettings> = {}): KafkaEngine {
  return createEngine(settingsFor(engine, address, more));
}

/** Creates a topic with a new name and waits until it can be used: brokers answer before they are ready. */
export async function newTopic(engine: KafkaEngine, more: Partial<NewTopic> = {}): Promise<string> {
  const topic = { name: `t-${randomBytes(6).toString('hex')}`, partitions: 1, replicas: 1, ...more };
  await engine.createTopics([topic]);
  await until(async () => {
    const [info] = await engine.describeTopics([topic.name]);
    if (info?.partitions.length !== topic.partitions || info.partitions.some((p) => p.leader === null)) return false;
    const all = info.partitions.map((p) => p.partition);
    const ends = await engine.offsets(new Map([[topic.name, all]]), { at: 'end' });
    return ends.get(topic.name)?.size === topic.partitions;
  });
  return topic.name;
}

/** Waits until `check` says true, taking a failure of it as "not yet". */
export async function until(check: () => Promise<boolean>, timeoutMs = 30_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  let failure: unknown;
  while (performance.now() < deadline) {
    try {
      if (await check()) return;
    } catch (error) {
      failure = error;
    }
    await delay(50);
  }
  throw new Error('it did not come true in time', { cause: failure });
}

export type ReadOptions = {
  readonly from?: ReadonlyMap<number, bigint>;
  readonly isolation?: FetchRequest['isolation'];
  readonly maxBytesPerPartition?: number;
  readonly signal?: AbortSignal;
};

/** Reads a topic to its end as the product does: until every position has reached what may be read. */
export async function readAll(engine: KafkaEngine, topic: string, options: ReadOptions = {}): Promise<RawRecord[]> {
  const [info] = await engine.describeTopics([topic]);
  const partitions = info?.partitions.map((partition) => partition.partition) ?? [];
  const wanted = new Map([[topic, partitions]]);
  const starts =
    options.from ?? (await engine.offsets(wanted, { at: 'start' })).get(topic) ?? new Map<number, bigint>();
  const ends = (await engine.offsets(wanted, { at: 'end' })).get(topic) ?? new Map<number, bigint>();
  const positions = new Map(starts);
  const records: RawRecord[] = [];
  const reader = await engine.openReader(topic);
  const deadline = performance.now() + 40_000;
  try {
    while (positions.size > 0) {
      for (const [partition, position] of positions) {
        if (position >= (ends.get(partition) ?? 0n)) positions.delete(partition);
      }
      if (positions.size === 0) break;
      if (performance.now() > deadline) throw new Error(`reading stood still at ${[...positions].join(' ')}`);
      const fetched = await reader.fetch({
        topic,
        positions: new Map(positions),
        isolation: options.isolation ?? 'read-committed',
        maxBytesPerPartition: options.maxBytesPerPartition ?? 256 * 1024,
        maxWaitMs: 100,
        signal: options.signal ?? new AbortController().signal,
      });
      for (const part of fetched) {
        records.push(...part.records);
        positions.set(part.partition, part.nextOffset);
        if (part.nextOffset >= part.endOffset) positions.delete(part.partition);
      }
    }
  } finally {
    await reader.close();
  }
  return records.sort((a, b) => a.partition - b.partition || Number(a.offset - b.offset));
}

/** A record as plain values, to compare what two engines read. */
export function plain(record: RawRecord) {
  const hex = (bytes: Buffer | null): string | null => bytes?.toString('hex') ?? null;
  return {
    at: `${String(record.partition)}:${String(record.offset)}`,
    timestamp: record.timestamp,
    timestampType: record.timestampType,
    key: hex(record.key),
    value: hex(record.value),
    headers: record.headers.map(([name, value]) => [hex(name), hex(value)]),
  };
}
