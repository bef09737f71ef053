import { fileURLToPath } from 'node:url';
import { MessageChannel, Worker } from 'node:worker_threads';
import { createRouterClient } from '@orpc/server';
import { createImplementer, type CallContext, type Implementer } from '../../src/core/guard/index.ts';
import { createEngine, type ConnectionSettings, type KafkaEngine } from '../../src/core/kafka/index.ts';
import type { ConnectionSink } from '../../src/core/network/index.ts';
import {
  createRecords,
  recordsProcedures,
  serveReader,
  type ReaderOptions,
  type RecordsService,
  type WorkerFiles,
} from '../../src/core/records/index.ts';
import type { SchemaSource } from '../../src/core/serdes/index.ts';
import type { ReadProgress, ReadState, RecordRow } from '../../src/shared/contract/records.ts';

const workerFile = (name: string): string => fileURLToPath(new URL(`../../src/workers/${name}.ts`, import.meta.url));
const FILES: WorkerFiles = { scan: workerFile('scan'), javascript: workerFile('javascript-filter') };

const NO_SCHEMAS: SchemaSource = {
  peek: () => undefined,
  load: () => Promise.resolve({ failure: 'There is no Schema Registry in this test.' }),
};

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

/** With `limits` the reader runs in this thread, since a real worker cannot be given smaller caps. */
export function openReaderPath(
  settings: ConnectionSettings,
  limits?: Partial<ReaderOptions>,
  schemas: SchemaSource = NO_SCHEMAS,
  connectionsOf?: () => ConnectionSink,
): Reader {
  const workers: Worker[] = [];
  const service = createRecords({
    createWorker() {
      const worker =
        limits === undefined ? new Worker(workerFile('records'), { workerData: FILES }) : inThisThread(limits);
      workers.push(worker);
      return worker;
    },
    settingsOf: () => Promise.resolve(settings),
    schemasOf: () => schemas,
    ...(connectionsOf === undefined ? {} : { connectionsOf }),
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

function inThisThread(limits: Partial<ReaderOptions>): Worker {
  const { port1, port2 } = new MessageChannel();
  const createScanThread = () => new Worker(FILES.scan, { workerData: FILES });
  serveReader(port1, { createEngine, createScanThread, scanThreads: 2, ...limits });
  const terminate = () => Promise.resolve(port2.close());
  return Object.assign(port2, { terminate }) as unknown as Worker;
}

export const TEST_CONTEXT: CallContext = { caller: { kind: 'desktop' } };

/** The guard with everything allowed; a bug fails the test. */
export function createTestImplementer(): Implementer {
  return createImplementer({
    licence: { allows: () => true },
    roles: { allows: () => true },
    modeOf: () => 'read-only',
    mask: (text) => text,
    onBug: (path, error) => {
      throw new Error(`a bug in ${path}`, { cause: error });
    },
  });
}

function createClient(service: RecordsService) {
  return createRouterClient(recordsProcedures(createTestImplementer(), service), { context: TEST_CONTEXT });
}

type OpenInput = Parameters<Reader['client']['open']>[0];
export type OpenOptions = Partial<Omit<OpenInput, 'clusterId' | 'topics'>> & {
  readonly partitions?: number[];
  /** Further topics of the same session. */
  readonly also?: ReadonlyArray<string>;
};

/** From the beginning to the end as it is, oldest first, unless the options say otherwise. */
export async function openSession(reader: Reader, topic: string, options: OpenOptions = {}): Promise<string> {
  const { partitions = [], also = [], ...more } = options;
  const { sessionId } = await reader.client.open({
    clusterId: 'test',
    topics: [{ topic, partitions }, ...also.map((name) => ({ topic: name, partitions: [] }))],
    from: { kind: 'beginning' },
    until: { kind: 'end' },
    order: 'oldest',
    isolation: 'read-committed',
    markers: false,
    filter: null,
    decode: {},
    columns: [],
    latestPerKey: false,
    ...more,
  });
  return sessionId;
}

export type Pulled = { rows: RecordRow[]; state: ReadState; progress: ReadProgress };

/** Pulls until `isEnough`, or until the session is complete; fails after `limitMs`, saying how far it came. */
export async function pullUntil(
  reader: Reader,
  sessionId: string,
  isEnough: (pulled: Pulled) => boolean,
  limitMs = 60_000,
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

/** Creates a topic and waits until its leaders answer: brokers say "created" before they serve it. */
export async function createTopic(reader: Pick<Reader, 'engine'>, name: string, partitions: number): Promise<void> {
  await reader.engine.createTopics([{ name, partitions, replicas: 1 }]);
  const all = Array.from({ length: partitions }, (_, partition) => partition);
  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      const offsets = await reader.engine.offsets(new Map([[name, all]]), { at: 'end' });
      if (offsets.get(name)?.size === partitions) return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
