import { describe, expect, it } from 'vitest';
import { HEADER_HEIGHT, ROW_HEIGHT } from './metrics.ts';
import { rowsToDraw, RowSlots, scrollTopFor, viewportAt } from './row-range.ts';

const HEIGHT = HEADER_HEIGHT + 10 * ROW_HEIGHT;
const still = { count: 1000, selected: -1, following: false };

describe('the rows to draw', () => {
  it('are those in view and some around them', () => {
    const rows = rowsToDraw(viewportAt(100 * ROW_HEIGHT + 5, HEIGHT), still);
    expect([rows[0], rows.at(-1)]).toEqual([88, 122]);
  });
  it('cover every place of the view, wherever it is scrolled to', () => {
    for (let top = 0; top <= 990 * ROW_HEIGHT; top += 13) {
      const rows = rowsToDraw(viewportAt(top, HEIGHT), still);
      expect(rows[0] as number).toBeLessThanOrEqual(Math.floor(top / ROW_HEIGHT));
      const lastSeen = Math.min(999, Math.floor((top + HEIGHT - HEADER_HEIGHT - 1) / ROW_HEIGHT));
      expect(rows.at(-1) as number).toBeGreaterThanOrEqual(lastSeen);
    }
  });
  it('are the last ones while a list follows, before it has scrolled there', () => {
    const rows = rowsToDraw(viewportAt(0, HEIGHT), { ...still, following: true });
    expect([rows[0], rows.at(-1)]).toEqual([987, 999]);
  });
  it('have the selected row among them, in its place', () => {
    expect(rowsToDraw(viewportAt(0, HEIGHT), { ...still, selected: 500 }).at(-1)).toBe(500);
    expect(rowsToDraw(viewportAt(900 * ROW_HEIGHT, HEIGHT), { ...still, selected: 3 })[0]).toBe(3);
    expect(rowsToDraw(viewportAt(0, HEIGHT), { ...still, selected: 1000 })).not.toContain(1000);
  });
  it('are none where there is no room, and no more than there are', () => {
    expect(rowsToDraw(viewportAt(0, 0), still)).toEqual([]);
    expect(rowsToDraw(viewportAt(500 * ROW_HEIGHT, HEIGHT), { ...still, count: 3 })).toEqual([0, 1, 2]);
  });
});

it('scrolls no further than is needed', () => {
  expect(scrollTopFor(5, 10 * ROW_HEIGHT, HEIGHT)).toBe(5 * ROW_HEIGHT);
  expect(scrollTopFor(12, 10 * ROW_HEIGHT, HEIGHT)).toBeNull();
  expect(scrollTopFor(20, 10 * ROW_HEIGHT, HEIGHT)).toBe(11 * ROW_HEIGHT);
});

describe('the slots of rows', () => {
  it('stay with a row while it is drawn, and are never shared', () => {
    const slots = new RowSlots();
    const first = slots.of([0, 1, 2, 3]);
    const next = slots.of([2, 3, 4, 5]);
    expect(next.slice(0, 2)).toEqual(first.slice(2));
    expect([...next].sort()).toEqual([...first].sort());
  });
  it('are used again in their order when all rows are new', () => {
    const slots = new RowSlots();
    const first = slots.of([0, 1, 2]);
    expect(slots.of([500, 501, 502])).toEqual(first);
  });
  it('are the same when asked twice', () => {
    const slots = new RowSlots();
    slots.of([0, 1, 2]);
    expect(slots.of([7, 8, 9])).toEqual(slots.of([7, 8, 9]));
  });
  it('keep the one of a selected row that is far away', () => {
    const slots = new RowSlots();
    const [, selected] = slots.of([0, 1, 2]);
    expect(slots.of([1, 300, 301])[0]).toBe(selected);
  });
});
