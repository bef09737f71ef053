import { AppError } from '../../shared/errors.ts';
import type { RecordRow } from '../../shared/contract/records.ts';

/**
 * The last answer, kept until the next one is asked for: a page that cancelled a pull, or lost its connection while the
 * answer travelled, gets the same rows again instead of a hole.
 */
export class Outbox {
  #rows: ReadonlyArray<RecordRow> = [];
  /** Id of the first row the next pull gives unless it says otherwise. */
  #cursor = 0;
  #lastPull: { readonly id: number; readonly cursor: number } | null = null;

  /** Rows to send again, or null where new ones are due. `made` is how many rows the session has made so far. */
  again(next: number | undefined, maxRows: number, made: number): ReadonlyArray<RecordRow> | null {
    const wanted = next ?? this.#cursor;
    const first = made - this.#rows.length;
    if (wanted < first || wanted > made) {
      throw new AppError('BAD_INPUT', `Row ${wanted} cannot be pulled: the session is at row ${made}.`, {
        hint: 'Pull the row after the last one that arrived.',
      });
    }
    return wanted === made ? null : this.#rows.slice(wanted - first, wanted - first + maxRows);
  }

  /** Rows just made, which follow all made before. */
  keep(rows: ReadonlyArray<RecordRow>): void {
    this.#rows = rows;
  }

  answered(pullId: number, rows: ReadonlyArray<RecordRow>, cursorBefore: number): void {
    this.#lastPull = { id: pullId, cursor: rows[0]?.id ?? cursorBefore };
    this.#cursor = rows.length === 0 ? cursorBefore : (rows.at(-1) as RecordRow).id + 1;
  }

  /** The pull was cancelled after it had been answered: nobody saw its rows. */
  takeBack(pullId: number): void {
    if (this.#lastPull?.id === pullId) this.#cursor = this.#lastPull.cursor;
  }

  get cursor(): number {
    return this.#cursor;
  }
}
