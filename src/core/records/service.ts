import { randomUUID } from 'node:crypto';
import type { Worker } from 'node:worker_threads';
import type { AppError } from '../../shared/errors.ts';
import type { RecordDetail } from '../../shared/contract/records.ts';
import type { ConnectionSettings } from '../kafka/index.ts';
import type { ReadRequest } from './plan.ts';
import type { ReaderMethods } from './protocol.ts';
import { ReaderClient } from './reader-client.ts';
import { sessionClosed } from './signals.ts';

export type RecordsOptions = {
  /** Starts `src/workers/records.ts`; the host knows where it is built to. */
  readonly createWorker: () => Worker;
  readonly settingsOf: (clusterId: string) => Promise<ConnectionSettings>;
  readonly log: { warn(event: string, fields?: Record<string, unknown>): void };
};

export type OpenRequest = ReadRequest & { readonly clusterId: string };
type Of<M extends keyof ReaderMethods> = ReaderMethods[M]['params'];
type Answer<M extends keyof ReaderMethods> = Promise<ReaderMethods[M]['result']>;

export type RecordsService = {
  /** Starts and connects the cluster's reader ahead of the first session: half a second that nobody waits for then. */
  warm(clusterId: string): Promise<void>;
  open(request: OpenRequest, signal?: AbortSignal): Promise<{ sessionId: string; partitions: number[] }>;
  pull(request: Of<'pull'>, signal?: AbortSignal): Answer<'pull'>;
  record(request: Of<'record'>, signal?: AbortSignal): Promise<RecordDetail>;
  bytes(request: Of<'bytes'>, signal?: AbortSignal): Answer<'bytes'>;
  progress(request: Of<'progress'>, signal?: AbortSignal): Answer<'progress'>;
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

  async open(request: OpenRequest, signal?: AbortSignal): Promise<{ sessionId: string; partitions: number[] }> {
    const { clusterId, ...read } = request;
    const reader = await this.#readerOf(clusterId);
    const sessionId = randomUUID();
    try {
      const { partitions } = await reader.call('open', { ...read, sessionId }, signal);
      this.#sessions.set(sessionId, { reader, clusterId });
      return { sessionId, partitions };
    } catch (error) {
      // Cancelled while the answer was on its way: the worker may have opened it.
      if (signal?.aborted === true && !reader.isDead) await reader.call('close', { sessionId });
      throw error;
    }
  }

  async pull(request: Of<'pull'>, signal?: AbortSignal): Answer<'pull'> {
    return this.#readerOfSession(request.sessionId).call('pull', request, signal);
  }

  async record(request: Of<'record'>, signal?: AbortSignal): Promise<RecordDetail> {
    return this.#readerOfSession(request.sessionId).call('record', request, signal);
  }

  async bytes(request: Of<'bytes'>, signal?: AbortSignal): Answer<'bytes'> {
    return this.#readerOfSession(request.sessionId).call('bytes', request, signal);
  }

  async progress(request: Of<'progress'>, signal?: AbortSignal): Answer<'progress'> {
    return this.#readerOfSession(request.sessionId).call('progress', request, signal);
  }

  async closeSession(sessionId: string): Promise<void> {
    this.#ended.delete(sessionId);
    const session = this.#sessions.get(sessionId);
    this.#sessions.delete(sessionId);
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
    const settings = await this.#options.settingsOf(clusterId);
    return new ReaderClient(this.#options.createWorker(), settings, (error, cause) => {
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
    }
  }

  #readerOfSession(sessionId: string): ReaderClient {
    const session = this.#sessions.get(sessionId);
    if (session === undefined) throw this.#ended.get(sessionId) ?? sessionClosed('it was closed');
    return session.reader;
  }
}
