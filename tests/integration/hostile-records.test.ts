import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Dice, hostileCorpus, largeValues, newSeed, type HostileRecord } from '../support/corpus/index.ts';
import { kafka } from '../support/brokers.ts';
import { ANY_RECORD, produceHostile } from '../support/corpus/produce.ts';
import { prototypesNow } from '../support/corpus/prototypes.ts';
import { bytesOf, throughAll } from '../support/corpus/session-ways.ts';
import { newTopic } from '../support/engines.ts';
import { openReaderPath, openSession, plainSettings, pullUntil, type Reader } from './records-harness.ts';

const seed = newSeed();
let reader: Reader;

beforeAll(async () => {
  reader = openReaderPath(plainSettings(await kafka()));
});
afterAll(() => reader.close());

async function produced(records: ReadonlyArray<HostileRecord>): Promise<string> {
  const topic = await newTopic(reader.engine, { configs: ANY_RECORD });
  await produceHostile(reader.engine, topic, records);
  return topic;
}

async function shownIn(through: Reader, topic: string, records: ReadonlyArray<HostileRecord>) {
  const sessionId = await openSession(through, topic);
  const { rows, progress } = await pullUntil(through, sessionId, () => false, 60_000);
  expect([rows.length, progress.notes], `seed ${seed}`).toEqual([records.length, []]);
  return { sessionId, shown: rows.map((row, index) => ({ row, record: records[index] as HostileRecord })) };
}

describe(`hostile records (seed ${seed})`, () => {
  const corpus = hostileCorpus(seed);
  let topic = '';

  it('10,000 of them go through list, panel and copy, whole and unchanged', async () => {
    topic = await produced(corpus);
    const { sessionId, shown } = await shownIn(reader, topic, corpus);
    await throughAll(reader, sessionId, shown, seed);
  }, 120_000);

  it('leave the prototypes of the core as they were', async () => {
    const inThisThread = openReaderPath(plainSettings(await kafka()), {});
    try {
      const before = prototypesNow();
      const { sessionId, shown } = await shownIn(inThisThread, topic, corpus);
      const odd = shown.filter(({ record }) => /pollution|__proto__|properties of objects/.test(record.name));
      expect(odd.length).toBeGreaterThan(20);
      await throughAll(inThisThread, sessionId, odd, seed);
      expect(prototypesNow()).toBe(before);
    } finally {
      await inThisThread.close();
    }
  }, 60_000);

  it('of megabytes each go through list, panel and copy, whole and unchanged', async () => {
    const large = largeValues();
    const { sessionId, shown } = await shownIn(reader, await produced(large), large);
    await throughAll(reader, sessionId, shown, seed);
  }, 120_000);
});

describe(`bytes are kept (seed ${seed})`, () => {
  it('10,000 random values give back the same bytes', async () => {
    const dice = new Dice(seed);
    const values = Array.from({ length: 10_000 }, (_, index) => {
      // Lengths around every power of two, most of them small; some are text.
      const length = Math.max(0, (1 << dice.below(13)) - 1 + dice.below(3));
      const value = dice.chance(3) ? Buffer.from(randomText(dice, length)) : dice.bytes(length);
      return { name: `random ${index}`, key: dice.bytes(dice.below(30)), value, headers: [] };
    });
    const { sessionId, shown } = await shownIn(reader, await produced(values), values);
    for (const { record, row } of shown) {
      const [key, value] = await Promise.all([
        bytesOf(reader, { sessionId, id: row.id, part: 'key' }),
        bytesOf(reader, { sessionId, id: row.id, part: 'value' }),
      ]);
      const isSame = record.key?.equals(key) === true && record.value?.equals(value) === true;
      if (!isSame) expect.unreachable(`${record.name} changed on its way (seed ${seed})`);
    }
    // Copies in other forms (base64, hexadecimal, a file, an export) join here: each must lead back to `record.value`.
  }, 120_000);
});

function randomText(dice: Dice, length: number): string {
  return Array.from({ length: Math.ceil(length / 3) }, () => String.fromCodePoint(32 + dice.below(0xd7ff - 32))).join(
    '',
  );
}
