import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Consumer, EachBatchPayload } from 'kafkajs';
import { AppError } from '../../../shared/errors.ts';
import { abortable } from '../abort.ts';
import { classify } from '../classify.ts';
import type { FetchedPartition, FetchRequest, TopicReader } from '../engine.ts';
import type { KafkaJsClient } from './client.ts';
import { damageTold } from './damaged.ts';
import { Inbox } from './inbox.ts';
import { bytesIn, rawRecord } from './records.ts';

const HEARTBEAT_MS = 2_000;
const SESSION_TIMEOUT_MS = 10_000;
const PARTITIONS_AT_ONCE = 64;
/** COORDINATOR_LOAD_IN_PROGRESS, COORDINATOR_NOT_AVAILABLE, NOT_COORDINATOR: gone in a moment. */
const COORDINATOR_NOT_YET = new Set<unknown>([14, 15, 16]);
const COORDINATOR_ATTEMPTS = 8;
const COORDINATOR_PAUSE_MS = 400;

/**
 * Reads one topic as the only member of a throw-away group, because kafkajs has no other public way. Nothing is ever
 * committed, and the group is deleted on close.
 */
export class GroupReader implements TopicReader {
  /** The library hands out records only. */
  readonly fetchBatches = null;
  readonly #client: KafkaJsClient;
  readonly #topic: string;
  readonly #inbox = new Inbox();
  /** A new one for each start: a group that lost its member without a farewell holds up the next for a minute. */
  readonly #groupIds: string[] = [];
  /** Fetch answers by broker (`host:port`): nothing else tells that a partition was asked for and had nothing to give. */
  readonly #rounds = new Map<string, number>();
  readonly #leaders = new Map<number, string>();
  #consumer: Consumer | undefined;
  #isolation: FetchRequest['isolation'] | undefined;
  #failure: AppError | undefined;
  #isClosed = false;

  constructor(client: KafkaJsClient, topic: string) {
    this.#client = client;
    this.#topic = topic;
  }

  async fetch(request: FetchRequest): Promise<ReadonlyArray<FetchedPartition>> {
    if (this.#isClosed) throw new AppError('SESSION_CLOSED', 'This reader was closed.');
    return abortable(this.#fetch(request), request.signal);
  }

  async #fetch(request: FetchRequest): Promise<ReadonlyArray<FetchedPartition>> {
    await this.#pointAt(request);
    const ready = this.#collect(request);
    if (ready.length > 0) return ready;
    await this.#wait(request);
    await this.#throwFailure();
    const late = this.#collect(request);
    return late.length > 0 ? late : this.#dry(request);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#stop();
    if (this.#groupIds.length === 0) return;
    const admin = await this.#client.admin();
    // Without the right to delete it, an empty group without offsets is left; the broker drops it by itself.
    await admin.deleteGroups(this.#groupIds).catch(() => undefined);
  }

  /** Makes the consumer stand where the request wants it. */
  async #pointAt(request: FetchRequest): Promise<void> {
    if (this.#isolation !== undefined && this.#isolation !== request.isolation) await this.#stop();
    const moved = [...request.positions].filter(([partition, offset]) => this.#inbox.positionOf(partition) !== offset);
    if (moved.length > 0) await this.#checkRange(new Map(moved));
    for (const [partition, offset] of moved) this.#inbox.moveTo(partition, offset, this.#round(partition));
    const unwanted = this.#inbox.partitions.filter((partition) => !request.positions.has(partition));
    for (const partition of unwanted) this.#inbox.moveTo(partition, null, this.#round(partition));
    if (this.#consumer === undefined) {
      await this.#startPatiently(request);
      return;
    }
    const { topic } = { topic: this.#topic };
    for (const [partition, offset] of moved) this.#consumer.seek({ topic, partition, offset: String(offset) });
    if (moved.length > 0) this.#consumer.resume([{ topic, partitions: moved.map(([partition]) => partition) }]);
    if (unwanted.length > 0) this.#consumer.pause([{ topic, partitions: unwanted }]);
  }

  /** kafkajs answers an offset out of range by starting somewhere else without a word, so it is checked before. */
  async #checkRange(positions: ReadonlyMap<number, bigint>): Promise<void> {
    const topic = this.#topic;
    const admin = await this.#client.offsetsAdmin();
    const offsets = await admin.fetchTopicOffsets(topic).catch(async (error: unknown) => {
      const known = classify(error, { topic });
      if (known.code === 'TOPIC_NOT_FOUND') await this.#client.renewOffsetsAdmin(admin);
      throw known;
    });
    for (const [partition, position] of positions) {
      const found = offsets.find((entry) => entry.partition === partition);
      if (found === undefined) throw classify({ apiCode: 3 }, { topic, partition });
      const isOutside = position < BigInt(found.low) || position > BigInt(found.high);
      if (isOutside) throw classify({ apiCode: 1 }, { topic, partition });
    }
  }

  /** A cluster that never had a group first makes the topic for them and loads it; until then there is no coordinator. */
  async #startPatiently(request: FetchRequest): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#start(request);
        return;
      } catch (error) {
        const known = classify(error, { topic: this.#topic });
        await this.#stop();
        const isEarly = COORDINATOR_NOT_YET.has(known.context['kafkaError']) && attempt < COORDINATOR_ATTEMPTS;
        if (!isEarly || request.signal.aborted) throw known;
        for (const [partition, offset] of request.positions)
          this.#inbox.moveTo(partition, offset, this.#round(partition));
      }
      await delay(COORDINATOR_PAUSE_MS);
    }
  }

  async #start(request: FetchRequest): Promise<void> {
    const topic = this.#topic;
    const all = await this.#locate();
    const groupId = `conduktor-read-${randomUUID()}`;
    this.#groupIds.push(groupId);
    const consumer = this.#client.kafka.consumer({
      groupId,
      sessionTimeout: SESSION_TIMEOUT_MS,
      readUncommitted: request.isolation === 'read-uncommitted',
      maxBytesPerPartition: request.maxBytesPerPartition,
      maxWaitTimeInMs: Math.min(1_000, Math.max(20, request.maxWaitMs)),
      minBytes: 1,
      allowAutoTopicCreation: false,
      retry: { retries: 3, initialRetryTime: 200, maxRetryTime: 1_000, restartOnFailure: () => Promise.resolve(false) },
    });
    this.#consumer = consumer;
    this.#isolation = request.isolation;
    this.#watch(consumer);
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    const running = consumer.run({
      autoCommit: false,
      partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
      eachBatch: (payload) => this.#onBatch(payload),
    });
    // Before the group is joined, so that nothing is fetched from where we did not ask.
    for (const [partition, offset] of request.positions) consumer.seek({ topic, partition, offset: String(offset) });
    const others = all.filter((partition) => !request.positions.has(partition));
    if (others.length > 0) consumer.pause([{ topic, partitions: others }]);
    await running;
    await this.#throwFailure();
  }

  /** Learns who leads what; returns the topic's partitions. */
  async #locate(): Promise<number[]> {
    const admin = await this.#client.admin();
    const [{ topics }, { brokers }] = await Promise.all([
      admin.fetchTopicMetadata({ topics: [this.#topic] }),
      admin.describeCluster(),
    ]);
    const partitions = topics[0]?.partitions ?? [];
    for (const { partitionId, leader } of partitions) {
      const broker = brokers.find((each) => each.nodeId === leader);
      if (broker !== undefined) this.#leaders.set(partitionId, `${broker.host}:${String(broker.port)}`);
    }
    return partitions.map((partition) => partition.partitionId);
  }

  #round(partition: number): number {
    return this.#rounds.get(this.#leaders.get(partition) ?? '') ?? 0;
  }

  #watch(consumer: Consumer): void {
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      this.#failure = classify(payload.error, { topic: this.#topic });
      this.#inbox.wake();
    });
    consumer.on(consumer.events.REQUEST, ({ payload }) => {
      if (payload.apiName === 'Fetch') this.#rounds.set(payload.broker, (this.#rounds.get(payload.broker) ?? 0) + 1);
    });
    // Batches in which all was filtered out never reach `eachBatch`, but they move the position.
    consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
      if (payload.batchSize > 0 || payload.topic !== this.#topic) return;
      const nextOffset = BigInt(payload.lastOffset) + 1n;
      const delivery = { records: [], nextOffset, endOffset: BigInt(payload.highWatermark) };
      void this.#inbox.push(payload.partition, delivery);
    });
  }

  async #onBatch({ batch, heartbeat }: EachBatchPayload): Promise<void> {
    const { partition } = batch;
    const told = batch.messages.map((message) => damageTold(message, partition));
    const taken = this.#inbox.push(partition, {
      records: batch.messages
        .filter((_, index) => told[index] === null)
        .map((message) => rawRecord(message, partition)),
      notes: told.filter((note) => note !== null),
      nextOffset: BigInt(batch.lastOffset()) + 1n,
      endOffset: BigInt(batch.highWatermark),
    });
    // While nobody takes the batch, the group must hear from us.
    const beat = setInterval(() => {
      heartbeat().catch(() => undefined);
    }, HEARTBEAT_MS);
    try {
      await taken;
    } finally {
      clearInterval(beat);
    }
  }

  #collect(request: FetchRequest): FetchedPartition[] {
    return [...request.positions.keys()].flatMap((partition) => {
      const delivery = this.#inbox.take(partition, this.#round(partition));
      return delivery === null ? [] : [{ partition, ...delivery, bytes: bytesIn(delivery.records) }];
    });
  }

  async #wait({ maxWaitMs, signal }: FetchRequest): Promise<void> {
    const timer = new AbortController();
    const onAbort = (): void => {
      this.#inbox.wake();
    };
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) timer.abort();
    try {
      await Promise.race([
        this.#inbox.somethingNew(),
        delay(maxWaitMs, undefined, { signal: timer.signal }).catch(() => undefined),
      ]);
    } finally {
      timer.abort();
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** Partitions that have nothing to read now: an open transaction, or only records that are hidden, may lie behind. */
  #dry(request: FetchRequest): FetchedPartition[] {
    return [...request.positions]
      .filter(([partition]) => this.#inbox.isDry(partition, this.#round(partition)))
      .map(([partition, offset]) => ({ partition, records: [], nextOffset: offset, endOffset: offset, bytes: 0 }));
  }

  /** A crashed consumer is of no more use; the next fetch starts a new one. */
  async #throwFailure(): Promise<void> {
    const failure = this.#failure;
    if (failure === undefined) return;
    await this.#stop();
    throw failure;
  }

  async #stop(): Promise<void> {
    const consumer = this.#consumer;
    this.#consumer = undefined;
    this.#isolation = undefined;
    this.#failure = undefined;
    this.#inbox.letGoOfAll();
    this.#rounds.clear();
    await consumer?.disconnect();
  }
}
