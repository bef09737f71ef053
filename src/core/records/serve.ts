import { AppError } from '../../shared/errors.ts';
import type { ConnectionSettings, EngineHooks, KafkaEngine } from '../kafka/index.ts';
import type { Worker } from 'node:worker_threads';
import { loadDecompress } from '../kafka/index.ts';
import type { ConnectionEvent } from '../network/index.ts';
import {
  fromCacheMessage,
  openSearchCache,
  wrapWithCache,
  type CacheMessage,
  type SearchCache,
} from '../search-cache/index.ts';
import { createAskedSchemas, type AskedSchemas } from './asked-schemas.ts';
import { Decoders } from './decoders.ts';
import { PlainFeed, type Feed } from './feed.ts';
import { planRead, type KnownPartitions, type ReadPlan } from './plan.ts';
import type { FromReader, Port, ReaderMethod, ReaderMethods, ToReader } from './protocol.ts';
import type { ReadRequest } from './read-request.ts';
import { Reading } from './reading.ts';
import { askSession, isSessionCall, type Call } from './session-calls.ts';
import { ScanPool } from './scan-pool.ts';
import { createScanner } from './scanner.ts';
import { SearchFeed } from './search-feed.ts';
import { Session } from './session.ts';
import { fromMessage } from './settings-wire.ts';
import { cancelled, sessionClosed } from './signals.ts';
import { MemoryBudget } from './store.ts';

export type ReaderOptions = {
  readonly createEngine: (settings: ConnectionSettings, hooks: EngineHooks) => KafkaEngine;
  /** Tells every connection of this thread. Absent where the thread is not the reader's own. */
  readonly watchConnections?: (onEvent: (event: ConnectionEvent) => void) => void;
  /** Starts `src/workers/scan.ts`. */
  readonly createScanThread: () => Worker;
  /** Threads of a search; about one a core. */
  readonly scanThreads: number;
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
  readonly #schemas: AskedSchemas;
  readonly #pool: ScanPool;
  #engine: KafkaEngine | null = null;
  #cache: SearchCache | null = null;

  constructor(port: Port, options: ReaderOptions) {
    this.#port = port;
    this.#options = options;
    this.#schemas = createAskedSchemas((key, ref) => this.#send({ kind: 'ask-schema', key, ref }), options.clock);
    const { createScanThread: createThread, scanThreads: threads } = options;
    this.#pool = new ScanPool({ createThread, threads, schemas: this.#schemas });
    this.#budget = new MemoryBudget(options.maxKeptBytesOfAll ?? 256 * 1024 * 1024);
    options.watchConnections?.((event) => this.#tell(event));
  }

  receive(message: ToReader): void {
    if (message.kind === 'cancel') this.#cancel(message.id);
    else if (message.kind === 'schema') this.#schemas.receive(message.key, message.answer);
    else void this.#answer(message);
  }

  #cancel(id: number): void {
    const running = this.#running.get(id);
    running?.abort();
    // Already answered: the answer and this message crossed on the way.
    if (running === undefined) for (const session of this.#sessions.values()) session.takeBack(id);
  }

  async #answer(call: Call): Promise<void> {
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

  #tell(event: ConnectionEvent): void {
    this.#send({ kind: 'connection', event });
  }

  #send(message: FromReader): void {
    this.#port.postMessage(message);
  }

  #perform(call: Call, signal: AbortSignal): Promise<ReaderMethods[ReaderMethod]['result']> | null {
    if (isSessionCall(call)) return askSession(this.#session(call.params.sessionId), call, signal);
    switch (call.method) {
      case 'connect':
        this.#engine = this.#options.createEngine(fromMessage(call.params.settings), {
          onAdvertised: (address) => this.#tell({ kind: 'advertised', ...address }),
        });
        return this.#openCache(call.params.cache);
      case 'cache':
        return this.#openCache(call.params.cache);
      case 'warm':
        return this.#warm(signal);
      case 'open':
        return this.#open(call.params, signal);
      case 'close':
        return this.#close(call.params.sessionId);
      case 'leave':
        return this.#leave();
    }
  }

  async #warm(signal: AbortSignal): Promise<null> {
    await this.#connected().describeCluster(signal);
    this.#pool.warm();
    return null;
  }

  async #open(params: ReaderMethods['open']['params'], signal: AbortSignal): Promise<ReaderMethods['open']['result']> {
    const engine = this.#connected();
    const { sessionId, ...request } = params;
    const plan = await planRead(engine, request, { known: this.#known, signal });
    const session = await this.#start(engine, request, plan);
    if (signal.aborted) {
      await session.close();
      throw cancelled();
    }
    this.#sessions.set(sessionId, session);
    return { topics: session.topics };
  }

  async #start(engine: KafkaEngine, request: ReadRequest, plan: ReadPlan): Promise<Session> {
    const { lanes, source } = plan;
    const clock = this.#options.clock ?? Date.now;
    const random = this.#options.random ?? Math.random;
    const feed = await this.#feed(engine, request, plan);
    const reading = new Reading({ engine, lanes, feed, source, clock, random }, plan.notes);
    const maxKeptBytes = this.#options.maxKeptBytes ?? 64 * 1024 * 1024;
    const decoders = new Decoders(request.decode, this.#schemas);
    const session = new Session(request, plan, reading, {
      engine,
      decoders,
      budget: this.#budget,
      maxKeptBytes,
      clock,
    });
    reading.kick();
    return session;
  }

  async #feed(engine: KafkaEngine, request: ReadRequest, plan: ReadPlan): Promise<Feed> {
    const { isolation, markers, filter, decode } = request;
    const { lanes, fetchBytes } = plan;
    const maxWaitMs = plan.total === null ? TAIL_WAIT_MS : READ_WAIT_MS;
    const wrapReader = this.#cache === null ? undefined : wrapWithCache(engine, this.#cache);
    const options = { engine, lanes, isolation, markers, fetchBytes, maxWaitMs, wrapReader };
    if (filter === null) return new PlainFeed(options);
    const setup = { filter, decode };
    const decompress = await loadDecompress();
    return new SearchFeed(options, createScanner({ setup, pool: this.#pool, schemas: this.#schemas, decompress }));
  }

  #openCache(message: CacheMessage | null): null {
    this.#cache?.turnOff();
    const clock = this.#options.clock ?? Date.now;
    const onOff = (reason: string): void => this.#send({ kind: 'cache-off', reason });
    this.#cache = message === null ? null : openSearchCache({ ...fromCacheMessage(message), clock, onOff });
    return null;
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
    await Promise.all([this.#engine?.close(), this.#pool.close(), this.#cache?.flush()]);
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
