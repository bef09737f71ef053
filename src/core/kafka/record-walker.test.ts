import { expect, test } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { fixtureBatch, fixtureBody, seeded, zigzag, type FixtureRecord } from './batch-fixtures.ts';
import { decodeBatches, forEachBatch, RecordWalker, walkRecords } from './record-batches.ts';

const seed = Date.now() % 2 ** 31;
const random = seeded(seed);

function bytes(most: number): Buffer {
  return Buffer.from(Array.from({ length: random(most) }, () => random(256)));
}

function anyRecord(offsetDelta: number): FixtureRecord {
  const wide = [0n, 1n, -1n, 63n, 64n, 8191n, -8192n, 1n << 31n, -(1n << 53n) - 1n, (1n << 63n) - 1n, -(1n << 63n)];
  return {
    offsetDelta,
    timestampDelta: wide[random(wide.length)] ?? 0n,
    key: random(3) === 0 ? null : bytes(300),
    value: random(4) === 0 ? null : bytes(random(20) === 0 ? 40_000 : 200),
    headers: Array.from({ length: random(3) }, () => [bytes(20), random(3) === 0 ? null : bytes(50)] as const),
  };
}

function anyRecords(count: number): FixtureRecord[] {
  let delta = 0;
  return Array.from({ length: count }, () => anyRecord((delta += random(5))));
}

test(`walks to the same records as decoding them, whatever they hold (seed ${seed})`, () => {
  for (let round = 0; round < 60; round++) {
    const [first, second] = [anyRecords(1 + random(40)), anyRecords(1 + random(40))];
    const baseTimestamp = BigInt(random(2 ** 31));
    const log = Buffer.concat([
      fixtureBatch({ baseOffset: 7n, records: first, baseTimestamp }),
      fixtureBatch({ baseOffset: 1000n, records: second, baseTimestamp }),
    ]);
    const request = { partition: 0, fromOffset: 0n, aborted: [], decompress: (_: number, body: Buffer) => body };
    const decoded = decodeBatches(log, request).records;
    const walked: unknown[] = [];
    const end = forEachBatch(log, (batch) => {
      const { baseOffset, baseTimestamp: base, baseOffsetNumber, baseTimestampNumber } = batch;
      expect([BigInt(baseOffsetNumber), BigInt(baseTimestampNumber)]).toEqual([baseOffset, base]);
      walkRecords(batch.body, batch.count, (at) => {
        walked.push({
          partition: 0,
          offset: baseOffset + BigInt(at.offsetDelta),
          timestamp: base + at.timestampDelta(),
          timestampType: 'create',
          key: at.key(),
          value: at.value(),
          headers: at.headers(),
        });
        expect(at.timestampDeltaNumber()).toBe(Number(at.timestampDelta()));
      });
    });
    expect(end).toBe(log.length);
    expect(walked, `seed ${seed}`).toEqual(decoded);
    const written = [...first, ...second].map(({ key, value, headers }) => ({ key, value, headers }));
    expect(
      decoded.map(({ key, value, headers }) => ({ key, value, headers })),
      `seed ${seed}`,
    ).toEqual(written);
  }
});

test('finds the record that holds a byte, by framing alone', () => {
  const records = anyRecords(200);
  const body = fixtureBody(records);
  const ends: number[] = [];
  walkRecords(body, records.length, (at) => void ends.push(at.end));
  const walker = new RecordWalker(body, records.length);
  for (let position = 0; position < body.length; position += 1 + random(200)) {
    expect(walker.skipTo(position), `seed ${seed}`).toBe(true);
    expect(walker.index, `seed ${seed}`).toBe(ends.findIndex((end) => end > position));
  }
  expect(walker.skipTo(body.length)).toBe(false);
});

test.each([
  ['a length of −1, which would lead back to itself', zigzag(-1n)],
  ['a length of 0', zigzag(0n)],
  ['a length beyond the end', Buffer.concat([zigzag(100n), Buffer.alloc(20)])],
  ['a length of 2^31', zigzag(2n ** 31n)],
  ['a varint of 2^63', zigzag(2n ** 63n - 1n)],
  ['a varint without end', Buffer.alloc(40, 0xff)],
  ['a key longer than the record', sizedRecord([0, 0, 0, 126, 0, 0, 0, 0])],
  ['a value longer than the record', sizedRecord([0, 0, 0, 1, 120, 0, 0])],
  ['no room for headers', sizedRecord([0, 0, 0, 1, 8, 1, 1, 1, 1])],
  ['a timestamp without end', sizedRecord([0, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0])],
])('refuses %s', (name, body) => {
  const walker = new RecordWalker(body, 5_000_000);
  expect(() => {
    while (walker.next()) if (!name.startsWith('a length')) walker.fields();
  }).toThrow(AppError);
});

test.each([
  ['more headers than bytes', [0, 0, 0, 1, 1, 254, 255, 255, 255, 15]],
  ['a header name that runs out', [0, 0, 0, 1, 1, 2, 100, 1]],
  ['a header value that runs out', [0, 0, 0, 1, 1, 2, 2, 65, 100]],
])('refuses %s', (_, body) => {
  const walker = new RecordWalker(sizedRecord(body), 1);
  walker.next();
  walker.fields();
  expect(() => walker.headers()).toThrow(AppError);
});

function sizedRecord(body: ReadonlyArray<number>): Buffer {
  return Buffer.concat([zigzag(BigInt(body.length)), Buffer.from(body)]);
}
