import type { ExportFormat, ExportOptions } from '../../shared/contract/exports.ts';
import type { WireRow } from '../results/index.ts';

export type WriteRequest = {
  readonly format: ExportFormat;
  readonly options: ExportOptions;
  /** Absolute and checked. */
  readonly target: string;
  readonly staging: string;
  readonly overwrite: boolean;
  /** Raw bytes of one record: `target` is the file itself. */
  readonly isOne: boolean;
};

/** Writes rows to where they are staged, and gives them their name at the end. Leaves cleaning up to its caller. */
export type RowWriter = {
  write(rows: ReadonlyArray<WireRow>): Promise<void>;
  /** Notes for the reader. */
  finish(signal: AbortSignal): Promise<string[]>;
  /** Lets go of what is open. */
  close(): Promise<void>;
  readonly bytes: number;
};
