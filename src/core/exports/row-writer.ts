import type { ExportFormat, ExportOptions } from '../../shared/contract/exports.ts';
import type { WireRow } from '../results/index.ts';
import type { TableRow } from './table-formats.ts';

export type WriteRequest = {
  readonly format: ExportFormat;
  readonly options: ExportOptions;
  /** Absolute and checked. */
  readonly target: string;
  readonly staging: string;
  readonly overwrite: boolean;
  /** Raw bytes of one record: `target` is the file itself. */
  readonly isOne: boolean;
  /** The rows of a table come, not records. */
  readonly isTable: boolean;
};

/** Writes records to where they are staged, and gives them their name at the end. Leaves cleaning up to its caller. */
export type RowWriter = FileWriter & { write(rows: ReadonlyArray<WireRow>): Promise<void> };

/** The same for the rows of a table. */
export type TableWriter = FileWriter & { write(rows: ReadonlyArray<TableRow>): Promise<void> };

type FileWriter = {
  /** Notes for the reader. */
  finish(signal: AbortSignal): Promise<string[]>;
  /** Lets go of what is open. */
  close(): Promise<void>;
  readonly bytes: number;
};
