import { describe, expect, it } from 'vitest';
import { parseJson, type JsonNode } from '../../../shared/values/json.ts';
import { copyText, findInTree, indexTree, initialFolds, nodeText, pathOf, reveal, visibleLines } from './json-index.ts';
import { jsonPieces } from './json-tokens.ts';
import { findInBytes, hexLine } from './hex-lines.ts';
import { findInText, lineAt, piecesOf, splitLines } from './text-lines.ts';
import { treeKey } from './tree-keys.ts';

function parse(text: string): JsonNode {
  const parsed = parseJson(text);
  if (!parsed.ok) throw new Error(`bad test document: ${text}`);
  return parsed.node;
}
const NODES = indexTree(parse('{"id":9007199254740993,"a":{"b":[1,{"c":"x"}]},"a":null,"two words":true}'));

describe('the JSON tree', () => {
  it('lists nodes in reading order, duplicate keys included', () => {
    expect(NODES.map(({ label }) => label)).toEqual([null, '"id"', '"a"', '"b"', 0, 1, '"c"', '"a"', '"two words"']);
  });
  it('skips what is folded', () => {
    expect(visibleLines(NODES, new Set([2]))).toEqual([0, 1, 2, 7, 8]);
  });
  it('opens only the folds that hide a node', () => {
    expect([...reveal(NODES, new Set([2, 5]), 3)]).toEqual([5]);
  });
  it('names places as JSONPath', () => {
    expect([pathOf(NODES, 0), pathOf(NODES, 6), pathOf(NODES, 8)]).toEqual(['$', '$.a.b[1].c', "$['two words']"]);
  });
  it('copies numbers beyond 2^53 as written', () => {
    expect(nodeText((NODES[0] as (typeof NODES)[0]).node)).toBe(
      '{"id":9007199254740993,"a":{"b":[1,{"c":"x"}]},"a":null,"two words":true}',
    );
  });
  it('copies the meaning of a string', () => {
    expect(copyText(parse('"\\u00e9\\n"'))).toBe('é\n');
  });
  it('finds keys, values, and letters written as escapes', () => {
    const escaped = indexTree(parse('{"k":"caf\\u00e9"}'));
    expect([findInTree(NODES, 'WORDS'), findInTree(NODES, '4740993'), findInTree(escaped, 'café')]).toEqual([
      [8],
      [1],
      [1],
    ]);
  });
  it('opens large documents folded below the second level', () => {
    const large = indexTree(parse(`[${Array.from({ length: 500 }, () => '{"a":[1]}').join(',')}]`));
    expect([initialFolds(NODES).size, visibleLines(large, initialFolds(large)).length]).toEqual([0, 1001]);
  });
  it('takes the keys of a tree', () => {
    const state = { nodes: NODES, lines: visibleLines(NODES, new Set()), folded: new Set<number>(), active: 2 };
    const press = (key: string, more = {}) =>
      treeKey({ key, ctrlKey: false, metaKey: false, shiftKey: false, ...more }, state);
    expect([
      press('ArrowRight'),
      press('ArrowLeft'),
      press('ArrowUp'),
      press('c', { ctrlKey: true, shiftKey: true }),
      press('x'),
    ]).toEqual([{ kind: 'move', to: 3 }, { kind: 'toggle' }, { kind: 'move', to: 1 }, { kind: 'copy-path' }, null]);
  });
});

describe('coloured previews', () => {
  it.each(['{"a":1,"b":[true,null]}', '{"cut":"in the mid', '{"cut', 'no json', '', '[1,'])(
    'leave nothing of %j out',
    (text) => {
      expect(
        jsonPieces(text)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text);
    },
  );
});

describe('text lines', () => {
  it('break at line ends and keep the last empty line', () => {
    expect(splitLines('a\nbc\n').map(({ start, end }) => [start, end])).toEqual([
      [0, 1],
      [2, 4],
      [5, 5],
    ]);
  });
  it('cut very long lines, never inside a character', () => {
    const text = `${'x'.repeat(1999)}😀${'y'.repeat(10)}`;
    const lines = splitLines(text);
    expect(lines.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text);
    expect(lines.map(({ end }) => end)).toEqual([2001, 2011]);
  });
  it('find across the cut of a long line', () => {
    const text = `${'x'.repeat(1998)}needle`;
    const matches = findInText(text, 'NEEDLE');
    const pieces = splitLines(text).map((line) =>
      piecesOf(text, line, matches)
        .filter((piece) => piece.match !== null)
        .map((piece) => piece.text),
    );
    expect(pieces).toEqual([['ne'], ['edle']]);
  });
  it('take the query as text, not as a pattern', () => {
    expect(findInText('a.b aXb', 'a.b')).toEqual([{ start: 0, end: 3 }]);
  });
  it('tell the line of a character', () => {
    const lines = splitLines('ab\ncd\nef');
    expect([lineAt(lines, 0), lineAt(lines, 4), lineAt(lines, 99)]).toEqual([0, 1, 2]);
  });
});

describe('hex', () => {
  const bytes = Uint8Array.from({ length: 40 }, (_, index) => index + 60);
  it('shows offset, pairs and ASCII, also of a short last line', () => {
    expect(hexLine(bytes, 2)).toEqual({
      offset: '00000020',
      hex: `5c 5d 5e 5f 60 61 62 63  ${' '.repeat(23)}`,
      ascii: '\\]^_`abc',
    });
  });
  it('finds text and hex digits', () => {
    expect([findInBytes(bytes, 'XYZ'), findInBytes(bytes, '5c 5d'), findInBytes(bytes, 'zz')]).toEqual([[1], [2], []]);
  });
});
