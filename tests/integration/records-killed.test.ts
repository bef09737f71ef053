import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RecordFilter } from '../../src/shared/contract/filters.ts';
import { ownBrokers, type BreakableBroker } from '../support/brokers.ts';
import { Dice, newSeed } from '../support/corpus/index.ts';
import { offsetsByPartition, readWhileKilling, type Rows, type Watched } from '../support/killing.ts';
import { createTopic, openReaderPath, openSession, plainSettings, type Reader } from './records-harness.ts';

/** 20 with `KILLS=20`; a broker takes three seconds to be back. */
const KILLS = Number(process.env['KILLS'] ?? 4);
const PARTITIONS = 3;
const PER_PARTITION = 7_000;
const COUNT = PARTITIONS * PER_PARTITION;
const ARRIVING = 30;
/** About as long as a search of `steady` takes. */
const LONGEST_DELAY_MS = 120;

const seed = newSeed();
const dice = new Dice(seed);

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

/** Matches every second record, and must be decoded for it. */
const EVEN: RecordFilter = {
  kind: 'words',
  in: 'value',
  text: '^[0-9]*[02468] ',
  regex: true,
  matchCase: true,
  wholeWord: false,
};
const isEven = (number: number): boolean => number % 2 === 0;

/** A session that must show every record of `steady` that it `holds`, once and in order. */
type Whole = Watched & { readonly isNewestFirst: boolean; readonly holds: (number: number) => boolean };

const WHOLE: ReadonlyArray<Whole> = [
  {
    name: 'oldest first',
    open: (through) => openSession(through, 'steady'),
    ends: true,
    count: COUNT,
    isNewestFirst: false,
    holds: () => true,
  },
  {
    name: 'newest first',
    open: (through) => openSession(through, 'steady', { from: { kind: 'latest', count: 100 } }),
    ends: true,
    count: COUNT,
    isNewestFirst: true,
    holds: () => true,
  },
  {
    name: 'filtered',
    open: (through) => openSession(through, 'steady', { filter: EVEN }),
    ends: true,
    count: COUNT / 2,
    isNewestFirst: false,
    holds: isEven,
  },
  {
    name: 'filtered, newest first',
    open: (through) => openSession(through, 'steady', { filter: EVEN, order: 'newest' }),
    ends: true,
    count: COUNT / 2,
    isNewestFirst: true,
    holds: isEven,
  },
];

const SEARCH: Whole = {
  name: 'search',
  open: (through) => openSession(through, 'steady', { filter: { ...EVEN, text: '^[0-9]*77 ' } }),
  ends: true,
  count: COUNT / 100,
  isNewestFirst: false,
  holds: (number) => number % 100 === 77,
};

const TAIL: Watched = {
  name: 'live tail',
  open: (through) => openSession(through, 'arriving', { from: { kind: 'now' } }),
  ends: false,
  count: (KILLS + 1) * ARRIVING,
};

function expectWhole({ name, isNewestFirst, holds }: Whole, shown: Rows): void {
  const expected = Array.from({ length: COUNT }, (_, number) => number).filter(holds);
  const rows = isNewestFirst ? [...shown].reverse() : shown;
  expect([name, shown.length]).toEqual([name, expected.length]);
  expect(shown.map((row) => row.id)).toEqual(shown.map((_, id) => id));
  expect([name, rows.map((row) => Number.parseInt(row.value.text, 10))]).toEqual([name, expected]);
  const places = rows.map((row) => Number(row.offset) * PARTITIONS + row.partition);
  expect([name, places]).toEqual([name, expected]);
}

it(`a broker killed and restarted ${KILLS} times while it is read (seed ${seed}): no gap, no double, no other order`, async () => {
  const started = performance.now();
  const shown = await readWhileKilling({
    reader,
    own,
    kills: KILLS,
    watched: [...WHOLE, TAIL],
    raced: SEARCH,
    delayMs: () => dice.below(LONGEST_DELAY_MS),
    between: (kill) => produce('arriving', (kill - 1) * ARRIVING, kill * ARRIVING),
  });

  for (const whole of WHOLE) expectWhole(whole, shown.watched.get(whole.name) ?? []);
  for (const { rows } of shown.raced) expectWhole(SEARCH, rows);
  const caught = shown.raced.filter((race) => race.isCaught).length;
  expect(caught).toBeGreaterThan(0);
  for (const [partition, offsets] of offsetsByPartition(shown.watched.get(TAIL.name) ?? [])) {
    const expected = Array.from({ length: TAIL.count / PARTITIONS }, (_, offset) => offset);
    expect([partition, offsets]).toEqual([partition, expected]);
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const starting = (shown.startMs / 1000).toFixed(1);
  process.stdout.write(
    `seed ${seed}: ${KILLS} kills in ${seconds} s, ${starting} of them for starts; ${caught} searches were caught\n`,
  );
}, 600_000);
