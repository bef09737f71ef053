import type { Worker } from 'node:worker_threads';
import { AppError } from '../../shared/errors.ts';
import type { ConnectionSettings } from '../kafka/index.ts';
import type { ConnectionSink } from '../network/index.ts';
import { toCacheMessage, type CacheMessage, type CacheSettings } from '../search-cache/index.ts';
import type { SchemaSource } from '../serdes/index.ts';
import type { FromReader, ReaderMethod, ReaderMethods, ToReader } from './protocol.ts';
import { toMessage } from './settings-wire.ts';
import { cancelled } from './signals.ts';

/** A group on a slow broker takes this long to leave; nobody waits longer to close the app. */
const LEAVE_LIMIT_MS = 3000;

export type ReaderSetup = {
  readonly settings: ConnectionSettings;
  readonly schemas: SchemaSource;
  /** Null where nothing is kept of this cluster. */
  readonly cache: CacheSettings | null;
  readonly onCacheOff: (reason: string) => void;
  /** Told of the worker's connections. */
  readonly connections: ConnectionSink;
};

type Pending = { resolve(value: unknown): void; reject(error: AppError): void };

/** The main side of one reader worker: calls with ids, cancelled by a message, all failed when the worker dies. */
export class ReaderClient {
  readonly #worker: Worker;
  readonly #schemas: SchemaSource;
  readonly #onCacheOff: (reason: string) => void;
  readonly #connections: ConnectionSink;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  #death: AppError | null = null;

  constructor(
    worker: Worker,
    { settings, schemas, cache, onCacheOff, connections }: ReaderSetup,
    onDeath: (error: AppError, cause: unknown) => void,
  ) {
    this.#worker = worker;
    this.#schemas = schemas;
    this.#onCacheOff = onCacheOff;
    this.#connections = connections;
    let cause: unknown = null;
    worker.on('message', (message: FromReader) => this.#receive(message));
    worker.on('error', (error) => {
      cause = error;
    });
    worker.on('exit', () => {
      connections.end();
      if (this.#death !== null) return;
      this.#end(readerStopped(cause));
      onDeath(readerStopped(cause), cause);
    });
    this.#send({
      kind: 'call',
      id: 0,
      method: 'connect',
      params: { settings: toMessage(settings), cache: wire(cache) },
    });
  }

  /** Opens the cache anew, or closes it. */
  async setCache(cache: CacheSettings | null): Promise<void> {
    await this.call('cache', { cache: wire(cache) });
  }

  get isDead(): boolean {
    return this.#death !== null;
  }

  call<M extends ReaderMethod>(
    method: M,
    params: ReaderMethods[M]['params'],
    signal?: AbortSignal,
  ): Promise<ReaderMethods[M]['result']> {
    return this.#death === null ? this.#ask(method, params, signal) : Promise.reject(this.#death);
  }

  #ask<M extends ReaderMethod>(
    method: M,
    params: ReaderMethods[M]['params'],
    signal?: AbortSignal,
  ): Promise<ReaderMethods[M]['result']> {
    if (signal?.aborted === true) return Promise.reject(cancelled());
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      const cancel = (): void => {
        this.#pending.delete(id);
        this.#send({ kind: 'cancel', id });
        reject(cancelled());
      };
      const settle = (): void => signal?.removeEventListener('abort', cancel);
      this.#pending.set(id, {
        resolve: (value) => {
          settle();
          resolve(value as ReaderMethods[M]['result']);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
      });
      signal?.addEventListener('abort', cancel);
      this.#send({ kind: 'call', id, method, params } as ToReader);
    });
  }

  /** Fails what is under way at once, gives the worker a moment to take its leave of the brokers, and ends it. */
  async terminate(reason: AppError): Promise<void> {
    this.#end(reason);
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, LEAVE_LIMIT_MS);
    });
    // A worker that cannot take its leave, because its broker is gone, is ended all the same.
    await Promise.race([this.#ask('leave', {}).then(undefined, () => undefined), limit]);
    clearTimeout(timer);
    await this.#worker.terminate();
  }

  #send(message: ToReader): void {
    this.#worker.postMessage(message);
  }

  #receive(message: FromReader): void {
    if (message.kind === 'ask-schema') {
      const { key, ref } = message;
      void this.#schemas.load(ref).then((answer) => this.#send({ kind: 'schema', key, answer }));
      return;
    }
    if (message.kind === 'connection') {
      this.#connections.receive(message.event);
      return;
    }
    if (message.kind === 'cache-off') {
      this.#onCacheOff(message.reason);
      return;
    }
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.kind === 'result') pending?.resolve(message.value);
    else pending?.reject(AppError.fromData(message.error));
  }

  #end(reason: AppError): void {
    this.#death = reason;
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const call of pending) call.reject(reason);
  }
}

function wire(cache: CacheSettings | null): CacheMessage | null {
  return cache === null ? null : toCacheMessage(cache);
}

function readerStopped(cause: unknown): AppError {
  return new AppError('SESSION_CLOSED', 'This reading has ended: the reader stopped unexpectedly.', {
    hint: 'Read the topic again; the reader has been started anew.',
    cause: cause ?? undefined,
  });
}
