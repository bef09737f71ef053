import { openSync, readFileSync, closeSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecordFilter } from '../../src/shared/contract/filters.ts';
import { ownBrokers, type BreakableBroker } from '../support/brokers.ts';
import { createTopic, openReaderPath, openSession, plainSettings, pullAll, pullUntil, type Reader } from './records-harness.ts'; // prettier-ignore

const brokers = ownBrokers();
let own: BreakableBroker;
let reader: Reader;

const BATCHES = 6;
const IN_BATCH = 50;
/** The batch that is damaged, and the offsets of its records. */
const HURT = 2;
const FIRST = HURT * IN_BATCH;
const LAST = FIRST + IN_BATCH - 1;

/** What is damaged: a byte of its records, the last offset in its header, its number of records. */
const TOPICS = {
  'in-a-record': { at: 61 + 900, flip: 0x01 },
  'in-its-last-offset': { at: 23 + 1, flip: 0x10 },
  'in-its-count': { at: 57 + 2, flip: 0x04 },
  'in-compressed-records': { at: 61 + 40, flip: 0x20 },
} as const;
type Topic = keyof typeof TOPICS;
const names = Object.keys(TOPICS) as Topic[];

const words: RecordFilter = {
  kind: 'words', in: 'value', text: 'needle', regex: false, matchCase: true, wholeWord: false,
}; // prettier-ignore

async function fill(topic: Topic): Promise<void> {
  await createTopic(reader, topic, 1);
  for (let batch = 0; batch < BATCHES; batch++) {
    const records = Array.from({ length: IN_BATCH }, (_, index) => ({
      topic,
      partition: 0,
      key: null,
      value: Buffer.from(`${batch * IN_BATCH + index} needle ${'x'.repeat(200)}`),
    }));
    await reader.engine.produce(records, { compression: topic === 'in-compressed-records' ? 'lz4' : 'none' });
  }
}

/** Flips a bit of one batch in the topic's segment file, as a disk would. */
function damage(topic: Topic): void {
  const file = join(own.dataFolder, `${topic}-0`, '00000000000000000000.log');
  const bytes = readFileSync(file);
  let start = 0;
  while (Number(bytes.readBigInt64BE(start)) < FIRST) start += 12 + bytes.readInt32BE(start + 8);
  expect(Number(bytes.readBigInt64BE(start))).toBe(FIRST);
  const position = start + TOPICS[topic].at;
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.from([(bytes[position] as number) ^ TOPICS[topic].flip]), 0, 1, position);
  closeSync(handle);
}

beforeAll(async () => {
  own = await brokers.breakable('damaged');
  reader = openReaderPath(plainSettings(own.broker));
  for (const topic of names) await fill(topic);
  await own.stop();
  for (const topic of names) damage(topic);
  await own.start();
});
afterAll(async () => {
  await reader.close();
  await brokers.stop();
});

const all = Array.from({ length: BATCHES * IN_BATCH }, (_, offset) => offset);
const whole = all.filter((offset) => offset < FIRST || offset > LAST);
const sentence =
  `The batch of records at offset ${FIRST} to ${LAST} of partition 0 cannot be ` +
  'read. Its checksum does not match: these are not the bytes that were written, so none of its records is shown or searched.';

const WAYS = [
  ['read', {}],
  ['read from the newest', { order: 'newest', from: { kind: 'latest', count: 1000 } }],
  ['searched for a word', { filter: words }],
  ['searched in the threads', { filter: { kind: 'expression', text: 'contains(value, "needle")' } }],
] as const;

describe.each(['platformatic', 'kafkajs'] as const)('a batch that was damaged on the disk (%s)', (engine) => {
  let through: Reader;
  beforeAll(() => {
    through = openReaderPath({ ...plainSettings(own.broker), engine });
  });
  afterAll(() => through.close());

  describe.each(names)('%s', (topic) => {
    it.each(WAYS)(
      'a damaged batch is told when the topic is %s, none of it is shown, and what lies behind it is @securityTest batch-checksums',
      async (_, options) => {
        const { rows, progress, state } = await pullAll(through, topic, options as Parameters<typeof pullAll>[2]);
        const offsets = rows.map((row) => Number(row.offset)).sort((a, b) => a - b);
        expect(offsets).toEqual(whole);
        expect(rows.filter((row) => !row.value.text.startsWith(`${row.offset} needle x`))).toEqual([]);
        expect(progress.notes).toEqual([sentence]);
        expect(progress.read).toBe(whole.length);
        expect(state).toEqual({ kind: 'complete', because: 'end' });
      },
    );
  });

  it('is told by what an export gets', async () => {
    const sessionId = await openSession(through, 'in-a-record');
    const pages = [];
    for await (const page of through.service.dump(sessionId, { first: 0, readOn: true })) pages.push(page);
    expect(pages.flatMap((page) => page.rows)).toHaveLength(whole.length);
    expect(pages.at(-1)?.notes).toEqual([sentence]);
  });

  it('is told when reading begins inside it', async () => {
    const from = { kind: 'offset', offset: String(FIRST + 20) } as const;
    const sessionId = await openSession(through, 'in-a-record', { from });
    const { rows, progress } = await pullUntil(through, sessionId, () => false);
    expect(rows.map((row) => Number(row.offset))).toEqual(whole.filter((offset) => offset > LAST));
    expect(progress.notes).toEqual([sentence]);
  });
});
