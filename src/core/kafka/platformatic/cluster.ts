import { AppError } from '../../../shared/errors.ts';
import { classify } from '../classify.ts';
import type { ConnectionSettings, EngineHooks, HostPort, TopicInfo } from '../engine.ts';
import type { AnswerOf, ArgumentsOf, RequestName } from './library.ts';
import type { Peer, Wire } from './wire.ts';

export type MetadataAnswer = AnswerOf<'metadata'>;
type MetadataTopic = MetadataAnswer['topics'][number];

/** Kafka's error numbers that this file acts on. */
export const KAFKA_ERROR = { UNKNOWN_TOPIC: 3, TOPIC_DENIED: 29, INVALID_TOPIC: 17, UNKNOWN_TOPIC_ID: 100 } as const;

/** Where a topic's partitions are led, and the id that new Fetch versions ask for instead of the name. */
export type TopicPlace = {
  readonly id: string;
  /** Number of partitions, led or not. */
  readonly count: number;
  readonly leaders: ReadonlyMap<number, number>;
};

/**
 * What is known of the cluster: its brokers and who leads what. Every Metadata answer refreshes it; a request that
 * finds it stale asks again.
 */
export class Cluster {
  readonly wire: Wire;
  readonly #bootstrap: ReadonlyArray<HostPort>;
  readonly #hooks: EngineHooks;
  readonly #brokers = new Map<number, HostPort>();
  readonly #places = new Map<string, TopicPlace>();

  constructor(wire: Wire, settings: ConnectionSettings, hooks: EngineHooks) {
    this.wire = wire;
    this.#hooks = hooks;
    this.#bootstrap = settings.bootstrapServers;
  }

  get brokerIds(): ReadonlyArray<number> {
    return [...this.#brokers.keys()];
  }

  placeOf(topic: string): TopicPlace | undefined {
    return this.#places.get(topic);
  }

  addressOf(brokerId: number): HostPort {
    const address = this.#brokers.get(brokerId);
    if (address !== undefined) return address;
    throw new AppError('CONNECTION_LOST', `Broker ${String(brokerId)} is not part of the cluster now.`, {
      hint: 'Try again in a moment: leadership may be moving.',
      retryable: true,
    });
  }

  /** Any broker that answers: those we know first, then the bootstrap list. */
  async anyPeer(): Promise<Peer> {
    let first: AppError | undefined;
    for (const address of [...this.#brokers.values(), ...this.#bootstrap]) {
      try {
        return await this.wire.shared(address);
      } catch (error) {
        const known = classify(error, address);
        // Another broker would refuse the same credentials, and count the attempt.
        if (!known.retryable && known.code.startsWith('AUTH')) throw known;
        first ??= known;
      }
    }
    throw first ?? new AppError('BAD_INPUT', 'There is no bootstrap server to connect to.');
  }

  /** Asks any broker; a connection that went stale while idle is replaced once. */
  async askAny<N extends RequestName>(name: N, args: ArgumentsOf<N>, signal?: AbortSignal): Promise<AnswerOf<N>> {
    return this.#ask(() => this.anyPeer(), name, args, signal);
  }

  async askBroker<N extends RequestName>(
    brokerId: number,
    question: { readonly name: N; readonly args: ArgumentsOf<N> },
    signal?: AbortSignal,
  ): Promise<AnswerOf<N>> {
    return this.#ask(() => this.wire.shared(this.addressOf(brokerId)), question.name, question.args, signal);
  }

  async #ask<N extends RequestName>(
    peerOf: () => Promise<Peer>,
    name: N,
    args: ArgumentsOf<N>,
    signal: AbortSignal | undefined,
  ): Promise<AnswerOf<N>> {
    const peer = await peerOf();
    try {
      return await this.wire.call(peer, name, args, signal);
    } catch (error) {
      if (peer.connection.isConnected() || signal?.aborted === true) throw error;
      return this.wire.call(await peerOf(), name, args, signal);
    }
  }

  /** One Metadata request. Topics with an error are in the answer with their error code. */
  async metadata(topics: ReadonlyArray<string> | 'all', signal?: AbortSignal): Promise<MetadataAnswer> {
    const args: ArgumentsOf<'metadata'> = [topics === 'all' ? null : [...topics], false, false];
    const answer = await this.askAny('metadata', args, signal).catch((error: unknown) =>
      partialAnswer<'metadata'>(error),
    );
    this.#learn(answer, topics === 'all');
    return answer;
  }

  /** Fresh places of these topics; TOPIC_NOT_FOUND and the like are thrown for the first that has an error. */
  async locate(topics: ReadonlyArray<string>, signal?: AbortSignal): Promise<void> {
    const answer = await this.metadata(topics, signal);
    for (const topic of answer.topics) throwTopicError(topic.errorCode, topic.name ?? '');
  }

  #learn(answer: MetadataAnswer, isComplete: boolean): void {
    this.#brokers.clear();
    for (const { nodeId, host, port } of answer.brokers) {
      this.#brokers.set(nodeId, { host, port });
      this.#hooks.onAdvertised?.({ host, port });
    }
    if (isComplete) this.#places.clear();
    for (const topic of answer.topics) {
      if (topic.name === null || topic.name === undefined) continue;
      if (topic.errorCode === 0) this.#places.set(topic.name, placeFrom(topic));
      else this.#places.delete(topic.name);
    }
  }
}

function placeFrom(topic: MetadataTopic): TopicPlace {
  const led = topic.partitions.filter((partition) => partition.leaderId >= 0);
  const leaders = new Map(led.map((partition) => [partition.partitionIndex, partition.leaderId]));
  return { id: topic.topicId, count: topic.partitions.length, leaders };
}

export function topicInfo(topic: MetadataTopic): TopicInfo {
  const name = topic.name ?? '';
  return {
    name,
    internal: topic.isInternal || name.startsWith('__'),
    partitions: topic.partitions
      .map((partition) => ({
        partition: partition.partitionIndex,
        leader: partition.leaderId >= 0 ? partition.leaderId : null,
        replicas: partition.replicaNodes,
        inSync: partition.isrNodes,
      }))
      .sort((a, b) => a.partition - b.partition),
  };
}

/** The library rejects a whole answer when any part of it has an error; the answer is kept on the error. */
export function partialAnswer<N extends RequestName>(error: unknown): AnswerOf<N> {
  if (error instanceof Error && 'response' in error && error.response !== undefined && error.response !== null) {
    return error.response as AnswerOf<N>;
  }
  throw error;
}

export function throwTopicError(errorCode: number, topic: string): void {
  if (errorCode === 0) return;
  throw classify({ apiCode: errorCode }, { topic });
}
