import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kafka } from '../support/brokers.ts';
import {
  openReaderPath,
  openSession,
  places,
  plainSettings,
  pullAll,
  pullUntil,
  type Reader,
} from './records-harness.ts';

let reader: Reader;
const COUNT = 3000;

/** Record number `id` of the test topic: an id beyond 2^53 whose last digit a double would lose. */
function valueOf(id: number): string {
  return `{"id":${9_007_199_254_740_993n + BigInt(id)},"amount":${id}.10,"note":"n${id}"}`;
}

beforeAll(async () => {
  reader = openReaderPath(plainSettings(await kafka()));
  await reader.engine.createTopics([{ name: 'numbers', partitions: 4, replicas: 1 }]);
  await reader.engine.produce(
    Array.from({ length: COUNT }, (_, id) => ({
      topic: 'numbers',
      partition: id % 4,
      key: Buffer.from(`k${id}`),
      value: Buffer.from(valueOf(id)),
      headers: [['source', Buffer.from('test')] as const],
      timestampMs: 1_700_000_000_000 + id,
    })),
  );
});
afterAll(() => reader.close());

describe('records of a real broker, through contract, worker and engine', () => {
  it('shows the newest 100, newest first, with exact values', async () => {
    const sessionId = await openSession(reader, 'numbers', { from: { kind: 'latest', count: 100 } });
    const { rows } = await pullUntil(reader, sessionId, (pulled) => pulled.rows.length >= 100);
    const expected = Array.from({ length: 100 }, (_, index) => valueOf(COUNT - 1 - index));
    expect(rows.slice(0, 100).map((row) => row.value.text)).toEqual(expected);
    expect(rows[0]).toMatchObject({ id: 0, key: { format: 'text', text: `k${COUNT - 1}` }, headers: 1 });
  });

  it('reads from the beginning until complete, everything once, in order', async () => {
    const { rows, progress } = await pullAll(reader, 'numbers');
    expect(rows.map((row) => row.value.text)).toEqual(Array.from({ length: COUNT }, (_, id) => valueOf(id)));
    expect(new Set(places(rows)).size).toBe(COUNT);
    expect(progress).toMatchObject({ read: COUNT, total: String(COUNT), behind: '0', notes: [] });
  });
});
