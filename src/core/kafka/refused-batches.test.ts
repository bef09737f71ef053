import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { fixtureBatch, fixtureBody, type FixtureRecord } from './batch-fixtures.ts';
import { loadDecompress, type Decompress } from './compression.ts';
import { decodeBatches, type RefusedBatch } from './record-batches.ts';

const GZIP = [1, (bytes: Buffer) => gzipSync(bytes)] as const;
let decompress: Decompress;
beforeAll(async () => {
  decompress = await loadDecompress();
});

function values(count: number, text = 'v'): FixtureRecord[] {
  return Array.from({ length: count }, (_, offsetDelta) => ({ offsetDelta, key: null, value: Buffer.from(text) }));
}

const bomb = (baseOffset: bigint) =>
  fixtureBatch({ baseOffset, records: values(3), body: Buffer.alloc(65 * 1024 * 1024), codec: GZIP });
const good = (baseOffset: bigint) => fixtureBatch({ baseOffset, records: values(2), codec: GZIP });

function decode(log: Buffer, fromOffset = 0n, onRefused?: (refused: RefusedBatch) => void) {
  const request = { partition: 4, fromOffset, aborted: [], decompress };
  const { records, nextOffset } = decodeBatches(log, onRefused === undefined ? request : { ...request, onRefused });
  return { offsets: records.map((record) => Number(record.offset)), next: nextOffset };
}

test('a batch that is refused is stepped over and told about, and what follows is read', () => {
  const refused: RefusedBatch[] = [];
  const log = Buffer.concat([good(0n), bomb(2n), good(5n)]);
  expect(decode(log, 0n, (each) => refused.push(each))).toEqual({ offsets: [0, 1, 5, 6], next: 7n });
  expect(refused).toHaveLength(1);
  expect(refused[0]).toMatchObject({ partition: 4, firstOffset: 2n, lastOffset: 4n });
  expect(refused[0]?.error).toBeInstanceOf(AppError);
  expect(refused[0]?.error.message).toBe(
    'The batch of records at offset 2 to 4 of partition 4 cannot be read (gzip). ' +
      'The compressed data unfolds to more than 64 MiB, so it is not unpacked.',
  );
  expect(refused[0]?.error.hint).toMatch(/without compression.* Read on from offset 5 for what follows it\.$/);
  expect(refused[0]?.error.context).toEqual({ unfoldsTooFar: true, partition: 4, offset: '2', lastOffset: '4' });
});

test('where nobody listens it ends the reading, but not before the records in front of it were handed out', () => {
  const log = Buffer.concat([good(0n), bomb(2n), good(5n)]);
  expect(decode(log)).toEqual({ offsets: [0, 1], next: 2n });
  expect(() => decode(log, 2n)).toThrow(/offset 2 to 4 of partition 4/);
  expect(decode(log, 5n)).toEqual({ offsets: [5, 6], next: 7n });
});

test('a batch whose records lie is refused whole: none of its records is invented', () => {
  const refused: RefusedBatch[] = [];
  const body = Buffer.concat([fixtureBody(values(3)), Buffer.from([1, 1, 1])]);
  const log = Buffer.concat([fixtureBatch({ baseOffset: 0n, records: values(3), body, count: 9 }), good(9n)]);
  const broken = fixtureBatch({ baseOffset: 0n, records: values(3), body, count: 2 ** 31 - 1 });
  expect(decode(log, 0n, (each) => refused.push(each)).offsets).toEqual([9, 10]);
  expect(() => decode(broken)).toThrow(AppError);
  expect(refused[0]?.error.message).toMatch(/A record is damaged/);
});

test('a batch without a believable header ends the reading with a typed error, since nothing says where the next starts', () => {
  const log = good(0n);
  log.writeInt32BE(3, 8);
  expect(() => decode(log)).toThrow(AppError);
  log.writeInt32BE(-1000, 8);
  expect(() => decode(log)).toThrow(AppError);
  const backwards = fixtureBatch({ baseOffset: 5n, records: values(1), lastOffsetDelta: -3 });
  expect(() => decode(backwards)).toThrow(AppError);
});

test('a bug is never taken for a batch that is refused', () => {
  const request = { partition: 0, fromOffset: 0n, aborted: [], onRefused: () => expect.unreachable() };
  const decompress = (): Buffer => {
    throw new TypeError('a bug');
  };
  expect(() => decodeBatches(good(0n), { ...request, decompress })).toThrow(TypeError);
});

test('a small batch that unfolds to millions of records is handed out in parts', () => {
  const count = 200_000;
  const log = fixtureBatch({ baseOffset: 0n, records: values(count, ''), codec: GZIP });
  let from = 0n;
  let calls = 0;
  let seen = 0;
  while (from < BigInt(count)) {
    const { offsets, next } = decode(log, from);
    // Not one `expect` a record: 200,000 of them take longer than what is tested.
    expect(offsets.findIndex((offset, index) => offset !== seen + index)).toBe(-1);
    seen += offsets.length;
    expect(next > from).toBe(true);
    from = next;
    calls += 1;
  }
  expect([seen, calls]).toEqual([count, 4]);
});

test('batches that are legal one by one are not all unfolded at once', () => {
  const records = [{ offsetDelta: 0, key: null, value: Buffer.alloc(30 * 1024 * 1024) }];
  const body = fixtureBody(records);
  const packed = gzipSync(body);
  const large = (baseOffset: bigint) => fixtureBatch({ baseOffset, records, body, codec: [1, () => packed] });
  const log = Buffer.concat([0n, 1n, 2n, 3n, 4n].map(large));
  let unfolded = 0;
  const counting: Decompress = (_, bytes) => {
    unfolded += 1;
    return gunzipSync(bytes);
  };
  const request = { partition: 0, fromOffset: 0n, aborted: [], decompress: counting };
  expect(decodeBatches(log, request).nextOffset).toBe(3n);
  expect(unfolded).toBe(3);
});
