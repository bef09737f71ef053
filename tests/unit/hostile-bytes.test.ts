import { describe, expect, test } from 'vitest';
import { hostileCorpus, largeValues, newSeed } from '../support/corpus/index.ts';
import { prototypesNow } from '../support/corpus/prototypes.ts';
import { WAYS } from '../support/corpus/ways.ts';

const seed = newSeed();
/** One value that takes longer than this would be felt; RELIABILITY 17 allows a second in a worker, this machine is shared. */
const LONGEST_MS = 1_500;

describe.each(WAYS)(`hostile bytes through $name (seed ${seed})`, (way) => {
  test('10,000 records: no throw, no hang, bounded, prototypes and bytes as before', () => {
    const before = prototypesNow();
    for (const record of hostileCorpus(seed)) pass(way, record);
    expect(prototypesNow()).toBe(before);
  });

  test('values of megabytes', () => {
    for (const record of largeValues()) pass(way, record);
  });
});

type PassArguments = readonly [way: (typeof WAYS)[number], record: ReturnType<typeof hostileCorpus>[number]];

function pass(...[way, record]: PassArguments): void {
  const copy = record.value === null || record.value.length > 100_000 ? null : Buffer.from(record.value);
  const started = performance.now();
  let text: string;
  try {
    text = way.through(record);
  } catch (error) {
    throw new Error(`"${record.name}" threw on the way "${way.name}" (seed ${seed})`, { cause: error });
  }
  const ms = performance.now() - started;
  if (ms > LONGEST_MS) expect.unreachable(`"${record.name}" took ${Math.round(ms)} ms (seed ${seed})`);
  if (text.length > way.most) expect.unreachable(`"${record.name}" gave ${text.length} characters (seed ${seed})`);
  if (copy !== null && record.value?.equals(copy) !== true) expect.unreachable(`"${record.name}" was changed`);
}
