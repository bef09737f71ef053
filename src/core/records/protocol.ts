import type { AppErrorData } from '../../shared/errors.ts';
import type { RecordDetail } from '../../shared/contract/records.ts';
import type { ReadRequest } from './plan.ts';
import type { BytesOf } from './rows.ts';
import type { Counters, PullAnswer } from './session.ts';
import type { SettingsMessage } from './settings-wire.ts';

/** What main asks of a reader worker: one entry a method. */
export type ReaderMethods = {
  /** First message of a worker's life; the engine connects when the first session opens. */
  connect: { params: { settings: SettingsMessage }; result: null };
  /** Connects ahead of the first session. */
  warm: { params: Record<string, never>; result: null };
  open: { params: ReadRequest & { sessionId: string }; result: { partitions: number[] } };
  pull: {
    params: { sessionId: string; maxRows: number; waitMs: number; next?: number | undefined };
    result: PullAnswer;
  };
  record: { params: { sessionId: string; id: number }; result: RecordDetail };
  bytes: {
    params: { sessionId: string; id: number; part: BytesOf; start: number };
    result: { base64: string; size: number; end: number };
  };
  progress: { params: { sessionId: string }; result: Counters };
  close: { params: { sessionId: string }; result: null };
  /** Last message: closes every session and connection, so that nothing of ours stays on a broker. */
  leave: { params: Record<string, never>; result: null };
};

export type ReaderMethod = keyof ReaderMethods;

export type ToReader =
  | {
      [M in ReaderMethod]: { kind: 'call'; id: number; method: M; params: ReaderMethods[M]['params'] };
    }[ReaderMethod]
  | { kind: 'cancel'; id: number };

export type FromReader =
  | { kind: 'result'; id: number; value: ReaderMethods[ReaderMethod]['result'] }
  | { kind: 'failure'; id: number; error: AppErrorData };

/** What both ends of a worker's port have in common. */
export type Port = {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
};
