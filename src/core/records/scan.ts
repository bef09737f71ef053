import type { AbortedTransaction, RawRecord } from '../kafka/index.ts';
import type { TimeSpan } from './source.ts';

/** A piece of one partition to be looked through. */
export type ScanTask = {
  readonly topic: string;
  readonly partition: number;
  /** Undecoded record batches; empty where `records` are given. */
  readonly batches: Buffer;
  readonly aborted: ReadonlyArray<AbortedTransaction>;
  /** From an engine that decodes by itself; null otherwise. */
  readonly records: ReadonlyArray<RawRecord> | null;
  /** Offsets outside are not looked at. */
  readonly from: bigint;
  readonly until: bigint | null;
};

export type ScanResult = {
  /** Those that matched, in offset order, in memory of their own. */
  readonly records: ReadonlyArray<RawRecord>;
  /** How many were looked at. */
  readonly read: number;
  readonly undecodable: number;
  readonly notes: ReadonlyArray<string>;
  readonly times: TimeSpan | null;
};
