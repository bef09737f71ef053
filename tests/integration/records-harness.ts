import { Worker } from 'node:worker_threads';
import { createRouterClient } from '@orpc/server';
import { createImplementer, type CallContext } from '../../src/core/guard/index.ts';
import { createEngine, type ConnectionSettings, type KafkaEngine } from '../../src/core/kafka/index.ts';
import { createRecords, recordsProcedures, type RecordsService } from '../../src/core/records/index.ts';
import type { ReadFrom, ReadProgress, ReadState, RecordRow } from '../../src/shared/contract/records.ts';

const WORKER = new URL('../../src/workers/records.ts', import.meta.url);

export function plainSettings(broker: { host: string; port: number }): ConnectionSettings {
  return {
    engine: 'platformatic',
    clientId: 'conduktor-test',
    bootstrapServers: [{ host: broker.host, port: broker.port }],
    connectTimeoutMs: 5000,
    requestTimeoutMs: 10_000,
  };
}

/** The record path as the product runs it: contract → guard → main side → real worker → real broker. */
export type Reader = {
  readonly engine: KafkaEngine;
  readonly service: RecordsService;
  readonly workers: ReadonlyArray<Worker>;
  readonly client: ReturnType<typeof createClient>;
  close(): Promise<void>;
};

export function openReaderPath(settings: ConnectionSettings): Reader {
  const workers: Worker[] = [];
  const service = createRecords({
    createWorker() {
      const worker = new Worker(WORKER);
      workers.push(worker);
      return worker;
    },
    settingsOf: () => Promise.resolve(settings),
    log: { warn: () => undefined },
  });
  const engine = createEngine(settings);
  return {
    engine,
    service,
    workers,
    client: createClient(service),
    async close() {
      await Promise.all([service.close(), engine.close()]);
    },
  };
}

function createClient(service: RecordsService) {
  const context: CallContext = { caller: { kind: 'desktop' } };
  const os = createImplementer({
    licence: { allows: () => true },
    roles: { allows: () => true },
    modeOf: () => 'read-only',
    mask: (text) => text,
    onBug: (path, error) => {
      throw new Error(`a bug in ${path}`, { cause: error });
    },
  });
  return createRouterClient(recordsProcedures(os, service), { context });
}

export type OpenOptions = {
  readonly from?: ReadFrom;
  readonly partitions?: number[];
  readonly isolation?: 'read-committed' | 'read-uncommitted';
};

export async function openSession(reader: Reader, topic: string, options: OpenOptions = {}): Promise<string> {
  const { sessionId } = await reader.client.open({
    clusterId: 'test',
    topic,
    partitions: options.partitions ?? [],
    from: options.from ?? { kind: 'beginning' },
    isolation: options.isolation ?? 'read-committed',
  });
  return sessionId;
}

export type Pulled = { rows: RecordRow[]; state: ReadState; progress: ReadProgress };

/** Pulls until `isEnough` or the session is complete; fails after `limitMs`, saying how far it came. */
export async function pullUntil(
  reader: Reader,
  sessionId: string,
  isEnough: (pulled: Pulled) => boolean,
  limitMs = 20_000,
): Promise<Pulled> {
  const rows: RecordRow[] = [];
  const deadline = Date.now() + limitMs;
  for (;;) {
    const answer = await reader.client.pull({ sessionId, maxRows: 5000, waitMs: 500 });
    for (const row of answer.rows) rows.push(row);
    const pulled = { ...answer, rows };
    if (answer.state.kind === 'complete' || isEnough(pulled)) return pulled;
    if (Date.now() > deadline)
      throw new Error(`${rows.length} rows after ${limitMs} ms, ${JSON.stringify(answer.state)}`);
  }
}

export async function pullAll(reader: Reader, topic: string, options: OpenOptions = {}): Promise<Pulled> {
  const sessionId = await openSession(reader, topic, options);
  const pulled = await pullUntil(reader, sessionId, () => false);
  await reader.client.close({ sessionId });
  return pulled;
}

/** `partition:offset` of each row, in their order. */
export function places(rows: ReadonlyArray<RecordRow>): string[] {
  return rows.map((row) => `${row.partition}:${row.offset}`);
}
