import { Admin, Producer } from '@platformatic/kafka';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecordFilter } from '../../src/shared/contract/filters.ts';
import { kafka, type PlainBroker } from '../support/brokers.ts';
import { createTopic, openReaderPath, places, plainSettings, pullAll, type Reader } from './records-harness.ts';

const CODECS = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;
type Codec = (typeof CODECS)[number];

/** Records of one stretch: a few batches of filler with a needle where it is wanted. */
const STRETCH = 700;
const [PLAIN, COMMITTED, EMPTY, ABORTED, GAPS, SINGLES] = [0, 1, 2, 3, 4, 5] as const;
const PARTITIONS = 6;

const NEEDLE = 'needle-7f3a/é';
/** The same text in JSON, written another way: only what was decoded matches. */
const ESCAPED = '{"tag":"needle\\u002d7f3a\\/\\u00e9","n":1}';
const AS_WRITTEN = JSON.stringify({ tag: NEEDLE, n: 1 });

const words = (text: string, more: object = {}): RecordFilter => ({
  kind: 'words',
  in: 'value',
  text,
  regex: false,
  matchCase: true,
  wholeWord: false,
  ...more,
});

/** `finds`: what it matches of the needles as written and of those written with escapes. */
const FILTERS: ReadonlyArray<{ readonly name: string; readonly filter: RecordFilter; readonly escaped: boolean }> = [
  { name: 'words', filter: words(NEEDLE), escaped: false },
  { name: 'words in any case', filter: words('NEEDLE-7F3A/É', { in: 'any', matchCase: false }), escaped: false },
  { name: 'a regular expression', filter: words('needle-[0-9a-f]{4}/é', { regex: true }), escaped: false },
  { name: 'an expression', filter: { kind: 'expression', text: `value.tag == "${NEEDLE}"` }, escaped: true },
  {
    name: 'JavaScript',
    filter: { kind: 'javascript', code: `return record.value.tag === ${JSON.stringify(NEEDLE)}` },
    escaped: true,
  },
  {
    name: 'words and an expression',
    filter: { kind: 'all', filters: [words('7f3a'), { kind: 'expression', text: 'value.n == 1' }] },
    escaped: true,
  },
];

let broker: PlainBroker;
let reader: Reader;
beforeAll(async () => {
  broker = await kafka();
  reader = openReaderPath(plainSettings(broker));
});
afterAll(() => reader.close());

type Planted = { readonly as: 'written' | 'escaped'; readonly isAborted: boolean };

/** Where needles lie, by `partition:offset`, kept while the topic is written. */
class Field {
  readonly topic: string;
  readonly codec: Codec;
  readonly planted = new Map<string, Planted>();
  readonly #ends = new Map<number, number>();
  readonly #producer: Producer;

  constructor(codec: Codec, producer: Producer) {
    this.topic = `needles-${codec}`;
    this.codec = codec;
    this.#producer = producer;
  }

  /** Filler with needles at these indexes. */
  #values(partition: number, needles: ReadonlyArray<number>, isAborted: boolean, count = STRETCH): Buffer[] {
    const start = this.#ends.get(partition) ?? 0;
    this.#ends.set(partition, start + count);
    return Array.from({ length: count }, (_, index) => {
      const at = needles.indexOf(index);
      if (at < 0) return Buffer.from(`{"tag":"hay ${index} ${(index * 7919) % 997}","n":${index % 9}}`);
      const as = at % 2 === 0 ? 'written' : 'escaped';
      this.planted.set(`${partition}:${start + index}`, { as, isAborted });
      return Buffer.from(as === 'written' ? AS_WRITTEN : ESCAPED);
    });
  }

  async plain(partition: number, needles: ReadonlyArray<number>, count = STRETCH): Promise<void> {
    const records = this.#values(partition, needles, false, count).map((value) => ({
      topic: this.topic,
      partition,
      key: null,
      value,
    }));
    await reader.engine.produce(records, { compression: this.codec });
  }

  /** A transaction ends with a marker, which takes an offset. */
  async transaction(partition: number, needles: ReadonlyArray<number>, end: 'commit' | 'abort'): Promise<void> {
    const transaction = await this.#producer.beginTransaction();
    const values = this.#values(partition, needles, end === 'abort');
    const messages = values.map((value) => ({ topic: this.topic, partition, value }));
    await transaction.send({ messages, compression: this.codec });
    await transaction[end]();
    this.#ends.set(partition, (this.#ends.get(partition) ?? 0) + 1);
  }

  /** As retention or compaction leaves it: what was before this offset is gone. */
  async forgetBefore(partition: number, offset: number): Promise<void> {
    const admin = new Admin({ clientId: 'test', bootstrapBrokers: [broker.bootstrapServers] });
    await admin.deleteRecords({ topics: [{ name: this.topic, partitions: [{ partition, offset: BigInt(offset) }] }] });
    await admin.close();
    for (const place of this.planted.keys()) {
      const [at, planted] = place.split(':').map(Number);
      if (at === partition && (planted ?? 0) < offset) this.planted.delete(place);
    }
  }

  expected(escaped: boolean, isCommitted: boolean): string[] {
    return [...this.planted]
      .filter(([, { as, isAborted }]) => (escaped || as === 'written') && !(isCommitted && isAborted))
      .map(([place]) => place)
      .sort();
  }
}

const ENDS_AND_MIDDLE = [0, 1, Math.floor(STRETCH / 2), Math.floor(STRETCH / 2) + 1, STRETCH - 2, STRETCH - 1];

async function plant(codec: Codec): Promise<Field> {
  const producer = new Producer({
    clientId: 'test',
    bootstrapBrokers: [broker.bootstrapServers],
    transactionalId: `needles-${codec}`,
    idempotent: true,
  });
  const field = new Field(codec, producer);
  await createTopic(reader, field.topic, PARTITIONS);
  await field.plain(PLAIN, ENDS_AND_MIDDLE);
  await field.plain(PLAIN, []);
  await field.plain(PLAIN, ENDS_AND_MIDDLE);
  await field.plain(COMMITTED, ENDS_AND_MIDDLE);
  await field.transaction(COMMITTED, ENDS_AND_MIDDLE, 'commit');
  await field.transaction(ABORTED, ENDS_AND_MIDDLE, 'abort');
  await field.transaction(ABORTED, ENDS_AND_MIDDLE, 'abort');
  await field.plain(GAPS, []);
  await field.plain(GAPS, ENDS_AND_MIDDLE);
  await field.transaction(GAPS, ENDS_AND_MIDDLE, 'abort');
  await field.plain(GAPS, ENDS_AND_MIDDLE);
  await field.transaction(GAPS, [], 'abort');
  // The first one left is a needle in the middle of a batch.
  await field.forgetBefore(GAPS, STRETCH + Math.floor(STRETCH / 2));
  for (let single = 0; single < 9; single++) await field.plain(SINGLES, single % 4 === 0 ? [0] : [], 1);
  await producer.close();
  return field;
}

describe.each(CODECS)('needles under %s', (codec) => {
  let field: Field;
  beforeAll(async () => {
    field = await plant(codec);
    expect(field.planted.size).toBe(12 + 12 + 12 + 15 + 3);
  });

  it.each(FILTERS)('$name finds every one, oldest first and newest first', async ({ filter, escaped }) => {
    const expected = field.expected(escaped, true);
    expect(expected.some((place) => place.startsWith(`${ABORTED}:`) || place.startsWith(`${EMPTY}:`))).toBe(false);
    for (const order of ['oldest', 'newest'] as const) {
      const { rows, progress, state } = await pullAll(reader, field.topic, { filter, order });
      expect([order, places(rows).sort()]).toEqual([order, expected]);
      expect([state.kind, progress.matched, progress.notes]).toEqual(['complete', expected.length, []]);
      for (const partition of [PLAIN, COMMITTED, GAPS, SINGLES]) {
        const offsets = rows.filter((row) => row.partition === partition).map((row) => Number(row.offset));
        const sorted = [...offsets].sort((left, right) => (order === 'oldest' ? left - right : right - left));
        expect([order, partition, offsets]).toEqual([order, partition, sorted]);
      }
    }
  });

  it('those of aborted transactions are found when everything is read', async () => {
    const { rows } = await pullAll(reader, field.topic, { filter: words(NEEDLE), isolation: 'read-uncommitted' });
    expect(places(rows).sort()).toEqual(field.expected(false, false));
  });

  it('without a filter every record is there, needles and hay', async () => {
    const { rows } = await pullAll(reader, field.topic);
    const shown = new Set(places(rows));
    expect(field.expected(true, true).filter((place) => !shown.has(place))).toEqual([]);
    expect(rows).toHaveLength(3 * STRETCH + 2 * STRETCH + (STRETCH - Math.floor(STRETCH / 2)) + STRETCH + 9);
  });
});
