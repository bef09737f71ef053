import type { AppErrorData } from '../../shared/errors.ts';
import type { Comparison } from '../../shared/contract/compare.ts';
import type { LookedBackAnswer } from './look-back.ts';
import type { Histogram, ReadUntil, RecordDetail, RecordRow } from '../../shared/contract/records.ts';
import type { ConnectionEvent } from '../network/index.ts';
import type { CacheMessage } from '../search-cache/index.ts';
import type { SchemaRef } from '../serdes/index.ts';
import type { SchemaAnswer } from './asked-schemas.ts';
import type { DumpPage } from './dump.ts';
import type { HistogramRequest } from './histogram.ts';
import type { ReadRequest } from './read-request.ts';
import type { BytesOf } from './rows.ts';
import type { Counters, DumpRequest, PullAnswer } from './session.ts';
import type { SettingsMessage } from './settings-wire.ts';

/** What main asks of a reader worker: one entry a method. */
export type ReaderMethods = {
  /** First message of a worker's life; the engine connects when the first session opens. */
  connect: { params: { settings: SettingsMessage; cache: CacheMessage | null }; result: null };
  /** The search cache was turned on or off, or got another cap. */
  cache: { params: { cache: CacheMessage | null }; result: null };
  /** Connects ahead of the first session. */
  warm: { params: Record<string, never>; result: null };
  open: {
    params: ReadRequest & { sessionId: string };
    result: { topics: Array<{ topic: string; partitions: number[] }> };
  };
  pull: {
    params: { sessionId: string; maxRows: number; waitMs: number; next?: number | undefined };
    result: PullAnswer;
  };
  record: { params: { sessionId: string; id: number }; result: RecordDetail };
  compare: { params: { sessionId: string; a: number; b: number }; result: Comparison };
  previousOfKey: {
    params: { sessionId: string; id: number; before?: string | undefined };
    result: LookedBackAnswer;
  };
  bytes: {
    params: { sessionId: string; id: number; part: BytesOf; start: number };
    result: { base64: string; size: number; end: number };
  };
  progress: { params: { sessionId: string }; result: Counters };
  extend: { params: { sessionId: string; until: ReadUntil }; result: null };
  setColumns: { params: { sessionId: string; columns: ReadonlyArray<string> }; result: null };
  rows: { params: { sessionId: string; first: number; count: number }; result: { rows: RecordRow[] } };
  histogram: { params: { sessionId: string } & HistogramRequest; result: Histogram };
  dump: { params: { sessionId: string } & DumpRequest; result: DumpPage };
  dumpOf: { params: { sessionId: string; ids: ReadonlyArray<number> }; result: DumpPage };
  close: { params: { sessionId: string }; result: null };
  /** Last message: closes every session and connection, so that nothing of ours stays on a broker. */
  leave: { params: Record<string, never>; result: null };
};

export type ReaderMethod = keyof ReaderMethods;

export type ToReader =
  | {
      [M in ReaderMethod]: { kind: 'call'; id: number; method: M; params: ReaderMethods[M]['params'] };
    }[ReaderMethod]
  | { kind: 'cancel'; id: number }
  /** The answer to `ask-schema`. */
  | { kind: 'schema'; key: string; answer: SchemaAnswer };

export type FromReader =
  | { kind: 'result'; id: number; value: ReaderMethods[ReaderMethod]['result'] }
  | { kind: 'failure'; id: number; error: AppErrorData }
  /** The disk refuses: the search cache has turned itself off. */
  | { kind: 'cache-off'; reason: string }
  /** What the network's ledger is told of this thread. */
  | { kind: 'connection'; event: ConnectionEvent }
  /** A worker has no way to a registry: the main side has. */
  | { kind: 'ask-schema'; key: string; ref: SchemaRef };

/** What both ends of a worker's port have in common. */
export type Port = {
  postMessage(message: unknown, transfer?: ReadonlyArray<ArrayBuffer>): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
};
