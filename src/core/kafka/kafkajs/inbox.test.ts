import { expect, test } from 'vitest';
import type { RawRecord } from '../engine.ts';
import { Inbox, type Delivery } from './inbox.ts';

function delivery(...offsets: number[]): Delivery {
  const records = offsets.map((offset): RawRecord => ({
    partition: 0,
    offset: BigInt(offset),
    timestamp: 0n,
    timestampType: 'create',
    key: null,
    value: null,
    headers: [],
  }));
  return { records, nextOffset: BigInt(Math.max(...offsets)) + 1n, endOffset: 100n };
}

test('keeps the sender waiting until its batch is taken', async () => {
  const inbox = new Inbox();
  inbox.moveTo(0, 0n, 0);
  let isDone = false;
  const pushed = inbox.push(0, delivery(0, 1)).then(() => (isDone = true));
  await Promise.resolve();
  expect(isDone).toBe(false);
  expect(inbox.take(0, 1)).toMatchObject({ nextOffset: 2n, endOffset: 100n });
  await pushed;
  expect(inbox.positionOf(0)).toBe(2n);
  expect(inbox.take(0, 1)).toBeNull();
});

test('gives two waiting batches as one, in order', () => {
  const inbox = new Inbox();
  inbox.moveTo(0, 0n, 0);
  void inbox.push(0, delivery(0, 1));
  void inbox.push(0, delivery(2));
  expect(inbox.take(0, 1)?.records.map((record) => record.offset)).toEqual([0n, 1n, 2n]);
});

test('lets go at once of what nobody asked for, or is behind the position', async () => {
  const inbox = new Inbox();
  await inbox.push(4, delivery(0));
  inbox.moveTo(0, 10n, 0);
  await inbox.push(0, delivery(8, 9));
  inbox.moveTo(0, null, 0);
  await inbox.push(0, delivery(10));
  expect(inbox.take(0, 1)).toBeNull();
});

test('lets go of what waits when the reader moves or ends', async () => {
  const inbox = new Inbox();
  inbox.moveTo(0, 0n, 0);
  const first = inbox.push(0, delivery(0));
  inbox.moveTo(0, 50n, 0);
  await first;
  const second = inbox.push(0, delivery(50));
  inbox.letGoOfAll();
  await second;
  expect(inbox.positionOf(0)).toBeNull();
});

test('drops records before the position, which kafkajs may still hand over after a seek', () => {
  const inbox = new Inbox();
  inbox.moveTo(0, 5n, 0);
  void inbox.push(0, delivery(3, 4, 5, 6));
  expect(inbox.take(0, 1)?.records.map((record) => record.offset)).toEqual([5n, 6n]);
});

test('calls a partition dry only after whole rounds without anything', () => {
  const inbox = new Inbox();
  inbox.moveTo(0, 0n, 7);
  expect([inbox.isDry(0, 7), inbox.isDry(0, 8), inbox.isDry(0, 9)]).toEqual([false, false, true]);
  void inbox.push(0, delivery(0));
  expect(inbox.isDry(0, 9)).toBe(false);
  expect(inbox.isDry(1, 9)).toBe(false);
});

test('wakes who waits for something new', async () => {
  const inbox = new Inbox();
  inbox.moveTo(0, 0n, 0);
  const waiting = inbox.somethingNew();
  void inbox.push(0, delivery(0));
  await waiting;
});
