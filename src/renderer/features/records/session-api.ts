import type { ReadProgress, ReadState, ReadUntil, RecordRow } from '../../../shared/contract/records.ts';
import type { OpenInput } from './session-request.ts';

type CallOptions = { readonly signal?: AbortSignal };
type Answer = { readonly progress: ReadProgress; readonly state: ReadState };
type Rows = { readonly rows: ReadonlyArray<RecordRow> };

/** The procedures of the contract a session needs. */
export type SessionApi = {
  open(input: OpenInput): Promise<{
    readonly sessionId: string;
    readonly topics: ReadonlyArray<{ readonly topic: string; readonly partitions: ReadonlyArray<number> }>;
  }>;
  pull(
    input: { sessionId: string; maxRows: number; waitMs: number; next: number },
    options: CallOptions,
  ): Promise<Answer & Rows>;
  progress(input: { sessionId: string }, options: CallOptions): Promise<Answer>;
  extend(input: { sessionId: string; until: ReadUntil }, options: CallOptions): Promise<unknown>;
  setColumns(input: { sessionId: string; columns: string[] }, options: CallOptions): Promise<unknown>;
  rows(input: { sessionId: string; first: number; count: number }, options: CallOptions): Promise<Rows>;
  close(input: { sessionId: string }): Promise<unknown>;
};

export type SessionPorts = {
  readonly api: SessionApi;
  /** Resolves when the next frame is about to be drawn. */
  readonly nextFrame: () => Promise<void>;
  readonly delay: (ms: number) => Promise<void>;
  /** Milliseconds on a clock that only goes forward. */
  readonly now: () => number;
};
