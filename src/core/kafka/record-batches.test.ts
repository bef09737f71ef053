import { gzipSync, gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { decodeBatches, type DecodeRequest } from './record-batches.ts';

type Item = { readonly delta: number; readonly value: string | null; readonly key?: Buffer };
type BatchSpec = {
  readonly base: bigint;
  readonly items: ReadonlyArray<Item>;
  readonly lastDelta?: number;
  readonly producer?: bigint;
  readonly attributes?: number;
};

const TRANSACTIONAL = 0x10;
const CONTROL = 0x20;
const APPEND_TIME = 0x08;
const GZIP = 1;

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = ((value << 1) ^ (value >> 31)) >>> 0;
  for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128);
  return Buffer.from([...bytes, rest]);
}

function sized(bytes: Buffer | null): Buffer {
  return bytes === null ? varint(-1) : Buffer.concat([varint(bytes.length), bytes]);
}

function record(item: Item): Buffer {
  const value = item.value === null ? null : Buffer.from(item.value);
  const body = [
    Buffer.from([0]),
    varint(item.delta),
    varint(item.delta),
    sized(item.key ?? null),
    sized(value),
    varint(0),
  ];
  return sized(Buffer.concat(body));
}

function batch(spec: BatchSpec): Buffer {
  const attributes = spec.attributes ?? (spec.producer === undefined ? 0 : TRANSACTIONAL);
  const plain = Buffer.concat(spec.items.map(record));
  const body = (attributes & 7) === GZIP ? gzipSync(plain) : plain;
  const head = Buffer.alloc(61);
  head.writeBigInt64BE(spec.base, 0);
  head.writeInt32BE(49 + body.length, 8);
  head.writeInt8(2, 16);
  head.writeInt16BE(attributes, 21);
  head.writeInt32BE(spec.lastDelta ?? spec.items.at(-1)?.delta ?? 0, 23);
  head.writeBigInt64BE(1000n, 27);
  head.writeBigInt64BE(9999n, 35);
  head.writeBigInt64BE(spec.producer ?? -1n, 43);
  head.writeInt32BE(spec.items.length, 57);
  return Buffer.concat([head, body]);
}

function values(base: bigint, count: number, more: Partial<BatchSpec> = {}): BatchSpec {
  const items = Array.from({ length: count }, (_, delta) => ({ delta, value: `v${String(base + BigInt(delta))}` }));
  return { base, items, ...more };
}

/** A marker: key is version 0 and type 0 (abort) or 1 (commit). */
function marker(base: bigint, producer: bigint, type: 'abort' | 'commit'): BatchSpec {
  const key = Buffer.from([0, 0, 0, type === 'abort' ? 0 : 1]);
  return { base, producer, attributes: CONTROL | TRANSACTIONAL, items: [{ delta: 0, value: 'm', key }] };
}

function decode(specs: ReadonlyArray<BatchSpec>, more: Partial<DecodeRequest> = {}) {
  const result = decodeBatches(Buffer.concat(specs.map(batch)), {
    partition: 3,
    fromOffset: 0n,
    aborted: [],
    decompress: (_, bytes) => gunzipSync(bytes),
    ...more,
  });
  return {
    offsets: result.records.map((each) => Number(each.offset)),
    next: result.nextOffset,
    records: result.records,
  };
}

test('decodes keys, values, tombstones and times', () => {
  const { records } = decode([
    {
      base: 7n,
      items: [
        { delta: 0, value: 'a', key: Buffer.from('k') },
        { delta: 2, value: null },
      ],
    },
  ]);
  expect(records).toEqual([
    expect.objectContaining({
      partition: 3,
      offset: 7n,
      timestamp: 1000n,
      key: Buffer.from('k'),
      value: Buffer.from('a'),
    }),
    expect.objectContaining({ offset: 9n, timestamp: 1002n, timestampType: 'create', key: null, value: null }),
  ]);
});

test('gives all records of a batch the broker time where the topic says so', () => {
  const { records } = decode([values(0n, 2, { attributes: APPEND_TIME })]);
  expect(records.map((each) => [each.timestamp, each.timestampType])).toEqual([
    [9999n, 'append'],
    [9999n, 'append'],
  ]);
});

test('starts in the middle of a compressed batch', () => {
  expect(decode([values(10n, 5, { attributes: GZIP })], { fromOffset: 13n })).toMatchObject({
    offsets: [13, 14],
    next: 15n,
  });
});

test('goes on after the end of a batch whose last records were compacted away', () => {
  expect(decode([{ ...values(0n, 2), lastDelta: 40 }])).toMatchObject({ offsets: [0, 1], next: 41n });
  expect(decode([{ base: 50n, items: [], lastDelta: 9 }], { fromOffset: 50n })).toMatchObject({
    offsets: [],
    next: 60n,
  });
});

test('stays where it is when the answer holds no whole batch', () => {
  const cut = batch(values(0n, 3)).subarray(0, 70);
  const request = { partition: 0, fromOffset: 5n, aborted: [], decompress: (_: number, bytes: Buffer) => bytes };
  expect(decodeBatches(cut, request)).toEqual({ records: [], nextOffset: 5n });
  expect(decodeBatches(Buffer.alloc(0), request).nextOffset).toBe(5n);
});

test('leaves the last batch for the next answer when it is cut off', () => {
  const bytes = Buffer.concat([batch(values(0n, 2)), batch(values(2n, 2)).subarray(0, 65)]);
  const request = { partition: 0, fromOffset: 0n, aborted: [], decompress: (_: number, b: Buffer) => b };
  const result = decodeBatches(bytes, request);
  expect([result.records.length, result.nextOffset]).toEqual([2, 2n]);
});

test('drops control records and moves past them', () => {
  expect(decode([values(0n, 1, { producer: 5n }), marker(1n, 5n, 'commit')])).toMatchObject({ offsets: [0], next: 2n });
});

test('hides what a producer wrote between its first aborted offset and its abort marker', () => {
  const log = [
    values(0n, 2, { producer: 5n }),
    values(2n, 1, { producer: 6n }),
    marker(3n, 5n, 'abort'),
    values(4n, 2, { producer: 5n }),
    marker(6n, 6n, 'commit'),
    marker(7n, 5n, 'commit'),
  ];
  const aborted = [{ producerId: 5n, firstOffset: 0n }];
  expect(decode(log, { aborted })).toMatchObject({ offsets: [2, 4, 5], next: 8n });
  expect(decode(log)).toMatchObject({ offsets: [0, 1, 2, 4, 5], next: 8n });
});

test('hides two aborted transactions of one producer with a kept one between', () => {
  const log = [
    values(0n, 1, { producer: 5n }),
    marker(1n, 5n, 'abort'),
    values(2n, 1, { producer: 5n }),
    marker(3n, 5n, 'commit'),
    values(4n, 1, { producer: 5n }),
    marker(5n, 5n, 'abort'),
  ];
  const aborted = [
    { producerId: 5n, firstOffset: 4n },
    { producerId: 5n, firstOffset: 0n },
  ];
  expect(decode(log, { aborted })).toMatchObject({ offsets: [2], next: 6n });
});

test('keeps what a producer writes outside of transactions while another of its transactions is aborted', () => {
  const log = [values(0n, 1, { producer: 5n }), values(1n, 1, { producer: 5n, attributes: 0 })];
  expect(decode(log, { aborted: [{ producerId: 5n, firstOffset: 0n }] })).toMatchObject({ offsets: [1], next: 2n });
});

test('never unpacks a batch that is hidden', () => {
  const log = [values(0n, 3, { producer: 5n, attributes: TRANSACTIONAL | GZIP })];
  const decompress = (): Buffer => {
    throw new Error('unpacked');
  };
  expect(decode(log, { aborted: [{ producerId: 5n, firstOffset: 0n }], decompress })).toMatchObject({
    offsets: [],
    next: 3n,
  });
});

test('fails on damaged bytes instead of hanging or inventing records', () => {
  const seed = Date.now() % 2 ** 31;
  let state = seed;
  const random = (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state % below;
  };
  const good = Buffer.concat([batch(values(0n, 20)), batch(values(20n, 20, { attributes: GZIP }))]);
  for (let round = 0; round < 3000; round++) {
    const damaged = Buffer.from(good);
    for (let hits = 1 + random(4); hits > 0; hits--) damaged[random(damaged.length)] = random(256);
    try {
      const request = {
        partition: 0,
        fromOffset: 0n,
        aborted: [],
        decompress: (_: number, b: Buffer) => gunzipSync(b),
      };
      expect(decodeBatches(damaged, request).records.length, `seed ${String(seed)}`).toBeLessThan(10_000);
    } catch (error) {
      expect(error, `seed ${String(seed)} round ${String(round)}`).toBeInstanceOf(Error);
    }
  }
});
