import { setTimeout as sleep } from 'node:timers/promises';
import { classify } from '../classify.ts';
import type { RecordToSend } from '../engine.ts';
import { partialAnswer, type Cluster } from './cluster.ts';
import type { ArgumentsOf } from './library.ts';

export type Compression = 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd';
type Message = ArgumentsOf<'produce'>[2][number];

const ALL_REPLICAS = -1;
/** Bytes of records per partition and request: below the broker's default limit of 1 MiB a batch. */
const MAX_BATCH_BYTES = 512 * 1024;
const RECORD_OVERHEAD = 64;
const FIRST_PAUSE_MS = 20;
const MAX_PAUSE_MS = 1000;
/** The broker certainly wrote nothing: unknown topic, no leader, wrong leader. Anything else might be there already. */
const SAFE_TO_SEND_AGAIN = new Set([3, 5, 6, 74]);

/** Sends all records; resolves when every in-sync replica has them. Records of one partition keep their order. */
export async function produce(
  cluster: Cluster,
  records: ReadonlyArray<RecordToSend>,
  compression: Compression,
  timeoutMs: number,
): Promise<void> {
  const topics = [...new Set(records.map((record) => record.topic))];
  const unknown = topics.filter((topic) => cluster.placeOf(topic) === undefined);
  if (unknown.length > 0) await cluster.locate(unknown);
  const messages = toMessages(cluster, records);
  for (const round of rounds(messages)) await sendRound(cluster, round, { compression, timeoutMs });
}

function toMessages(cluster: Cluster, records: ReadonlyArray<RecordToSend>): Message[] {
  const keyless = new Map<string, number>();
  return records.map((record) => ({
    topic: record.topic,
    partition: record.partition ?? choosePartition(cluster, record, keyless),
    ...(record.key === null ? {} : { key: record.key }),
    // The library's types want a value, its writer takes the absence of one as a tombstone.
    value: record.value as unknown as Buffer,
    ...(record.timestampMs === undefined ? {} : { timestamp: BigInt(record.timestampMs) }),
    ...(record.headers === undefined ? {} : { headers: headersOf(record.headers) }),
  }));
}

/** Each name is a buffer of its own, so that two headers of the same name are two entries. */
function headersOf(headers: NonNullable<RecordToSend['headers']>): Map<Buffer, Buffer> {
  return new Map(headers.map(([name, value]) => [Buffer.from(name), value as unknown as Buffer]));
}

/** As Java does: murmur2 of the key, positive, modulo the number of partitions; without a key, in turn. */
function choosePartition(cluster: Cluster, record: RecordToSend, keyless: Map<string, number>): number {
  const count = Math.max(1, cluster.placeOf(record.topic)?.count ?? 1);
  if (record.key !== null) return (cluster.wire.library.murmur2(record.key) & 0x7fffffff) % count;
  const turn = keyless.get(record.topic) ?? 0;
  keyless.set(record.topic, turn + 1);
  return turn % count;
}

/** Cuts the records into rounds in which no partition gets more than one batch. */
function rounds(messages: ReadonlyArray<Message>): Message[][] {
  const result: Message[][] = [];
  const filled = new Map<string, { round: number; bytes: number }>();
  for (const message of messages) {
    const key = `${message.topic}\u0000${String(message.partition)}`;
    const size = sizeOf(message);
    const at = filled.get(key) ?? { round: 0, bytes: 0 };
    if (at.bytes > 0 && at.bytes + size > MAX_BATCH_BYTES) {
      at.round++;
      at.bytes = 0;
    }
    at.bytes += size;
    filled.set(key, at);
    (result[at.round] ??= []).push(message);
  }
  return result;
}

function sizeOf(message: Message): number {
  let size = RECORD_OVERHEAD + (message.key?.length ?? 0) + ((message.value as Buffer | null)?.length ?? 0);
  for (const [name, value] of message.headers ?? []) size += name.length + ((value as Buffer | null)?.length ?? 0) + 4;
  return size;
}

type SendOptions = { readonly compression: Compression; readonly timeoutMs: number };

/**
 * Sends until every partition took its share or time is up: a topic just created, or a broker just restarted, has no
 * leader for a moment. Only what was certainly not written is sent again.
 */
async function sendRound(cluster: Cluster, messages: ReadonlyArray<Message>, options: SendOptions): Promise<void> {
  const deadline = performance.now() + options.timeoutMs;
  let refused = await sendToLeaders(cluster, messages, options);
  for (let attempt = 0; refused.length > 0; attempt++) {
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** attempt, MAX_PAUSE_MS);
    if (performance.now() + pauseMs > deadline) {
      const [first] = refused;
      throw classify({ apiCode: 6 }, { topic: first?.topic ?? '', partition: first?.partition ?? 0 });
    }
    await sleep(pauseMs);
    await cluster.locate([...new Set(refused.map((message) => message.topic))]);
    refused = await sendToLeaders(cluster, refused, options);
  }
}

/** Returns the messages of partitions that certainly took nothing because their leader moved. */
async function sendToLeaders(
  cluster: Cluster,
  messages: ReadonlyArray<Message>,
  options: SendOptions,
): Promise<Message[]> {
  const refused: Message[] = [];
  const byLeader = new Map<number, Message[]>();
  for (const message of messages) {
    const leader = cluster.placeOf(message.topic)?.leaders.get(message.partition ?? 0);
    if (leader === undefined) refused.push(message);
    else if (!byLeader.get(leader)?.push(message)) byLeader.set(leader, [message]);
  }
  await Promise.all(
    [...byLeader].map(async ([leader, share]) => {
      const moved = await sendTo(cluster, leader, share, options);
      refused.push(...moved);
    }),
  );
  return refused;
}

async function sendTo(cluster: Cluster, leader: number, messages: Message[], options: SendOptions): Promise<Message[]> {
  const peer = await cluster.wire.shared(cluster.addressOf(leader));
  const batch = { compression: options.compression } as NonNullable<ArgumentsOf<'produce'>[3]>;
  const answer = await cluster.wire
    .call(peer, 'produce', [ALL_REPLICAS, options.timeoutMs, messages, batch])
    .catch((error: unknown) => partialAnswer<'produce'>(error));
  const moved = new Set<string>();
  for (const topic of answer.responses) {
    for (const partition of topic.partitionResponses) {
      if (partition.errorCode === 0) continue;
      if (!SAFE_TO_SEND_AGAIN.has(partition.errorCode)) throwRefusal(topic.name, partition);
      moved.add(`${topic.name}\u0000${String(partition.index)}`);
    }
  }
  return messages.filter((message) => moved.has(`${message.topic}\u0000${String(message.partition)}`));
}

type Refusal = {
  readonly index: number;
  readonly errorCode: number;
  readonly errorMessage?: string | null | undefined;
};

function throwRefusal(topic: string, refusal: Refusal): never {
  const error = { apiCode: refusal.errorCode, serverErrorMessage: refusal.errorMessage };
  throw classify(error, { topic, partition: refusal.index });
}
