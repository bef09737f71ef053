import { describe, expect, it } from 'vitest';
import { fakeRecord } from './fake-log.ts';
import { recordBytes, type Sourced } from './source.ts';
import { MemoryBudget, RecordStore } from './store.ts';

const record = (offset: number, size = 800): Sourced => ({ lane: 1, record: fakeRecord(1, BigInt(offset), 0n, size) });
const SIZE = recordBytes(record(0).record);

describe('the record store', () => {
  it('drops the oldest over its cap and still knows where each one lies', () => {
    const store = new RecordStore(SIZE * 2, new MemoryBudget(SIZE * 100));
    const ids = [10, 11, 12, 13].map((offset) => store.add(record(offset)));
    expect(ids).toEqual([0, 1, 2, 3]);
    expect([store.evicted, store.bytes, store.count]).toEqual([2, SIZE * 2, 4]);
    expect(store.get(1)).toEqual({ kind: 'evicted', lane: 1, offset: 11n });
    expect(store.get(2)).toMatchObject({ kind: 'kept', record: { offset: 12n } });
    expect(store.get(4)).toBeNull();
  });

  it('keeps the newest, however large it is', () => {
    const store = new RecordStore(SIZE, new MemoryBudget(SIZE * 100));
    store.add(record(0));
    store.add(record(1, SIZE * 10));
    expect([store.get(0)?.kind, store.get(1)?.kind, store.evicted]).toEqual(['evicted', 'kept', 1]);
    store.add(record(2));
    expect([store.get(1)?.kind, store.get(2)?.kind, store.bytes]).toEqual(['evicted', 'kept', SIZE]);
  });

  it('remembers the places of many more rows than it keeps', () => {
    const store = new RecordStore(SIZE, new MemoryBudget(SIZE * 100));
    for (let offset = 0; offset < 5000; offset += 1) store.add(record(offset));
    expect(store.get(0)).toMatchObject({ offset: 0n });
    expect(store.get(4998)).toMatchObject({ kind: 'evicted', offset: 4998n });
  });

  it('over the cap of all sessions the largest gives, and a closed one counts no more', () => {
    const budget = new MemoryBudget(SIZE * 3);
    const large = new RecordStore(SIZE * 10, budget);
    const small = new RecordStore(SIZE * 10, budget);
    for (const offset of [0, 1, 2]) large.add(record(offset));
    small.add(record(9));
    expect([large.evicted, small.evicted]).toEqual([1, 0]);
    large.close();
    for (const offset of [0, 1]) small.add(record(offset));
    expect(small.evicted).toBe(0);
  });

  it('counts only the budget of others that is really there', () => {
    const budget = new MemoryBudget(SIZE);
    const store = new RecordStore(SIZE * 10, budget);
    store.add(record(0));
    store.add(record(1));
    expect([store.evicted, store.bytes]).toEqual([1, SIZE]);
  });
});
