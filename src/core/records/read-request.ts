import type { RecordFilter } from '../../shared/contract/filters.ts';
import type { ReadFrom, ReadUntil } from '../../shared/contract/records.ts';
import type { DecodeChoices } from '../../shared/contract/serdes.ts';

/** What a session reads, as the contract says it. */
export type ReadRequest = {
  /** No partitions: all of the topic. */
  readonly topics: ReadonlyArray<{ readonly topic: string; readonly partitions: ReadonlyArray<number> }>;
  readonly from: ReadFrom;
  readonly until: ReadUntil;
  readonly order: 'oldest' | 'newest';
  readonly isolation: 'read-committed' | 'read-uncommitted';
  readonly markers: boolean;
  readonly filter: RecordFilter | null;
  readonly decode: Readonly<Record<string, DecodeChoices>>;
  readonly columns: ReadonlyArray<string>;
  readonly latestPerKey: boolean;
};
