import type { RecordRow } from '../../../shared/contract/records.ts';

/** Rows kept on screen. More would cost memory nobody looks at; what was cut is told. */
export const MAX_ROWS = 50_000;
/** Rows that have left the list stay in the array behind it until there are this many: cutting copies the whole list. */
const SLACK = 10_000;

/**
 * The rows of a session: a window into an array that lists share. Appending costs what is appended, not what is there
 * (at 5,000 records a second a copy of 50,000 rows a frame would be most of the frame), and every earlier list stays
 * as it was, so that React sees a change by identity. Rows have the ids 0, 1, 2, … of the session: `first` is the id
 * of the row at index 0.
 */
export class RowList implements Iterable<RecordRow> {
  static readonly EMPTY = new RowList([], 0, 0, 0);
  readonly length: number;
  /** Id of the row at index 0, which is also how many rows have left the list. */
  readonly first: number;
  readonly #shared: RecordRow[];
  readonly #start: number;

  private constructor(shared: RecordRow[], start: number, length: number, first: number) {
    this.#shared = shared;
    this.#start = start;
    this.length = length;
    this.first = first;
  }

  at(index: number): RecordRow | undefined {
    return index >= 0 && index < this.length ? this.#shared[this.#start + index] : undefined;
  }

  /** Index of the row with this id, -1 where it is not in the list. */
  indexOf(id: number): number {
    const index = id - this.first;
    return index >= 0 && index < this.length ? index : -1;
  }

  slice(from: number, to: number): RecordRow[] {
    return this.#shared.slice(this.#start + Math.max(0, from), this.#start + Math.min(this.length, to));
  }

  toArray(): RecordRow[] {
    return this.slice(0, this.length);
  }

  *[Symbol.iterator](): Iterator<RecordRow> {
    for (let index = 0; index < this.length; index += 1) yield this.#shared[this.#start + index] as RecordRow;
  }

  /** This list and `rows` behind it, the newest MAX_ROWS of them. */
  append(rows: ReadonlyArray<RecordRow>): RowList {
    if (rows.length === 0) return this;
    const end = this.#start + this.length;
    // Somebody else appended to this very list before: what is behind it in the array belongs to them.
    const isLast = end === this.#shared.length;
    const shared = isLast ? this.#shared : this.toArray();
    for (const row of rows) shared.push(row);
    const length = this.length + rows.length;
    const cut = Math.max(0, length - MAX_ROWS);
    const start = (isLast ? this.#start : 0) + cut;
    if (start <= SLACK) return new RowList(shared, start, length - cut, this.first + cut);
    return new RowList(shared.slice(start), 0, length - cut, this.first + cut);
  }

  /** The list with rows in the place of those that have their ids. */
  replace(rows: ReadonlyArray<RecordRow>): RowList {
    const all = this.toArray();
    let some = false;
    for (const row of rows) {
      const index = this.indexOf(row.id);
      if (index < 0) continue;
      all[index] = row;
      some = true;
    }
    return some ? new RowList(all, 0, all.length, this.first) : this;
  }
}
