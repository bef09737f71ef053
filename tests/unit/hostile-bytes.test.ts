import { describe, expect, test } from 'vitest';
import { hostileCorpus, largeValues, newSeed } from '../support/corpus/index.ts';
import { prototypesNow } from '../support/corpus/prototypes.ts';
import { WAYS } from '../support/corpus/ways.ts';

const seed = newSeed();
/** Milliseconds of processor time, so that a busy machine fails nothing: of a value, and of one that is megabytes long or unfolds to them. */
const LONGEST_MS = { small: 1_000, large: 5_000 };

/** What is recognised by itself meets all of them; a form that was chosen, the known ones that are not long only in text. */
const ALL = hostileCorpus(seed);
const KNOWN = hostileCorpus(seed, 0).filter(
  (record) => (record.value?.length ?? 0) < 5_000 || /^(msg|cb|pro|av)/.test(record.name),
);

describe.each(WAYS)(`hostile bytes read as $name (seed ${seed})`, (way) => {
  test('no throw, no hang, bounded, prototypes and bytes as before', { timeout: 120_000 }, () => {
    const before = prototypesNow();
    for (const record of way.name === 'auto' ? ALL : KNOWN) pass(way, record);
    expect(prototypesNow()).toBe(before);
  });
});

test('values of megabytes, recognised by themselves', { timeout: 120_000 }, () => {
  for (const way of WAYS) if (way.name === 'auto') for (const record of largeValues()) pass(way, record);
});

type PassArguments = readonly [way: (typeof WAYS)[number], record: ReturnType<typeof hostileCorpus>[number]];

function pass(...[way, record]: PassArguments): void {
  const copy = record.value === null || record.value.length > 100_000 ? null : Buffer.from(record.value);
  const started = process.cpuUsage();
  let text: string;
  try {
    text = way.through(record);
  } catch (error) {
    throw new Error(`"${record.name}" threw on the way "${way.name}" (seed ${seed})`, { cause: error });
  }
  const { user, system } = process.cpuUsage(started);
  const ms = (user + system) / 1000;
  const isLarge = (record.value?.length ?? 0) > 300_000 || /bomb/.test(record.name);
  if (ms > LONGEST_MS[isLarge ? 'large' : 'small'])
    expect.unreachable(`"${record.name}" took ${Math.round(ms)} ms (seed ${seed})`);
  if (text.length > way.most) expect.unreachable(`"${record.name}" gave ${text.length} characters (seed ${seed})`);
  if (copy !== null && record.value?.equals(copy) !== true) expect.unreachable(`"${record.name}" was changed`);
}
