import { describe, expect, it } from 'vitest';
import type { RecordRow } from '../../../../shared/contract/records.ts';
import { BUILT_IN, expressionId, expressionOf, orderedIds, reorderShown } from './column-order.ts';
import { completePath, pathExpression, pathsIn, pathsSeen } from './column-paths.ts';
import { compareValueTexts } from './value-order.ts';

describe('the order of a column', () => {
  it('is by exact value, numbers before texts, nothing last', () => {
    const texts = ['b', null, '9007199254740993', '9', '10', 'a', '9007199254740992', '1e3', '-2', '0.5', null];
    expect([...texts].sort(compareValueTexts)).toEqual([
      '-2',
      '0.5',
      '9',
      '10',
      '1e3',
      '9007199254740992',
      '9007199254740993',
      'a',
      'b',
      null,
      null,
    ]);
  });
});

describe('the columns', () => {
  it('stand in their own order, expressions before the value', () => {
    expect(orderedIds(['value.a'], [])).toEqual([
      'topic',
      'time',
      'partition',
      'offset',
      'key',
      '=value.a',
      'value',
      'valueSize',
      'headers',
    ]);
  });
  it('keep a saved order, forget what is gone, find a place for what is new', () => {
    const saved = ['value', '=value.gone', 'time', 'topic', 'partition', 'offset', 'key', 'valueSize', 'headers'];
    expect(orderedIds(['value.new'], saved)).toEqual([
      'value',
      'time',
      'topic',
      'partition',
      'offset',
      'key',
      '=value.new',
      'valueSize',
      'headers',
    ]);
  });
  it('lose and double none, whatever was saved', () => {
    let state = 4711;
    const random = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 4_294_967_296;
    const every = [...BUILT_IN, '=a', '=b', '=c'];
    for (let round = 0; round < 500; round += 1) {
      const saved = Array.from(
        { length: Math.floor(random() * 14) },
        () => every[Math.floor(random() * every.length)] ?? '',
      );
      expect([...orderedIds(['a', 'b'], saved)].sort(), `seed 4711, round ${round}`).toEqual(
        [...BUILT_IN, '=a', '=b'].sort(),
      );
    }
  });
  it('leave hidden ones where they are when those in view are moved', () => {
    expect(reorderShown(['a', 'B', 'c', 'D', 'e'], ['e', 'a', 'c'])).toEqual(['e', 'B', 'a', 'D', 'c']);
  });
  it('know an expression by its id', () => {
    expect([expressionOf(expressionId('value.a == 1')), expressionOf('value')]).toEqual(['value.a == 1', null]);
  });
});

describe('paths to complete', () => {
  it('are found in a text, the first element of a list standing for all', () => {
    expect(pathsIn('value', '{"id":1,"items":[{"sku":"x","n":1},{"other":2}],"two words":{"a":null}}')).toEqual([
      'value.id',
      'value.items',
      'value.items[0]',
      'value.items[0].sku',
      'value.items[0].n',
      'value["two words"]',
      'value["two words"].a',
    ]);
  });
  it('are found in a text that was cut', () => {
    expect(pathsIn('value', '{"a":{"b":1,"c":"x')).toEqual(['value.a', 'value.a.b']);
  });
  it('treat __proto__ as a key like any other', () => {
    expect(pathsIn('key', '{"__proto__":{"x":1}}')).toEqual(['key.__proto__', 'key.__proto__.x']);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
  it('come from most rows first', () => {
    const row = (value: string): RecordRow => ({
      id: 0,
      topic: 0,
      partition: 0,
      offset: '0',
      timestamp: 0,
      key: { format: 'text', text: 'k', cut: false },
      value: { format: 'json', text: value, cut: false },
      keySize: 1,
      valueSize: 1,
      headers: 0,
      columns: [],
    });
    const paths = pathsSeen([row('{"a":1}'), row('{"b":1}'), row('{"b":2,"c":1}')], ['trace id']);
    expect(paths).toEqual(['value.b', 'value.a', 'value.c', 'headers["trace id"]']);
    expect(completePath(paths, 'a')).toEqual(
      ['value.b', 'value.a', 'value.c', 'headers["trace id"]'].filter((path) => path.includes('a')),
    );
    expect(completePath(paths, 'headers')).toEqual(['headers["trace id"]']);
  });
  it('are written as the filter language reads them', () => {
    expect(pathExpression('value', ['a', 0, 'b-c', 'q"'])).toBe('value.a[0]["b-c"]["q\\""]');
  });
});
