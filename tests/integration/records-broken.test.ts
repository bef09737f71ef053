import { Admin } from '@platformatic/kafka';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppErrorData } from '../../src/shared/errors.ts';
import type { RecordRow } from '../../src/shared/contract/records.ts';
import { ownBrokers, type BreakableBroker } from '../support/brokers.ts';
import {
  createTopic,
  openReaderPath,
  openSession,
  places,
  plainSettings,
  pullUntil,
  type Reader,
} from './records-harness.ts';

const brokers = ownBrokers();
let own: BreakableBroker;
let reader: Reader;
const COUNT = 20_000;
const PARTITIONS = 3;

function produce(topic: string, from: number, to: number) {
  return reader.engine.produce(
    Array.from({ length: to - from }, (_, index) => ({
      topic,
      partition: (from + index) % PARTITIONS,
      key: null,
      value: Buffer.from(`${from + index} ${'x'.repeat(500)}`),
      timestampMs: 1_700_000_000_000 + from + index,
    })),
  );
}

/** Record numbers in the order of rows. */
const numbers = (rows: ReadonlyArray<RecordRow>) => rows.map((row) => Number.parseInt(row.value.text, 10));
const upTo = (end: number) => Array.from({ length: end }, (_, number) => number);

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    return AppErrorData.parse((error as { data: unknown }).data).code;
  }
  return 'none';
}

beforeAll(async () => {
  own = await brokers.breakable('records', { 'log.segment.bytes': '1048576' });
  reader = openReaderPath(plainSettings(own.broker));
  await createTopic(reader, 'steady', PARTITIONS);
  for (let from = 0; from < COUNT; from += 2000) await produce('steady', from, from + 2000);
});
afterAll(async () => {
  await reader.close();
  await brokers.stop();
});

describe('a broker killed while reading, and back', () => {
  it('says so in a sentence, goes on at the same offsets: no gap, no double', async () => {
    const oldest = await openSession(reader, 'steady');
    const newest = await openSession(reader, 'steady', { from: { kind: 'latest', count: 100 } });
    const firstOldest = await pullUntil(reader, oldest, (pulled) => pulled.rows.length >= 500);
    const firstNewest = await pullUntil(reader, newest, (pulled) => pulled.rows.length >= 100);

    await own.kill();
    const whileAway = await pullUntil(reader, oldest, (pulled) => pulled.state.kind === 'interrupted');
    expect(whileAway.state).toMatchObject({ kind: 'interrupted', message: expect.stringMatching(/\w+/) });
    const newestAway = await pullUntil(reader, newest, (pulled) => pulled.state.kind === 'interrupted');
    const started = Date.now();
    const progress = await reader.client.progress({ sessionId: oldest });
    expect([progress.state.kind, Date.now() - started < 1000]).toEqual(['interrupted', true]);

    await own.start();
    const restOldest = await pullUntil(reader, oldest, () => false, 30_000);
    const restNewest = await pullUntil(reader, newest, () => false, 30_000);
    const forward = [...firstOldest.rows, ...whileAway.rows, ...restOldest.rows];
    const backward = [...firstNewest.rows, ...newestAway.rows, ...restNewest.rows];
    expect(numbers(forward)).toEqual(upTo(COUNT));
    expect(numbers(backward)).toEqual(upTo(COUNT).reverse());
    expect(restOldest.progress.notes).toEqual([]);
  });

  it('a live tail goes on too, with what was produced after the return', async () => {
    await createTopic(reader, 'tail', PARTITIONS);
    const sessionId = await openSession(reader, 'tail', { from: { kind: 'now' } });
    await produce('tail', 0, 30);
    const first = await pullUntil(reader, sessionId, (pulled) => pulled.rows.length >= 30);
    await own.kill();
    await pullUntil(reader, sessionId, (pulled) => pulled.state.kind === 'interrupted');
    await own.start();
    await produce('tail', 30, 60);
    const rest = await pullUntil(reader, sessionId, (pulled) => pulled.rows.length >= 30, 30_000);
    const all = [...first.rows, ...rest.rows];
    expect(numbers(all).sort((left, right) => left - right)).toEqual(upTo(60));
    expect(new Set(places(all)).size).toBe(60);
  });

  it('closing an interrupted session is quick', async () => {
    const sessionId = await openSession(reader, 'tail', { from: { kind: 'now' } });
    await own.kill();
    await pullUntil(reader, sessionId, (pulled) => pulled.state.kind === 'interrupted');
    const started = performance.now();
    await reader.client.close({ sessionId });
    expect(performance.now() - started).toBeLessThan(500);
    expect(await codeOf(openSession(reader, 'tail'))).toBe('CONNECTION_REFUSED');
    await own.start();
  });
});

describe('records that go away while they are read', () => {
  async function deleteBefore(topic: string, offset: bigint) {
    const admin = new Admin({ clientId: 'test', bootstrapBrokers: [own.broker.bootstrapServers] });
    const partitions = upTo(PARTITIONS).map((partition) => ({ partition, offset }));
    await admin.deleteRecords({ topics: [{ name: topic, partitions }] });
    await admin.close();
  }

  it('are told about, and reading goes on at the new start', async () => {
    await createTopic(reader, 'shrinking', PARTITIONS);
    for (let from = 0; from < 9000; from += 1500) await produce('shrinking', from, from + 1500);
    const sessionId = await openSession(reader, 'shrinking');
    const first = await pullUntil(reader, sessionId, (pulled) => pulled.rows.length >= 100);
    await deleteBefore('shrinking', 2500n);
    const rest = await pullUntil(reader, sessionId, () => false);
    expect(rest.progress.notes).toHaveLength(PARTITIONS);
    expect(rest.progress.notes[0]).toMatch(/offsets \d+ to 2499 were deleted from the log while reading/);
    expect(rest.state.kind).toBe('complete');
    const all = [...first.rows, ...rest.rows];
    expect(new Set(places(all)).size).toBe(all.length);
    expect(numbers(all).filter((number) => number >= 7500)).toEqual(upTo(9000).slice(7500));
  });

  it('are read again from the log when memory had no room for them, and named when the log has none either', async () => {
    const small = openReaderPath(plainSettings(own.broker), { maxKeptBytes: 20_000 });
    try {
      await createTopic(reader, 'evicted', PARTITIONS);
      await produce('evicted', 0, 300);
      const sessionId = await openSession(small, 'evicted');
      const { rows, progress } = await pullUntil(small, sessionId, () => false);
      expect(rows).toHaveLength(300);
      expect(progress.evicted).toBeGreaterThan(200);
      const detail = await small.client.record({ sessionId, id: 17 });
      expect(detail.value.text).toBe(`17 ${'x'.repeat(500)}`);
      const part = await small.client.bytes({ sessionId, id: 18, part: 'value', start: 0 });
      expect(Buffer.from(part.base64, 'base64').toString()).toBe(`18 ${'x'.repeat(500)}`);
      await deleteBefore('evicted', 50n);
      expect(await codeOf(small.client.record({ sessionId, id: 30 }))).toBe('RECORD_EVICTED');
    } finally {
      await small.close();
    }
  });
});
