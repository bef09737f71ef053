import { describe, expect, it } from 'vitest';
import { findRow } from './find-row.ts';
import { clampWidth, gridTemplate, nextSort, sortRows } from './grid-columns.ts';
import { indexAfterKey } from './grid-keys.ts';
import type { GridColumn, RowKey } from './grid-types.ts';
import { moveBy, moveTo } from './reorder.ts';
import { howOf, nextSelection, type Selection } from './selection.ts';

type Row = { readonly name: string; readonly size: number };
const NAME: GridColumn<Row> = {
  id: 'name',
  title: 'Name',
  width: 200,
  grow: true,
  compare: (a, b) => a.name.localeCompare(b.name),
  cell: (row) => row.name,
};
const SIZE: GridColumn<Row> = {
  id: 'size',
  title: 'Size',
  width: 80,
  firstSort: 'desc',
  compare: (a, b) => a.size - b.size,
  cell: (row) => row.size,
};
const ROWS: ReadonlyArray<Row> = [
  { name: 'b', size: 1 },
  { name: 'a', size: 2 },
  { name: 'c', size: 1 },
];

describe('the columns of the grid', () => {
  it('let a growing column take the room that is left', () => {
    expect(gridTemplate([NAME, SIZE], {})).toBe('minmax(200px, 1fr) 80px');
  });
  it('end with a filler once the growing column has a width of its own', () => {
    expect(gridTemplate([NAME, SIZE], { name: 300 })).toBe('300px 80px minmax(0, 1fr)');
  });
  it('take a remembered 0 for the first width', () => {
    expect(gridTemplate([NAME, SIZE], { name: 0, size: 0 })).toBe('minmax(200px, 1fr) 80px');
  });
  it('never get too narrow to grab again', () => {
    expect(clampWidth(-40, SIZE)).toBe(48);
    expect(clampWidth(99_999, SIZE)).toBe(2000);
  });
});

describe('sorting', () => {
  it('goes first way, other way, none', () => {
    const first = nextSort(SIZE, null);
    const second = nextSort(SIZE, first);
    expect([first?.direction, second?.direction, nextSort(SIZE, second)]).toEqual(['desc', 'asc', null]);
  });
  it('starts anew on another column', () => {
    expect(nextSort(NAME, { column: 'size', direction: 'desc' })).toEqual({ column: 'name', direction: 'asc' });
  });
  it('keeps equal rows in their order, both ways', () => {
    const names = (direction: 'asc' | 'desc') =>
      sortRows(ROWS, [NAME, SIZE], { column: 'size', direction }).map((row) => row.name);
    expect([names('asc'), names('desc')]).toEqual([
      ['b', 'c', 'a'],
      ['a', 'b', 'c'],
    ]);
  });
  it('returns the same array where nothing sorts, so that nothing is drawn again', () => {
    expect(sortRows(ROWS, [NAME], null)).toBe(ROWS);
  });
});

describe('keys in the grid', () => {
  it.each([
    ['ArrowDown', -1, 0],
    ['ArrowDown', 4, 5],
    ['ArrowDown', 99, 99],
    ['ArrowUp', 0, 0],
    ['ArrowUp', -1, 99],
    ['PageDown', 5, 15],
    ['PageUp', 5, 0],
    ['Home', 50, 0],
    ['End', 50, 99],
  ])('%s from row %i of 100 leads to row %i', (key, from, to) => {
    expect(indexAfterKey(key, from, 100, 10)).toBe(to);
  });
  it('leave other keys and an empty grid alone', () => {
    expect([indexAfterKey('x', 0, 100, 10), indexAfterKey('ArrowDown', -1, 0, 10)]).toEqual([null, null]);
  });
});

describe('finding the selected row', () => {
  const key = (row: Row): string => row.name;
  it('finds it where it was, where it went, and not when it is gone', () => {
    expect([findRow(ROWS, 'a', key, 1), findRow(ROWS, 'a', key, 0), findRow(ROWS, 'x', key, 1)]).toEqual([1, 1, -1]);
  });
});

describe('moving columns', () => {
  const list = ['a', 'b', 'c', 'd'];
  it('puts the dragged one in the place of the one it is dropped on', () => {
    expect([moveTo(list, 'a', 'c').join(''), moveTo(list, 'd', 'b').join('')]).toEqual(['bcad', 'adbc']);
  });
  it('goes step by step by key, and stays at the ends', () => {
    expect([moveBy(list, 'b', 1).join(''), moveBy(list, 'b', -1).join('')]).toEqual(['acbd', 'bacd']);
    expect([moveBy(list, 'a', -1), moveBy(list, 'd', 1), moveTo(list, 'x', 'a'), moveBy(list, 'x', 1)]).toEqual([
      list,
      list,
      list,
      list,
    ]);
  });
});

describe('selecting several rows', () => {
  const keys = ['a', 'b', 'c', 'd', 'e'];
  const between = (from: RowKey, to: RowKey): string[] | null => {
    const [start, end] = [keys.indexOf(String(from)), keys.indexOf(String(to))].sort((x, y) => x - y);
    return start === undefined || end === undefined || start < 0 ? null : keys.slice(start, end + 1);
  };
  const steps = (first: Selection, ...moves: ReadonlyArray<readonly [string, 'only' | 'toggle' | 'range']>): string =>
    [...moves.reduce((now, [key, how]) => nextSelection(now, key, how, between), first).keys].join('');
  const none: Selection = { keys: new Set(), anchor: null };

  it('extends from the anchor, both ways, and shrinks again', () => {
    expect(steps(none, ['c', 'only'], ['e', 'range'])).toBe('cde');
    expect(steps(none, ['c', 'only'], ['e', 'range'], ['a', 'range'])).toBe('abc');
    expect(steps(none, ['c', 'only'], ['e', 'range'], ['d', 'range'])).toBe('cd');
  });
  it('adds and takes away single rows, and goes on from the last of them', () => {
    expect(steps(none, ['a', 'only'], ['c', 'toggle'], ['a', 'toggle'])).toBe('c');
    expect(steps(none, ['a', 'only'], ['c', 'toggle'], ['e', 'range'])).toBe('cde');
  });
  it('begins anew where the anchor has left the list', () => {
    expect(steps({ keys: new Set(['x']), anchor: 'x' }, ['b', 'range'])).toBe('b');
  });
  it('reads the keys held down', () => {
    const held = (shiftKey: boolean, ctrlKey: boolean, metaKey: boolean) => howOf({ shiftKey, ctrlKey, metaKey });
    expect([
      held(false, false, false),
      held(true, true, false),
      held(false, true, false),
      held(false, false, true),
    ]).toEqual(['only', 'range', 'toggle', 'toggle']);
  });
});
