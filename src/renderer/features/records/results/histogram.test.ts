import { describe, expect, it } from 'vitest';
import { brushBetween, brushCount, brushTimes, cursorAfterKey, sliceAt, summaryRows } from './histogram-model.ts';

const HISTOGRAM = { from: 1000, to: 1100, counts: [1, 0, 5, 4, 0, 0, 0, 0, 0, 2], without: 0 };

describe('the brush over a histogram', () => {
  it('covers whole slices, the last one with its last record', () => {
    expect(brushTimes(HISTOGRAM, { first: 2, last: 3 })).toEqual({ from: 1020, to: 1040 });
    expect(brushTimes(HISTOGRAM, { first: 0, last: 9 })).toEqual({ from: 1000, to: 1101 });
  });
  it('counts what it covers, whichever way it was drawn', () => {
    expect([brushCount(HISTOGRAM, brushBetween(3, 2)), brushCount(HISTOGRAM, brushBetween(0, 9))]).toEqual([9, 12]);
  });
  it('stays in the picture', () => {
    expect([sliceAt(-1, 10), sliceAt(0, 10), sliceAt(0.55, 10), sliceAt(1, 10), sliceAt(9, 10)]).toEqual([
      0, 0, 5, 9, 9,
    ]);
  });
  it.each([
    ['ArrowRight', false, null, { anchor: 0, head: 0 }],
    ['ArrowLeft', false, null, { anchor: 9, head: 9 }],
    ['ArrowRight', true, { anchor: 2, head: 3 }, { anchor: 2, head: 4 }],
    ['ArrowLeft', true, { anchor: 2, head: 2 }, { anchor: 2, head: 1 }],
    ['ArrowRight', false, { anchor: 2, head: 3 }, { anchor: 4, head: 4 }],
    ['End', true, { anchor: 2, head: 3 }, { anchor: 2, head: 9 }],
    ['Home', false, { anchor: 2, head: 3 }, { anchor: 0, head: 0 }],
    ['x', false, null, null],
  ])('%s (shift %s) from %o leads to %o', (key, shift, from, to) => {
    expect(cursorAfterKey(key, shift, from, 10)).toEqual(to);
  });
  it('is told in a few lines without losing a record', () => {
    const rows = summaryRows(HISTOGRAM, 4);
    expect([rows.length, rows.reduce((sum, row) => sum + row.count, 0), rows[1]]).toEqual([
      4,
      12,
      { from: 1030, count: 4 },
    ]);
  });
});
