import { afterAll, beforeAll, expect, it } from 'vitest';
import { ownBrokers, type BreakableBroker } from '../support/brokers.ts';
import { offsetsByPartition, readWhileKilling, type Watched } from '../support/killing.ts';
import { createTopic, openReaderPath, openSession, plainSettings, type Reader } from './records-harness.ts';

const KILLS = 20;
const PARTITIONS = 3;
const PER_PARTITION = 7_000;
const COUNT = PARTITIONS * PER_PARTITION;
const ARRIVING = 30;

const brokers = ownBrokers();
let own: BreakableBroker;
let reader: Reader;

beforeAll(async () => {
  own = await brokers.breakable('killed', {
    'log.segment.bytes': '4194304',
    // A broker that was killed may not come back before the cluster believes that it is gone: 9 seconds by default.
    'broker.session.timeout.ms': '1000',
    'broker.heartbeat.interval.ms': '200',
  });
  reader = openReaderPath(plainSettings(own.broker));
  await createTopic(reader, 'steady', PARTITIONS);
  await createTopic(reader, 'arriving', PARTITIONS);
  for (let from = 0; from < COUNT; from += 3000) await produce('steady', from, Math.min(COUNT, from + 3000));
});
afterAll(async () => {
  await reader.close();
  await brokers.stop();
});

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

/** Sessions that must show every record of `steady` once. A filtered one joins with a line here, and its own `count`. */
const WHOLE: ReadonlyArray<Watched & { readonly isNewestFirst: boolean }> = [
  {
    name: 'oldest first',
    open: (through) => openSession(through, 'steady'),
    ends: true,
    count: COUNT,
    isNewestFirst: false,
  },
  {
    name: 'newest first',
    open: (through) => openSession(through, 'steady', { from: { kind: 'latest', count: 100 } }),
    ends: true,
    count: COUNT,
    isNewestFirst: true,
  },
];

const TAIL: Watched = {
  name: 'live tail',
  open: (through) => openSession(through, 'arriving', { from: { kind: 'now' } }),
  ends: false,
  count: (KILLS + 1) * ARRIVING,
};

it(`a broker killed and restarted ${KILLS} times while it is read: no gap, no double, no other order`, async () => {
  const shown = await readWhileKilling({
    reader,
    own,
    kills: KILLS,
    watched: [...WHOLE, TAIL],
    between: (kill) => produce('arriving', (kill - 1) * ARRIVING, kill * ARRIVING),
  });

  for (const { name, isNewestFirst } of WHOLE) {
    const rows = shown.get(name) ?? [];
    expect([name, rows.length]).toEqual([name, COUNT]);
    expect(rows.map((row) => row.id)).toEqual(rows.map((_, id) => id));
    for (const [partition, offsets] of offsetsByPartition(rows)) {
      const expected = Array.from({ length: PER_PARTITION }, (_, offset) => offset);
      expect([partition, isNewestFirst ? [...offsets].reverse() : offsets]).toEqual([partition, expected]);
    }
    const numbers = rows.map((row) => Number.parseInt(row.value.text, 10));
    const expected = Array.from({ length: COUNT }, (_, number) => number);
    expect(isNewestFirst ? numbers.reverse() : numbers).toEqual(expected);
  }
  for (const [partition, offsets] of offsetsByPartition(shown.get(TAIL.name) ?? [])) {
    const expected = Array.from({ length: TAIL.count / PARTITIONS }, (_, offset) => offset);
    expect([partition, offsets]).toEqual([partition, expected]);
  }
}, 300_000);
