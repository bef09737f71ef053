import type { KafkaEngine } from '../../../src/core/kafka/index.ts';
import { createTopic, type Reader } from '../../integration/records-harness.ts';

/** A topic of the search benches: JSON of about so many bytes, and seven needles as PEERS.md plants them. */
export type SearchTopic = {
  readonly name: string;
  readonly records: number;
  readonly bytes: number;
  readonly compression: 'none' | 'lz4' | 'zstd';
};

export const PARTITIONS = 6;
export const NEEDLE = 'xNEEDLEx';
export const NEEDLES = 7;

export const SEARCH_TOPICS: ReadonlyArray<SearchTopic> = [
  { name: 'small100', records: 1_000_000, bytes: 100, compression: 'none' },
  { name: 'smalllz4', records: 1_000_000, bytes: 100, compression: 'lz4' },
  { name: 'kb1', records: 200_000, bytes: 1024, compression: 'none' },
  { name: 'kb1zstd', records: 200_000, bytes: 1024, compression: 'zstd' },
];

const WORDS = 'alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa'.split(
  ' ',
);

/** First record, last record, last of another partition, and four spread: a run counts only when all are found. */
function needleIds({ records }: SearchTopic): ReadonlySet<number> {
  // The record before the last lies in another partition and is the last there.
  const lastOfAnother = records - 2;
  const spread = [0.13, 0.37, 0.61, 0.83].map((share) => Math.floor(records * share));
  return new Set([0, records - 1, lastOfAnother, ...spread]);
}

function valueOf(id: number, bytes: number, isNeedle: boolean): string {
  const amount = isNeedle ? -1 : ((id * 37) % 100_000) / 100;
  let text = `{"id":${id},"user":"u${(id * 7919) % 50_000}","amount":${amount},"note":"`;
  if (isNeedle) text += `${NEEDLE} `;
  let state = id;
  while (text.length < bytes - 2) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    text += `${WORDS[state % 16]} `;
  }
  return `${text.slice(0, bytes - 2)}"}`;
}

/** Creates and fills a topic; what is there already from an earlier bench of this run is left. */
export async function fillSearchTopic(reader: Reader, topic: SearchTopic): Promise<void> {
  await createTopic(reader, topic.name, PARTITIONS);
  const needles = needleIds(topic);
  // Of late: older records would be deleted by the broker's retention in the middle of a bench.
  const startMs = Date.now() - topic.records * 10;
  const batch = topic.bytes > 500 ? 3000 : 12_000;
  const flying = new Set<Promise<void>>();
  for (let from = 0; from < topic.records; from += batch) {
    const count = Math.min(batch, topic.records - from);
    const sent = send(reader.engine, topic, { from, count, needles, startMs }).finally(() => flying.delete(sent));
    flying.add(sent);
    if (flying.size >= 3) await Promise.race(flying);
  }
  await Promise.all(flying);
}

function send(
  engine: KafkaEngine,
  topic: SearchTopic,
  part: {
    readonly from: number;
    readonly count: number;
    readonly needles: ReadonlySet<number>;
    readonly startMs: number;
  },
): Promise<void> {
  const records = Array.from({ length: part.count }, (_, index) => {
    const id = part.from + index;
    return {
      topic: topic.name,
      partition: id % PARTITIONS,
      key: Buffer.from(`k${id % 1000}`),
      value: Buffer.from(valueOf(id, topic.bytes, part.needles.has(id))),
      timestampMs: part.startMs + id * 10,
    };
  });
  return engine.produce(records, { compression: topic.compression });
}
