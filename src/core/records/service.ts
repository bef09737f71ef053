import { randomUUID } from 'node:crypto';
import type { Worker } from 'node:worker_threads';
import type { AppError } from '../../shared/errors.ts';
import type { ConnectionSettings } from '../kafka/index.ts';
import type { ConnectionSink } from '../network/index.ts';
import type { CacheSettings } from '../search-cache/index.ts';
import type { SchemaSource } from '../serdes/index.ts';
import type { DumpPage } from './dump.ts';
import type { ReaderMethod, ReaderMethods } from './protocol.ts';
import type { ReadRequest } from './read-request.ts';
import { ReaderClient } from './reader-client.ts';
import { sessionClosed } from './signals.ts';

export type RecordsOptions = {
  /** Starts `src/workers/records.ts`; the host knows where it is built to. */
  readonly createWorker: () => Worker;
  readonly settingsOf: (clusterId: string) => Promise<ConnectionSettings>;
  /** Where the cluster's workers get schemas from. */
  readonly schemasOf: (clusterId: string) => SchemaSource;
  /** The search cache of a cluster; null where nothing of it is kept. Absent: there is no cache. */
  readonly cacheOf?: (clusterId: string) => Promise<CacheSettings | null>;
  readonly onCacheOff?: (reason: string) => void;
  /** Where the connections of a cluster's worker are told. */
  readonly connectionsOf?: (clusterId: string) => ConnectionSink;
  /** Told once of each session that is over, however it ended. */
  readonly onSessionEnd?: (sessionId: string) => void;
  readonly log: { warn(event: string, fields?: Record<string, unknown>): void };
};

/** A page of a dump: bounded, so that neither side holds much of it. */
const DUMP_PAGE = { maxRows: 5000, maxBytes: 8 * 1024 * 1024 };

const NOBODY: ConnectionSink = { receive: () => undefined, end: () => undefined };

/** Calls that name a session. */
type SessionMethod = Exclude<ReaderMethod, 'connect' | 'cache' | 'warm' | 'open' | 'leave' | 'close'>;

export type DumpOptions = { readonly first: number; readonly readOn: boolean; readonly signal?: AbortSignal };

export type OpenRequest = ReadRequest & { readonly clusterId: string };
type Of<M extends keyof ReaderMethods> = ReaderMethods[M]['params'];
type Answer<M extends keyof ReaderMethods> = Promise<ReaderMethods[M]['result']>;

export type RecordsService = {
  /** Starts and connects the cluster's reader ahead of the first session: half a second that nobody waits for then. */
  warm(clusterId: string): Promise<void>;
  open(request: OpenRequest, signal?: AbortSignal): Promise<{ sessionId: string } & ReaderMethods['open']['result']>;
  /** A call about one session, passed on to the worker that has it. */
  call<M extends SessionMethod>(method: M, params: Of<M>, signal?: AbortSignal): Answer<M>;
  /**
   * Everything a session has, and what it has yet to find, page by page, for an export or SQL. `first` is the row id to
   * begin with; `readOn` goes on to the end of the reading.
   */
  dump(sessionId: string, options: DumpOptions): AsyncGenerator<DumpPage>;
  dumpOf(sessionId: string, ids: ReadonlyArray<number>, signal?: AbortSignal): Promise<DumpPage>;
  /** The search cache was turned on or off, or got another cap: every reader is told. */
  renewCaches(): Promise<void>;
  closeSession(sessionId: string): Promise<void>;
  /** Ends the cluster's worker with its sessions and connections; the next `open` starts a new one. */
  closeCluster(clusterId: string): Promise<void>;
  /** Ends every worker. */
  close(): Promise<void>;
};

/** The main side: one reader worker per cluster, started by the first session and started anew when it died. */
export function createRecords(options: RecordsOptions): RecordsService {
  return new Records(options);
}

class Records implements RecordsService {
  readonly #options: RecordsOptions;
  readonly #readers = new Map<string, Promise<ReaderClient>>();
  readonly #sessions = new Map<string, { readonly reader: ReaderClient; readonly clusterId: string }>();
  /** Why sessions ended without being closed, so that the next pull can say so. */
  readonly #ended = new Map<string, AppError>();

  constructor(options: RecordsOptions) {
    this.#options = options;
  }

  async warm(clusterId: string): Promise<void> {
    const reader = await this.#readerOf(clusterId);
    await reader.call('warm', {});
  }

  async open(request: OpenRequest, signal?: AbortSignal): ReturnType<RecordsService['open']> {
    const { clusterId, ...read } = request;
    const reader = await this.#readerOf(clusterId);
    const sessionId = randomUUID();
    try {
      const opened = await reader.call('open', { ...read, sessionId }, signal);
      this.#sessions.set(sessionId, { reader, clusterId });
      return { sessionId, ...opened };
    } catch (error) {
      // Cancelled while the answer was on its way: the worker may have opened it.
      if (signal?.aborted === true && !reader.isDead) await reader.call('close', { sessionId });
      throw error;
    }
  }

  async call<M extends SessionMethod>(method: M, params: Of<M>, signal?: AbortSignal): Answer<M> {
    return this.#readerOfSession(params.sessionId).call(method, params, signal);
  }

  async *dump(sessionId: string, { first, readOn, signal }: DumpOptions): AsyncGenerator<DumpPage> {
    for (let next = first; ;) {
      const page = await this.call('dump', { sessionId, first: next, readOn, ...DUMP_PAGE }, signal);
      yield page;
      if (page.done) return;
      next = page.next;
    }
  }

  async dumpOf(sessionId: string, ids: ReadonlyArray<number>, signal?: AbortSignal): Promise<DumpPage> {
    return this.call('dumpOf', { sessionId, ids }, signal);
  }

  async renewCaches(): Promise<void> {
    const renewed = [...this.#readers].map(async ([clusterId, starting]) => {
      const reader = await starting;
      await reader.setCache((await this.#options.cacheOf?.(clusterId)) ?? null);
    });
    for (const result of await Promise.allSettled(renewed)) {
      if (result.status === 'rejected') this.#options.log.warn('records.cache', { error: result.reason as unknown });
    }
  }

  async closeSession(sessionId: string): Promise<void> {
    this.#ended.delete(sessionId);
    const session = this.#sessions.get(sessionId);
    this.#sessions.delete(sessionId);
    if (session !== undefined) this.#options.onSessionEnd?.(sessionId);
    if (session === undefined || session.reader.isDead) return;
    await session.reader.call('close', { sessionId });
  }

  async closeCluster(clusterId: string): Promise<void> {
    const starting = this.#readers.get(clusterId);
    this.#readers.delete(clusterId);
    const reason = sessionClosed('the cluster was closed');
    this.#endSessions(clusterId, reason);
    const reader = await starting?.catch(() => undefined);
    await reader?.terminate(reason);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#readers.keys()].map((clusterId) => this.closeCluster(clusterId)));
  }

  #readerOf(clusterId: string): Promise<ReaderClient> {
    const known = this.#readers.get(clusterId);
    if (known !== undefined) return known;
    const starting = this.#startReader(clusterId, () => {
      if (this.#readers.get(clusterId) === starting) this.#readers.delete(clusterId);
    });
    this.#readers.set(clusterId, starting);
    // A cluster whose settings cannot be had now may have them later.
    starting.catch(() => {
      if (this.#readers.get(clusterId) === starting) this.#readers.delete(clusterId);
    });
    return starting;
  }

  async #startReader(clusterId: string, forget: () => void): Promise<ReaderClient> {
    const {
      settingsOf,
      schemasOf,
      cacheOf,
      onCacheOff = () => undefined,
      connectionsOf = () => NOBODY,
    } = this.#options;
    const [settings, cache] = await Promise.all([settingsOf(clusterId), cacheOf?.(clusterId) ?? null]);
    const connections = connectionsOf(clusterId);
    const setup = { settings, schemas: schemasOf(clusterId), cache, onCacheOff, connections };
    return new ReaderClient(this.#options.createWorker(), setup, (error, cause) => {
      forget();
      this.#endSessions(clusterId, error);
      this.#options.log.warn('records.reader-died', { clusterId, cause: String(cause) });
    });
  }

  #endSessions(clusterId: string, reason: AppError): void {
    for (const [sessionId, session] of this.#sessions) {
      if (session.clusterId !== clusterId) continue;
      this.#sessions.delete(sessionId);
      this.#ended.set(sessionId, reason);
      this.#options.onSessionEnd?.(sessionId);
    }
  }

  #readerOfSession(sessionId: string): ReaderClient {
    const session = this.#sessions.get(sessionId);
    if (session === undefined) throw this.#ended.get(sessionId) ?? sessionClosed('it was closed');
    return session.reader;
  }
}
