import type { RecordField } from './used-fields.ts';

/** What the filter's thread and its owner say to each other. Texts only: nothing of one side is reachable from the other. */
export type ToThread =
  | {
      readonly kind: 'open';
      readonly program: number;
      readonly code: string;
      /** What the batches hold of a record, in this order. */
      readonly fields: ReadonlyArray<RecordField>;
    }
  | { readonly kind: 'test'; readonly program: number; readonly batch: BatchText }
  | { readonly kind: 'close'; readonly program: number };

/** Records as the text of a JSON array of their used fields, see batch-text.ts. */
export type BatchText = {
  readonly text: string;
  readonly count: number;
  /** Texts that begin with it are whole numbers beyond 2^53; null where there is none. Made anew for each batch, so that no record can have it. */
  readonly bigMark: string | null;
};

export type FromThread =
  | { readonly kind: 'ready' }
  /** One character a record, 1: matches. */
  | { readonly kind: 'mask'; readonly mask: string }
  | {
      readonly kind: 'failed';
      readonly code: 'FILTER_INVALID' | 'FILTER_FAILED' | 'FILTER_TOO_SLOW';
      readonly message: string;
      /** Index in the batch; null where it is not known. */
      readonly record: number | null;
    };

/** Limits of RELIABILITY.md §3. */
export const LIMITS = {
  memoryBytes: 64 * 1024 * 1024,
  stackBytes: 512 * 1024,
  /** After which the sandbox interrupts a batch by itself. */
  softMs: 400,
  /** After which the thread is ended from outside. */
  hardMs: 2000,
  batchRecords: 500,
  /** Characters of one batch; a record that is larger goes alone. */
  batchChars: 1024 * 1024,
  /** Characters kept of a message that the code made. */
  messageChars: 500,
  respawnsPerMinute: 3,
  /** For starting the thread and its WASM module. */
  startMs: 15_000,
} as const;
