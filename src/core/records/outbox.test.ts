import { describe, expect, it } from 'vitest';
import type { RecordRow } from '../../shared/contract/records.ts';
import { Outbox } from './outbox.ts';

const rows = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({ id: from + index }) as RecordRow);
const ids = (list: ReadonlyArray<RecordRow> | null) => list?.map((row) => row.id) ?? null;

describe('the outbox', () => {
  it('asks for new rows while every answer arrives', () => {
    const outbox = new Outbox();
    expect(outbox.again(undefined, 10, 0)).toBeNull();
    outbox.keep(rows(0, 3));
    outbox.answered(1, rows(0, 3), 0);
    expect(outbox.again(undefined, 10, 3)).toBeNull();
    expect(outbox.again(3, 10, 3)).toBeNull();
  });

  it('gives rows again that were made for a pull cancelled before its answer', () => {
    const outbox = new Outbox();
    outbox.keep(rows(0, 3));
    expect(ids(outbox.again(undefined, 2, 3))).toEqual([0, 1]);
  });

  it('gives rows again that crossed the cancelling of their pull, and not those of an older one', () => {
    const outbox = new Outbox();
    outbox.keep(rows(0, 3));
    outbox.answered(7, rows(0, 3), 0);
    outbox.takeBack(6);
    expect(outbox.again(undefined, 10, 3)).toBeNull();
    outbox.takeBack(7);
    expect(ids(outbox.again(undefined, 10, 3))).toEqual([0, 1, 2]);
  });

  it('refuses rows it no longer has and rows that are not made yet', () => {
    const outbox = new Outbox();
    outbox.keep(rows(10, 13));
    expect(() => outbox.again(9, 10, 13)).toThrow('Row 9 cannot be pulled');
    expect(() => outbox.again(14, 10, 13)).toThrow('the session is at row 13');
    expect(ids(outbox.again(12, 10, 13))).toEqual([12]);
  });
});
