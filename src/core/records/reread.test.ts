import { expect, it } from 'vitest';
import type { KafkaEngine, TopicReader } from '../kafka/index.ts';
import { reread } from './reread.ts';

/** Everything of the partition is gone; `notes` says why, where somebody knows. */
function rereadFrom(notes: ReadonlyArray<string>) {
  const answer = { partition: 2, records: [], nextOffset: 10n, endOffset: 20n, bytes: 0, notes };
  const reader: TopicReader = {
    fetch: () => Promise.resolve([answer]),
    fetchBatches: null,
    close: () => Promise.resolve(),
  };
  const engine = { openReader: () => Promise.resolve(reader) } as unknown as KafkaEngine;
  const lanes = [{ topic: 'orders', topicIndex: 0, partition: 2 }];
  const { signal } = new AbortController();
  return reread({ engine, lanes, isolation: 'read-committed', markers: false, signal }, 0, 7n);
}

it('a record that was dropped from memory and cannot be read again: says that it is gone, or that its batch is damaged', async () => {
  const beginning = 'Record 7 of partition 2 of orders was dropped from memory and cannot be read again.';
  await expect(rereadFrom([])).rejects.toMatchObject({
    code: 'RECORD_EVICTED',
    message: `${beginning} It is no longer in the log: retention or compaction has removed it.`,
  });
  const note = 'The batch of records at offset 4 to 9 of partition 2 cannot be read. Its checksum does not match.';
  await expect(rereadFrom([note])).rejects.toMatchObject({ code: 'RECORD_EVICTED', message: `${beginning} ${note}` });
});
