import { describe, expect, it } from 'vitest';
import type { DecodedValue, RecordDetail } from '../../shared/contract/records.ts';
import type { FetchRequest, RawRecord } from '../kafka/index.ts';
import { compareRecords } from './compare.ts';
import { findPreviousOfKey, LOOK_LIMITS, type KeyPlace } from './previous-of-key.ts';

function value(text: string | null, format: DecodedValue['format'] = 'json'): DecodedValue {
  return {
    format: text === null ? 'null' : format,
    text: text ?? '',
    raw: format === 'json' ? text : null,
    cut: false,
    size: text?.length ?? 0,
    reason: '',
    failure: null,
    schema: null,
  };
}
function record(text: string | null, headers: ReadonlyArray<readonly [string, string]> = []): RecordDetail {
  return {
    topic: 't',
    partition: 0,
    offset: '1',
    timestamp: 0,
    timestampType: 'create',
    key: value('k', 'text'),
    value: value(text),
    headers: headers.map(([name, each]) => ({ name, value: value(each, 'text') })),
  };
}
const partOf = (a: RecordDetail, b: RecordDetail, part: 'key' | 'value' | 'headers') => {
  const found = compareRecords(a, b).parts.find((each) => each.part === part);
  if (found === undefined) throw new Error(part);
  return found;
};

describe('two records compared', () => {
  it('are the same, equal in another writing, or different', () => {
    const verdict = (a: string | null, b: string | null): string => partOf(record(a), record(b), 'value').verdict;
    expect([verdict('{"a":1}', '{"a":1}'), verdict('{"a":1,"b":2}', '{"b":2.0,"a":1}'), verdict('1', '2')]).toEqual([
      'same',
      'equal',
      'different',
    ]);
    expect([verdict(null, '""'), verdict(null, null)]).toEqual(['different', 'same']);
  });
  it('tell each change with its path and both texts', () => {
    const part = partOf(
      record('{"id":9007199254740993,"x":[1]}'),
      record('{"x":[1,2],"id":9007199254740992}'),
      'value',
    );
    expect(part.changes).toEqual([
      { kind: 'changed', from: '$.id', path: '$.id', before: '9007199254740993', after: '9007199254740992' },
      { kind: 'added', from: null, path: '$.x[1]', before: null, after: '2' },
    ]);
  });
  it('stand side by side with their keys in order, equal runs as a number', () => {
    const object = (change: string): string =>
      `{${Array.from({ length: 40 }, (_, index) => `"k${String(index).padStart(2, '0')}":${index}`).join()}${change}}`;
    const { lines } = partOf(record(object(',"z":1')), record(object(',"z":2')), 'value');
    expect(lines[0]).toEqual({ kind: 'skip', count: 37 });
    expect(lines.filter((line) => line.kind === 'changed')).toEqual([
      { kind: 'changed', left: '  "z": 1', right: '  "z": 2' },
    ]);
  });
  it('do not mind the order of headers of different names', () => {
    const a = record('1', [
      ['a', '1'],
      ['b', '2'],
    ]);
    const b = record('1', [
      ['b', '2'],
      ['a', '1'],
    ]);
    const c = record('1', [
      ['b', '2'],
      ['a', '3'],
    ]);
    expect([partOf(a, b, 'headers').verdict, partOf(a, c, 'headers').changes?.length]).toEqual(['same', 1]);
  });
  it('answer in less than a megabyte, whatever they hold', () => {
    const big = (seed: number): string =>
      JSON.stringify(Array.from({ length: 8000 }, (_, index) => ({ n: index * seed, text: 'x'.repeat(60) })));
    const answer = compareRecords(record(big(3)), record(big(7)));
    expect(JSON.stringify(answer).length).toBeLessThan(1_000_000);
    expect(answer.parts[1]).toMatchObject({ verdict: 'different', changesAreWhole: false, linesAreWhole: false });
  });
});

/** A partition whose record at an offset has the key that `keyAt` says; `null`: nothing is at that offset (compacted). */
function fakeReader(end: number, keyAt: (offset: number) => string | null, pageRecords = 100) {
  let fetches = 0;
  return {
    fetches: () => fetches,
    reader: {
      fetch: ({ positions }: FetchRequest) => {
        fetches += 1;
        const from = Number(positions.get(0));
        const records: RawRecord[] = [];
        let at = from;
        for (; at < end && records.length < pageRecords; at += 1) {
          const key = keyAt(at);
          if (key !== null) {
            records.push({
              partition: 0,
              offset: BigInt(at),
              timestamp: 0n,
              timestampType: 'create',
              key: Buffer.from(key),
              value: null,
              headers: [],
            });
          }
        }
        return Promise.resolve([{ partition: 0, records, nextOffset: BigInt(at), endOffset: BigInt(end), bytes: 1 }]);
      },
    },
  };
}
function place(before: number, key: string | null = 'wanted', logStart = 0n): KeyPlace {
  const isolation = 'read-committed';
  return {
    topic: 't',
    partition: 0,
    before: BigInt(before),
    key: key === null ? null : Buffer.from(key),
    isolation,
    logStart,
  };
}
const limits = { ...LOOK_LIMITS, clock: () => 0 };
const signal = new AbortController().signal;

describe('the previous record of a key', () => {
  it('is the newest before, not the record itself, near or far', async () => {
    const near = fakeReader(10_000, (offset) => (offset % 7 === 0 ? 'wanted' : 'other'));
    const found = await findPreviousOfKey(near.reader, place(9996), limits, signal);
    expect([found.record?.offset, near.fetches()]).toEqual([9989n, 5]);
    const far = fakeReader(10_000, (offset) => (offset === 3 ? 'wanted' : 'other'));
    expect((await findPreviousOfKey(far.reader, place(9996), limits, signal)).record?.offset).toBe(3n);
  });
  it('does not take a key that only begins the same', async () => {
    const { reader } = fakeReader(100, (offset) => (offset === 5 ? 'wanted' : 'wanted!'));
    expect((await findPreviousOfKey(reader, place(99), limits, signal)).record?.offset).toBe(5n);
  });
  it('is none where the log begins, and says that it has seen all', async () => {
    const { reader } = fakeReader(1000, () => 'other');
    const { record: none, looked } = await findPreviousOfKey(reader, place(900, 'wanted', 100n), limits, signal);
    expect([none, looked]).toEqual([null, { records: 800, from: '100', reachedStart: true, notes: [] }]);
  });
  it('stops at its limit, and goes on from there', async () => {
    const { reader } = fakeReader(100_000, (offset) => (offset === 10 ? 'wanted' : 'other'), 5000);
    const few = { ...limits, maxRecords: 3000 };
    const first = await findPreviousOfKey(reader, place(90_000), few, signal);
    expect([first.record, first.looked.reachedStart]).toEqual([null, false]);
    let at = Number(first.looked.from);
    let found: RawRecord | null = null;
    for (let round = 0; round < 100 && found === null; round += 1) {
      const next = await findPreviousOfKey(reader, place(at), few, signal);
      found = next.record;
      at = Number(next.looked.from);
    }
    expect(found?.offset).toBe(10n);
  });
  it('passes over offsets that compaction has emptied', async () => {
    const { reader } = fakeReader(50_000, (offset) => (offset === 2 ? 'wanted' : offset > 49_000 ? 'other' : null));
    expect((await findPreviousOfKey(reader, place(49_999), limits, signal)).record?.offset).toBe(2n);
  });
  it('says what of the way could not be read, and nothing of what lies before the record found', async () => {
    const damagedAt = (first: number, last: number) => {
      const { reader } = fakeReader(10_000, (offset) =>
        offset >= first && offset <= last ? null : offset === 5000 ? 'wanted' : 'other',
      );
      const fetch = async (request: FetchRequest) => {
        const from = Number(request.positions.get(0));
        return (await reader.fetch(request)).map((part) => ({
          ...part,
          notes: from <= last && Number(part.nextOffset) > first ? [`${first} to ${last} is damaged.`] : [],
        }));
      };
      return findPreviousOfKey({ fetch }, place(9000), limits, signal);
    };
    expect((await damagedAt(7000, 7009)).looked.notes).toEqual(['7000 to 7009 is damaged.']);
    expect((await damagedAt(100, 109)).looked.notes).toEqual([]);
    const gone = await damagedAt(5000, 5009);
    expect([gone.record, gone.looked.reachedStart, gone.looked.notes]).toEqual([
      null,
      true,
      ['5000 to 5009 is damaged.'],
    ]);
  });
  it('ends where nothing more can be read instead of asking for ever, and says so', async () => {
    const stuck = {
      fetch: () => Promise.resolve([{ partition: 0, records: [], nextOffset: 0n, endOffset: 5n, bytes: 0 }]),
    };
    const { record: none, looked } = await findPreviousOfKey(stuck, place(5), limits, signal);
    expect([none, looked.notes]).toEqual([
      null,
      ['The broker answers with nothing from offset 0 to 4 of partition 0.'],
    ]);
  });
  it('is refused for a record without a key', async () => {
    const { reader } = fakeReader(10, () => 'x');
    await expect(findPreviousOfKey(reader, place(5, null), limits, signal)).rejects.toMatchObject({
      code: 'BAD_INPUT',
    });
  });
});
