import type { RecordFilter } from '../../shared/contract/filters.ts';
import type { DecodeChoices } from '../../shared/contract/serdes.ts';
import type { AppErrorData } from '../../shared/errors.ts';
import type { AbortedTransaction } from '../kafka/index.ts';
import type { SchemaRef } from '../serdes/index.ts';
import type { SchemaAnswer } from './asked-schemas.ts';
import type { PackedRecords } from './matches.ts';
import type { ScanResult, ScanTask } from './scan.ts';

/** What a search looks for, sent to a scan thread once. */
export type ScanSetup = {
  readonly filter: RecordFilter;
  readonly decode: Readonly<Record<string, DecodeChoices>>;
};

/** A task as it crosses: bytes are handed over. */
export type SentTask = Pick<ScanTask, 'topic' | 'partition' | 'from' | 'until'> & {
  readonly batches: ArrayBuffer;
  readonly aborted: ReadonlyArray<AbortedTransaction>;
  /** Where the engine decodes by itself. */
  readonly records: PackedRecords | null;
};
export type SentResult = Omit<ScanResult, 'records'> & { readonly matches: PackedRecords };

export type ToScanThread =
  | { readonly kind: 'setup'; readonly search: number; readonly setup: ScanSetup }
  | { readonly kind: 'release'; readonly search: number }
  | { readonly kind: 'scan'; readonly id: number; readonly search: number; readonly task: SentTask }
  | { readonly kind: 'schema'; readonly key: string; readonly answer: SchemaAnswer };

export type FromScanThread =
  | { readonly kind: 'ready' }
  | { readonly kind: 'scanned'; readonly id: number; readonly result: SentResult }
  | { readonly kind: 'failed'; readonly id: number; readonly error: AppErrorData }
  | { readonly kind: 'ask-schema'; readonly key: string; readonly ref: SchemaRef };
