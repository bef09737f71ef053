import { AppError } from '../../shared/errors.ts';
import type { ConnectionSettings, KafkaEngine } from '../kafka/index.ts';
import { planRead, type KnownPartitions, type ReadPlan, type ReadRequest } from './plan.ts';
import type { FromReader, Port, ReaderMethod, ReaderMethods, ToReader } from './protocol.ts';
import { Reading } from './reading.ts';
import { Session } from './session.ts';
import { fromMessage } from './settings-wire.ts';
import { cancelled, sessionClosed } from './signals.ts';
import { MemoryBudget } from './store.ts';

export type ReaderOptions = {
  readonly createEngine: (settings: ConnectionSettings) => KafkaEngine;
  readonly clock?: () => number;
  readonly random?: () => number;
  /** Bytes kept of one session, and of all sessions of this worker. */
  readonly maxKeptBytes?: number;
  readonly maxKeptBytesOfAll?: number;
};

/** How long the broker may hold a live tail's fetch; other reads only ask for what is there. */
const TAIL_WAIT_MS = 500;
const READ_WAIT_MS = 100;

/** The worker's side: answers calls on the port with one engine, warm from the first session on, and many sessions. */
export function serveReader(port: Port, options: ReaderOptions): void {
  const reader = new ReaderWorker(port, options);
  port.on('message', (message) => reader.receive(message as ToReader));
}

class ReaderWorker {
  readonly #port: Port;
  readonly #options: ReaderOptions;
  readonly #budget: MemoryBudget;
  readonly #sessions = new Map<string, Session>();
  readonly #known: KnownPartitions = new Map();
  readonly #running = new Map<number, AbortController>();
  #engine: KafkaEngine | null = null;

  constructor(port: Port, options: ReaderOptions) {
    this.#port = port;
    this.#options = options;
    this.#budget = new MemoryBudget(options.maxKeptBytesOfAll ?? 256 * 1024 * 1024);
  }

  receive(message: ToReader): void {
    if (message.kind === 'cancel') this.#cancel(message.id);
    else void this.#answer(message);
  }

  #cancel(id: number): void {
    const running = this.#running.get(id);
    running?.abort();
    // Already answered: the answer and this message crossed on the way.
    if (running === undefined) for (const session of this.#sessions.values()) session.takeBack(id);
  }

  async #answer(call: Extract<ToReader, { kind: 'call' }>): Promise<void> {
    const abort = new AbortController();
    this.#running.set(call.id, abort);
    try {
      const value = await this.#perform(call, abort.signal);
      this.#send({ kind: 'result', id: call.id, value });
    } catch (error) {
      this.#send({ kind: 'failure', id: call.id, error: asAppError(error).toData() });
    } finally {
      this.#running.delete(call.id);
    }
  }

  #send(message: FromReader): void {
    this.#port.postMessage(message);
  }

  #perform(
    call: Extract<ToReader, { kind: 'call' }>,
    signal: AbortSignal,
  ): Promise<ReaderMethods[ReaderMethod]['result']> | null {
    switch (call.method) {
      case 'connect':
        this.#engine = this.#options.createEngine(fromMessage(call.params.settings));
        return null;
      case 'warm':
        return this.#connected()
          .describeCluster(signal)
          .then(() => null);
      case 'open':
        return this.#open(call.params, signal);
      case 'pull':
        return this.#session(call.params.sessionId).pull({ ...call.params, pullId: call.id }, signal);
      case 'record':
        return this.#session(call.params.sessionId).record(call.params.id, signal);
      case 'bytes': {
        const { sessionId, id, part, start } = call.params;
        return this.#session(sessionId).bytes(id, part, start, signal);
      }
      case 'progress':
        return this.#session(call.params.sessionId).counters(signal);
      case 'close':
        return this.#close(call.params.sessionId);
      case 'leave':
        return this.#leave();
    }
  }

  async #open(params: ReaderMethods['open']['params'], signal: AbortSignal): Promise<{ partitions: number[] }> {
    const engine = this.#connected();
    const { sessionId, ...request } = params;
    const plan = await planRead(engine, request, { known: this.#known, signal });
    if (signal.aborted) throw cancelled();
    this.#sessions.set(sessionId, this.#start(engine, request, plan));
    return { partitions: [...plan.partitions] };
  }

  #start(engine: KafkaEngine, request: ReadRequest, plan: ReadPlan): Session {
    const { topic, isolation } = request;
    const { fetchBytes, source } = plan;
    const clock = this.#options.clock ?? Date.now;
    const random = this.#options.random ?? Math.random;
    const maxWaitMs = plan.total === null ? TAIL_WAIT_MS : READ_WAIT_MS;
    const reading = new Reading({ engine, topic, isolation, fetchBytes, maxWaitMs, source, clock, random }, plan.notes);
    const maxKeptBytes = this.#options.maxKeptBytes ?? 64 * 1024 * 1024;
    reading.kick();
    return new Session(request, plan, reading, { engine, budget: this.#budget, maxKeptBytes, clock });
  }

  #connected(): KafkaEngine {
    if (this.#engine === null) throw new Error('The reader was called before it was connected.');
    return this.#engine;
  }

  #session(sessionId: string): Session {
    const session = this.#sessions.get(sessionId);
    if (session === undefined) throw sessionClosed('it was closed');
    return session;
  }

  async #close(sessionId: string): Promise<null> {
    const session = this.#sessions.get(sessionId);
    this.#sessions.delete(sessionId);
    await session?.close();
    return null;
  }

  async #leave(): Promise<null> {
    await Promise.allSettled([...this.#sessions.keys()].map((sessionId) => this.#close(sessionId)));
    await this.#engine?.close();
    return null;
  }
}

function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError('INTERNAL', 'Something went wrong while reading.', {
    hint: 'The log has the details. Please report it through Support.',
    cause: error,
  });
}
