import { describe, expect, it } from 'vitest';
import { RecordFilter } from '../../../../shared/contract/filters.ts';
import type { RecordRow } from '../../../../shared/contract/records.ts';
import { filterText } from './describe-settings.ts';
import { fieldPaths, wordsOf } from './expression-words.ts';
import {
  addPart,
  draftOf,
  EMPTY_DRAFT,
  EMPTY_LINE,
  filterOf,
  keepLine,
  lineFilter,
  looksLikeExpression,
  toggleQuick,
  withText,
} from './filter-draft.ts';
import { createFilterStore } from './filter-store.ts';
import { changeAt, depthOf, filterAt, negated, tidy } from './filter-tree.ts';
import { localProblems } from './local-problems.ts';
import { markedText, problemsOfLine } from './problem-places.ts';
import { deleteFilter, renameFilter, saveFilter } from './saved-filters.ts';
import { protoFiles, protoMessages, protoText } from './serde-list.ts';

const words = (text: string): RecordFilter => ({
  kind: 'words',
  in: 'any',
  text,
  regex: false,
  matchCase: false,
  wholeWord: false,
});
const expression = (text: string): RecordFilter => ({ kind: 'expression', text });
const TOMBSTONE: RecordFilter = { kind: 'is', what: 'tombstone' };

describe('the filter line', () => {
  it('asks for nothing while it is empty', () => {
    expect([lineFilter(EMPTY_LINE), lineFilter(withText(EMPTY_LINE, '  ')), filterOf(EMPTY_DRAFT)]).toEqual([
      null,
      null,
      null,
    ]);
  });
  it('keeps words as they were typed, spaces and all', () => {
    expect(lineFilter(withText(EMPTY_LINE, ' a  b '))).toEqual(words(' a  b '));
  });
  it.each([
    ['/a.b/', 'a.b', true],
    ['/a.b/i', 'a.b', false],
    ['/a\\/b/', 'a\\/b', true],
  ])('takes %s for a regular expression', (text, pattern, matchCase) => {
    expect(lineFilter(withText(EMPTY_LINE, text))).toMatchObject({ regex: true, text: pattern, matchCase });
  });
  it.each(['/var/log/', '/', '//', '/a', 'a/b/'])('takes %s for words', (text) => {
    expect(lineFilter(withText(EMPTY_LINE, text))).toEqual(words(text));
  });
  it('keeps the text of each mode', () => {
    const line = withText({ ...withText(EMPTY_LINE, 'words'), mode: 'expression' }, 'offset > 1');
    expect([lineFilter(line), lineFilter({ ...line, mode: 'words' })]).toEqual([
      expression('offset > 1'),
      words('words'),
    ]);
  });
  it.each([
    ['value.order.total > 100', true],
    ['headers["a"] == "b"', true],
    ['!(key == null)', true],
    ['value', false],
    ['a > b', false],
    ['valueable == x', false],
  ])('%s reads like an expression: %s', (text, does) => {
    expect(looksLikeExpression(text)).toBe(does);
  });
});

describe('the filter bar', () => {
  const draft = { ...addPart(EMPTY_DRAFT, TOMBSTONE), line: withText(EMPTY_LINE, 'x') };
  it('puts chips and line together', () => {
    expect(filterOf(draft)).toEqual({ kind: 'all', filters: [TOMBSTONE, words('x')] });
    expect(filterOf({ ...draft, join: 'any' })).toEqual({ kind: 'any', filters: [TOMBSTONE, words('x')] });
  });
  it('is no group where there is one condition', () => {
    expect(filterOf(addPart(EMPTY_DRAFT, TOMBSTONE))).toEqual(TOMBSTONE);
  });
  it('makes a chip of the line and empties it', () => {
    const kept = keepLine(draft);
    expect([kept.parts, lineFilter(kept.line)]).toEqual([[TOMBSTONE, words('x')], null]);
  });
  it('toggles what no text can say', () => {
    const on = toggleQuick(EMPTY_DRAFT, 'undecodable');
    expect([filterOf(on), filterOf(toggleQuick(on, 'undecodable'))]).toEqual([
      { kind: 'is', what: 'undecodable' },
      null,
    ]);
  });
  it.each([
    words('a'),
    expression('offset > 1'),
    { kind: 'javascript', code: 'return true' },
    { kind: 'not', filter: words('a') },
    { kind: 'any', filters: [words('a'), { kind: 'all', filters: [TOMBSTONE, expression('true')] }] },
  ] as ReadonlyArray<RecordFilter>)('shows what is searched for, and asks for it again: %j', (filter) => {
    expect(filterOf(draftOf(filter))).toEqual(filter);
  });
});

describe('a tree of conditions', () => {
  const tree: RecordFilter = {
    kind: 'all',
    filters: [words('a'), { kind: 'not', filter: { kind: 'any', filters: [words('b'), TOMBSTONE] } }],
  };
  it('is found and changed by path', () => {
    expect(filterAt(tree, [1, 0, 1])).toEqual(TOMBSTONE);
    const changed = changeAt(tree, [1, 0, 0], () => words('c'));
    expect(changed === null ? null : filterAt(changed, [1, 0, 0])).toEqual(words('c'));
  });
  it('loses groups with their last condition', () => {
    const one = changeAt(tree, [1, 0, 0], () => null);
    const none = one === null ? null : changeAt(one, [1, 0, 0], () => null);
    expect(none).toEqual({ kind: 'all', filters: [words('a')] });
  });
  it('leaves out what is still empty', () => {
    expect(tidy({ kind: 'all', filters: [words(''), { kind: 'not', filter: words(' ') }, TOMBSTONE] })).toEqual(
      TOMBSTONE,
    );
    expect(tidy({ kind: 'any', filters: [words('')] })).toBeNull();
  });
  it('is what the contract takes, once it is tidy', () => {
    expect(RecordFilter.safeParse(tidy(tree)).success).toBe(true);
    expect(depthOf(tree)).toBe(3);
  });
  it('is told in one line', () => {
    expect(filterText(tree)).toBe('(“a” and not (“b” or tombstones))');
    expect(filterText(negated(negated(words('a'))))).toBe('“a”');
  });
});

describe('the history of the line', () => {
  it('goes back and forth, and keeps what was being typed', () => {
    const store = createFilterStore();
    const type = (text: string) => store.getState().edit((draft) => ({ ...draft, line: withText(draft.line, text) }));
    const text = () => store.getState().draft.line.texts.words;
    for (const each of ['one', 'two', 'one']) {
      type(each);
      store.getState().remember();
    }
    type('typing');
    const walked = [-1, -1, -1, 1, 1, 1].map((step) => {
      const moved = store.getState().walk(step as 1 | -1);
      return [moved, text()];
    });
    expect(walked).toEqual([
      [true, 'one'],
      [true, 'two'],
      [false, 'two'],
      [true, 'one'],
      [true, 'typing'],
      [false, 'typing'],
    ]);
  });
  it('goes to the one before where the newest stands in the line', () => {
    const store = createFilterStore();
    for (const each of ['one', 'two']) {
      store.getState().edit((draft) => ({ ...draft, line: withText(draft.line, each) }));
      store.getState().remember();
    }
    store.getState().walk(-1);
    expect(store.getState().draft.line.texts.words).toBe('one');
  });
});

describe('saved filters', () => {
  const saved = saveFilter(saveFilter([], ' a ', words('1')), 'b', words('2'));
  it('are saved by name, the same name in its place', () => {
    expect(saveFilter(saved, 'a', words('3')).map((each) => [each.name, each.filter])).toEqual([
      ['a', words('3')],
      ['b', words('2')],
    ]);
    expect(saveFilter(saved, '  ', words('3'))).toBe(saved);
  });
  it('are renamed unless the name is taken or none', () => {
    expect([renameFilter(saved, 'a', 'b'), renameFilter(saved, 'a', ' ')]).toEqual([null, null]);
    expect(renameFilter(saved, 'a', ' c ')?.map((each) => each.name)).toEqual(['c', 'b']);
    expect(deleteFilter(saved, 'a').map((each) => each.name)).toEqual(['b']);
  });
});

describe('what is wrong with a filter', () => {
  it('is said of a regular expression at once, with its place in the tree', () => {
    const bad: RecordFilter = { kind: 'words', in: 'any', text: '(', regex: true, matchCase: false, wholeWord: false };
    expect(localProblems({ kind: 'all', filters: [words('('), { kind: 'not', filter: bad }] })).toMatchObject([
      { path: [1, 0], from: 0, to: 1 },
    ]);
  });
  it('is shown in the line where it is the line’s', () => {
    const draft = { ...addPart(EMPTY_DRAFT, TOMBSTONE), line: withText(EMPTY_LINE, 'x') };
    const problems = [
      { path: [0], message: 'chip' },
      { path: [1], message: 'line' },
    ];
    const check = { problems, checked: filterOf(draft), failure: null };
    expect(problemsOfLine(draft, check).map((each) => each.message)).toEqual(['line']);
    expect(problemsOfLine({ ...draft, line: withText(EMPTY_LINE, 'xy') }, check)).toEqual([]);
  });
  it('has its place marked, also at the very end', () => {
    const filter = expression('value. > 1');
    expect(markedText(filter, { path: [], message: '', from: 7, to: 8 })).toEqual({
      before: 'value. ',
      wrong: '>',
      after: ' 1',
    });
    expect(markedText(filter, { path: [], message: '', from: 10, to: 10 })?.wrong).toBe('␣');
    expect(markedText(filter, { path: [], message: '' })).toBeNull();
  });
});

describe('completion', () => {
  const preview = (text: string) => ({ format: 'json', text, cut: false }) as const;
  const row = (value: string) => ({ key: preview('k'), value: preview(value) }) as Partial<RecordRow> as RecordRow;
  it('knows the fields of previews, cut ones too', () => {
    const rows = [row('{"order":{"total":1,"a-b":[{"no":1}]},"note":"x: {\\"y\\": 1"'), row('{"id":7,"order":{"cur')];
    expect(fieldPaths(rows)).toEqual([
      'value.id',
      'value.note',
      'value.order',
      'value.order.total',
      'value.order["a-b"]',
    ]);
  });
  it('knows the functions the core tells of', () => {
    const functions = [{ name: 'lower', signature: 'lower(text)', doc: 'Lower case.' }];
    expect(wordsOf({ names: [], functions, operators: [] })).toEqual([
      { name: 'lower', kind: 'function', doc: 'lower(text): Lower case.' },
    ]);
  });
});

describe('a pasted .proto', () => {
  const main =
    'syntax = "proto3";\npackage shop;\n// message No {}\nmessage Order { message Line { int32 n = 1; } oneof x { int32 a = 2; } message Late {} }\nmessage Other {}\n';
  it('names its messages, outer ones first', () => {
    expect(protoMessages(main)).toEqual(['shop.Order', 'shop.Other', 'shop.Order.Line', 'shop.Order.Late']);
  });
  it('may be several files in one text, and becomes that text again', () => {
    const text = `${main}// file: shop/types.proto\nmessage T {}\n`;
    const files = protoFiles(text);
    expect(files.map((file) => file.name)).toEqual(['main.proto', 'shop/types.proto']);
    expect(protoFiles(protoText(files))).toEqual(files);
  });
});
