import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../../shared/errors.ts';
import { abortable, cancelled } from '../abort.ts';
import { classify } from '../classify.ts';
import { checkBatches } from '../check-batches.ts';
import { decodeBatches } from '../record-batches.ts';
import type { Decompress } from '../compression.ts';
import type { FetchedBatches, FetchedPartition, FetchRequest, TopicReader } from '../engine.ts';
import type { Cluster, TopicPlace } from './cluster.ts';
import { FIRST_WITH_TOPIC_ID, parseFetchAnswer, type FetchAnswer, type FetchAnswerPartition } from './fetch-codec.ts';
import { newestCommon } from './library.ts';
import type { Peer } from './wire.ts';

/** All partitions of an answer together; the broker may exceed it for one batch that is larger. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;
const FETCH_KEY = 1;
const LONGEST_TURN_MS = 8;
const NO_SESSION = { id: 0, epoch: -1 } as const;
/** "Ask another broker": not the leader, fenced or unknown epoch, topic id unknown or inconsistent, no leader. */
const STALE = new Set([3, 5, 6, 74, 75, 76, 100, 103]);

type Share = { readonly leader: number; readonly positions: ReadonlyMap<number, bigint> };

/** Reads one topic with connections of its own: one Fetch request per leader and call, no group. */
export class FetchReader implements TopicReader {
  readonly #cluster: Cluster;
  readonly #topic: string;
  readonly #decompress: Decompress;
  readonly #peers = new Map<number, Peer>();
  /** Peers that owe us an answer, also when nobody waits for it any more. */
  readonly #owing = new Set<Peer>();
  #isClosed = false;

  constructor(cluster: Cluster, topic: string, decompress: Decompress) {
    this.#cluster = cluster;
    this.#topic = topic;
    this.#decompress = decompress;
  }

  async fetch(request: FetchRequest): Promise<ReadonlyArray<FetchedPartition>> {
    return this.#decodeAll(await this.#answers(request), request);
  }

  async fetchBatches(request: FetchRequest): Promise<ReadonlyArray<FetchedBatches>> {
    return (await this.#answers(request)).map((answer) => ({
      partition: answer.partition,
      endOffset: endOffsetOf(answer, request),
      logStartOffset: answer.logStartOffset,
      ...this.#check(answer, request),
    }));
  }

  #check(answer: FetchAnswerPartition, request: FetchRequest) {
    return checkBatches({
      partition: answer.partition,
      fromOffset: request.positions.get(answer.partition) ?? 0n,
      endOffset: endOffsetOf(answer, request),
      batches: answer.batches,
      aborted: request.isolation === 'read-committed' ? answer.aborted : [],
    });
  }

  async #answers(request: FetchRequest): Promise<ReadonlyArray<FetchAnswerPartition>> {
    if (this.#isClosed) throw new AppError('SESSION_CLOSED', 'This reader was closed.');
    try {
      return await this.#attempt(request);
    } catch (error) {
      const known = classify(error, { topic: this.#topic });
      // Leadership moves and brokers restart; one look at the metadata says where to go on, or what is really wrong.
      if (request.signal.aborted || !isWorthAnotherLook(known)) throw known;
      await this.#relocate(request.signal);
      return await this.#attempt(request).catch((again: unknown) => {
        throw classify(again, { topic: this.#topic });
      });
    }
  }

  close(): Promise<void> {
    this.#isClosed = true;
    const { wire } = this.#cluster;
    for (const peer of this.#peers.values()) {
      if (this.#owing.has(peer)) wire.discard(peer);
      else wire.release(peer);
    }
    this.#peers.clear();
    return Promise.resolve();
  }

  async #attempt(request: FetchRequest): Promise<ReadonlyArray<FetchAnswerPartition>> {
    const place = this.#cluster.placeOf(this.#topic) ?? (await this.#relocate(request.signal));
    const answers = await Promise.all(this.#shares(place, request).map((share) => this.#ask(share, place, request)));
    const partitions = answers.flatMap((answer) => answer.partitions);
    // Before anything is decoded: what failed for being stale is worth another look, and then comes whole.
    for (const partition of partitions) this.#throwError(partition);
    return partitions;
  }

  #throwError({ errorCode, partition }: FetchAnswerPartition): void {
    if (errorCode !== 0) throw classify({ apiCode: errorCode }, { topic: this.#topic, partition });
  }

  async #relocate(signal: AbortSignal): Promise<TopicPlace> {
    await this.#cluster.locate([this.#topic], signal);
    const place = this.#cluster.placeOf(this.#topic);
    if (place === undefined) throw classify({ apiCode: 3 }, { topic: this.#topic });
    return place;
  }

  #shares(place: TopicPlace, request: FetchRequest): Share[] {
    const byLeader = new Map<number, Map<number, bigint>>();
    for (const [partition, offset] of request.positions) {
      const leader = place.leaders.get(partition);
      if (leader === undefined) throw classify({ apiCode: 5 }, { topic: this.#topic, partition });
      const positions = byLeader.get(leader);
      if (positions === undefined) byLeader.set(leader, new Map([[partition, offset]]));
      else positions.set(partition, offset);
    }
    return [...byLeader].map(([leader, positions]) => ({ leader, positions }));
  }

  async #ask(share: Share, place: TopicPlace, request: FetchRequest): Promise<FetchAnswer> {
    const peer = await this.#peer(share.leader);
    const { library } = this.#cluster.wire;
    const fetch = newestCommon(library, peer.apis, 'fetch');
    if (fetch === null) throw new AppError('UNSUPPORTED', 'The broker is too old to be read from (before Kafka 0.11).');
    const { version } = fetch.api;
    const partitions = [...share.positions].map(([partition, fetchOffset]) => ({
      partition,
      currentLeaderEpoch: -1,
      fetchOffset,
      lastFetchedEpoch: -1,
      partitionMaxBytes: request.maxBytesPerPartition,
    }));
    // Versions that name topics by name take the name in the same place.
    const topics = [{ topicId: version >= FIRST_WITH_TOPIC_ID ? place.id : this.#topic, partitions }];
    const isolation = request.isolation === 'read-committed' ? 1 : 0;
    const payload = () =>
      fetch.createRequest(
        request.maxWaitMs,
        1,
        MAX_ANSWER_BYTES,
        isolation,
        NO_SESSION.id,
        NO_SESSION.epoch,
        topics,
        [],
        '',
      );
    const flexible = version >= 12;
    this.#owing.add(peer);
    const sent = new Promise<FetchAnswer>((resolve, reject) => {
      peer.connection.send(
        FETCH_KEY,
        version,
        payload,
        (_correlationId, _key, _version, reader) => parseFetchAnswer(reader.buffer.slice(reader.position), version),
        flexible,
        flexible,
        (error: Error | null, answer?: FetchAnswer) => {
          this.#owing.delete(peer);
          if (error !== null || answer === undefined) reject(error ?? new Error('The broker gave no answer.'));
          else resolve(answer);
        },
      );
    });
    const answer = await abortable(sent, request.signal);
    if (answer.errorCode !== 0) throw classify({ apiCode: answer.errorCode }, { topic: this.#topic });
    return answer;
  }

  /** Unpacking takes tens of milliseconds a partition; others get their turn in between. */
  async #decodeAll(answers: ReadonlyArray<FetchAnswerPartition>, request: FetchRequest): Promise<FetchedPartition[]> {
    const decoded: FetchedPartition[] = [];
    let turn = performance.now();
    for (const partition of answers) {
      if (performance.now() - turn > LONGEST_TURN_MS) {
        await setImmediate();
        if (request.signal.aborted) throw cancelled();
        turn = performance.now();
      }
      decoded.push(this.#decode(partition, request));
    }
    return decoded;
  }

  async #peer(leader: number): Promise<Peer> {
    const known = this.#peers.get(leader);
    if (known?.connection.isConnected() === true) return known;
    const peer = await this.#cluster.wire.lease(this.#cluster.addressOf(leader));
    if (this.#isClosed) {
      this.#cluster.wire.release(peer);
      throw new AppError('SESSION_CLOSED', 'This reader was closed.');
    }
    this.#peers.set(leader, peer);
    return peer;
  }

  #decode(answer: FetchAnswerPartition, request: FetchRequest): FetchedPartition {
    const { partition } = answer;
    const checked = this.#check(answer, request);
    const notes = [...checked.notes];
    const decoded = decodeBatches(checked.batches, {
      partition,
      fromOffset: request.positions.get(partition) ?? 0n,
      aborted: checked.aborted,
      decompress: this.#decompress,
      markers: request.markers ?? false,
      onRefused: (refused) => notes.push(refused.error.message),
    });
    return {
      partition,
      notes,
      records: decoded.records,
      nextOffset: checked.batches.length === 0 ? checked.nextOffset : decoded.nextOffset,
      endOffset: endOffsetOf(answer, request),
      bytes: answer.batches.length,
    };
  }
}

function endOffsetOf(answer: FetchAnswerPartition, { isolation }: FetchRequest): bigint {
  return isolation === 'read-committed' ? answer.lastStableOffset : answer.highWatermark;
}

function isWorthAnotherLook(error: AppError): boolean {
  const number = error.context['kafkaError'];
  return typeof number === 'number'
    ? STALE.has(number)
    : error.code === 'CONNECTION_LOST' || error.code === 'CONNECTION_REFUSED';
}
