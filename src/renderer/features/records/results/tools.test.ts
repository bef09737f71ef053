import { describe, expect, it } from 'vitest';
import { equalsFilter, shareText } from './group-model.ts';
import { lineAndColumn, MAX_HISTORY, remember, toCsv } from './sql-model.ts';

describe('a group as a filter', () => {
  it.each([
    ['value.id', '9007199254740993', 'value.id == 9007199254740993'],
    ['headers.source', 'e"u', 'headers.source == "e\\"u"'],
    ['value.ok', 'true', 'value.ok == true'],
    ['key', null, 'key == null'],
    ['key', '', 'key == ""'],
  ])('%s of %s', (field, value, text) => {
    expect(equalsFilter(field, value)).toEqual({ kind: 'expression', text });
  });
});

it('never says nothing of something, nor all of not all', () => {
  expect([0, 0.00001, 0.415, 0.99999, 1].map(shareText)).toEqual(['0 %', '< 0.1 %', '41.5 %', '> 99.9 %', '100 %']);
});

describe('statements', () => {
  it('are kept once, the last one first, and not without end', () => {
    expect(remember(['b', 'a'], ' a ')).toEqual(['a', 'b']);
    expect(remember(['a'], '  ')).toEqual(['a']);
    const many = Array.from({ length: 99 }, (_, index) => String(index)).reduce<ReadonlyArray<string>>(remember, []);
    expect([many.length, many[0]]).toEqual([MAX_HISTORY, '98']);
  });
  it('are counted in lines and columns from 1', () => {
    expect([lineAndColumn('select\n  x', 9), lineAndColumn('', 0)]).toEqual([
      { line: 2, column: 3 },
      { line: 1, column: 1 },
    ]);
  });
});

describe('a result as CSV', () => {
  it('quotes what must be, tells null from an empty text, and lets no formula run', () => {
    const rows = [
      ['a,b', 'say "hi"', null],
      ['', '=1+1', '-12.5'],
      ['two\nlines', '@x', '+9007199254740993'],
      ['＝cmd', '-a', 'é'],
    ];
    expect(toCsv(['x', 'y', 'z'], rows)).toBe(
      'x,y,z\r\n"a,b","say ""hi""",\r\n"","\'=1+1",-12.5\r\n"two\nlines","\'@x",+9007199254740993\r\n"\'＝cmd","\'-a","é"\r\n',
    );
  });
});
