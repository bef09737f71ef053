import { expect, it } from 'vitest';
import type { KafkaEngine } from '../kafka/index.ts';
import type { Feed } from './feed.ts';
import { fakeRecord } from './fake-log.ts';
import { ForwardSource } from './forward-source.ts';
import { Reading } from './reading.ts';

/** A record an answer, each with these sentences. */
async function notesOf(notesAt: (offset: bigint) => ReadonlyArray<string>, end = 30n): Promise<ReadonlyArray<string>> {
  const feed: Feed = {
    fetch: (asked) => {
      const [[lane, { offset }] = [0, { offset: 0n }]] = asked;
      const records = [fakeRecord(0, offset, offset)];
      const part = { lane, records, nextOffset: offset + 1n, endOffset: end, bytes: 10, read: 1, undecodable: 0 };
      return Promise.resolve([{ ...part, notes: notesAt(offset), times: null }]);
    },
    release: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  const source = new ForwardSource([{ lane: 0, start: 0n, end }], {
    fetchBytes: 1_000_000,
    isolation: 'read-committed',
  });
  const lanes = [{ topic: 'orders', topicIndex: 0, partition: 0 }];
  const reading = new Reading({
    engine: {} as KafkaEngine,
    lanes,
    feed,
    source,
    clock: () => 0,
    random: () => 0,
  }, ['said before']); // prettier-ignore
  reading.kick();
  for (let seen = -1; !reading.isAtRest;) {
    await reading.changed.wait(seen, 1000, new AbortController().signal);
    seen = reading.changed.rings;
  }
  await reading.close();
  return reading.notes;
}

it('tells a sentence once, however many answers bring it', async () => {
  expect(await notesOf(() => ['damaged'])).toEqual(['said before', 'damaged']);
});

it('tells how many different sentences there was no room for: none is left out in silence', async () => {
  const notes = await notesOf((offset) => [`damaged at ${offset}`, `damaged at ${offset}`]);
  expect(notes).toHaveLength(21);
  expect(notes.slice(0, 2)).toEqual(['said before', 'damaged at 0']);
  expect(notes.at(-1)).toBe('11 further messages are not shown.');
});
