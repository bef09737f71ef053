import { isIP } from 'node:net';
import { AppError } from '../../../shared/errors.ts';
import { abortable } from '../abort.ts';
import { classify } from '../classify.ts';
import type { ConnectionSettings, HostPort } from '../engine.ts';
import { contactBudget } from '../first-contact.ts';
import {
  newestCommon,
  type AnswerOf,
  type ApiRanges,
  type ArgumentsOf,
  type Library,
  type LibraryConnection,
  type RequestName,
} from './library.ts';
import { hearWholeAnswers } from './whole-answers.ts';

/** An open, authenticated connection and what its broker offers. */
export type Peer = {
  readonly address: HostPort;
  readonly connection: LibraryConnection;
  readonly apis: ApiRanges;
};

/**
 * Connections to brokers. Short questions share one connection per broker; a reader leases one for itself, because a
 * broker answers a connection's requests in order and a waiting Fetch would hold up everything behind it.
 * Nothing here retries: a wrong password must be tried once only.
 */
export class Wire {
  readonly #library: Library;
  readonly #settings: ConnectionSettings;
  readonly #shared = new Map<string, Promise<Peer>>();
  readonly #idle = new Map<string, Peer[]>();
  readonly #open = new Set<LibraryConnection>();
  #refusal: AppError | undefined;
  #isClosed = false;

  constructor(library: Library, settings: ConnectionSettings) {
    this.#library = library;
    this.#settings = settings;
  }

  get library(): Library {
    return this.#library;
  }

  /** The broker's connection for short questions. */
  async shared(address: HostPort): Promise<Peer> {
    const key = keyOf(address);
    const known = this.#shared.get(key);
    if (known !== undefined) {
      const peer = await known;
      if (peer.connection.isConnected()) return peer;
      if (this.#shared.get(key) === known) this.#shared.delete(key);
      return this.shared(address);
    }
    const opening = this.#connect(address);
    this.#shared.set(key, opening);
    opening.catch(() => {
      if (this.#shared.get(key) === opening) this.#shared.delete(key);
    });
    return opening;
  }

  /** A connection of the caller's own, to be given back with `release`. */
  async lease(address: HostPort): Promise<Peer> {
    const idle = this.#idle.get(keyOf(address)) ?? [];
    for (let peer = idle.pop(); peer !== undefined; peer = idle.pop()) {
      if (peer.connection.isConnected()) return peer;
    }
    const peer = await this.#connect(address);
    hearWholeAnswers(peer.connection);
    return peer;
  }

  /** Gives a leased connection back for the next reader; a broken one is forgotten. */
  release(peer: Peer): void {
    if (this.#isClosed || !peer.connection.isConnected()) return;
    const key = keyOf(peer.address);
    const idle = this.#idle.get(key);
    if (idle === undefined) this.#idle.set(key, [peer]);
    else idle.push(peer);
  }

  /** Ends a leased connection whose broker still owes an answer: the next reader would have to wait for it. */
  discard(peer: Peer): void {
    this.#open.delete(peer.connection);
    peer.connection.socket.destroy();
  }

  /** Sends one request in the newest version both sides know. */
  async call<N extends RequestName>(
    peer: Peer,
    name: N,
    args: ArgumentsOf<N>,
    signal?: AbortSignal,
  ): Promise<AnswerOf<N>> {
    const request = newestCommon(this.#library, peer.apis, name);
    if (request === null) {
      throw new AppError('UNSUPPORTED', `The broker at ${keyOf(peer.address)} does not offer the request "${name}".`);
    }
    const send = request.api.async as unknown as (c: LibraryConnection, ...a: ArgumentsOf<N>) => Promise<AnswerOf<N>>;
    return abortable(send(peer.connection, ...args), signal);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#shared.clear();
    this.#idle.clear();
    await Promise.all([...this.#open].map((connection) => connection.close()));
  }

  async #connect(address: HostPort): Promise<Peer> {
    if (this.#isClosed) throw new AppError('CANCELLED', 'The connection to this cluster was closed.');
    if (this.#refusal !== undefined) throw this.#refusal;
    const connection = new this.#library.Connection(
      this.#settings.clientId,
      connectionOptions(this.#settings, address),
    );
    // An error event without a listener would end the process; what failed reaches the caller through its request.
    connection.on('error', () => undefined);
    this.#open.add(connection);
    connection.once('close', () => this.#open.delete(connection));
    try {
      await connection.connect(address.host, address.port);
      return { address, connection, apis: await this.#inTime(this.#askVersions(connection)) };
    } catch (error) {
      this.#open.delete(connection);
      connection.socket.destroy();
      throw this.#remember(this.#explain(error, address));
    }
  }

  async #askVersions(connection: LibraryConnection): Promise<ApiRanges> {
    const { apiVersionsV3, apiVersionsV1, findErrorBy } = this.#library;
    const answer = await apiVersionsV3.api.async(connection, 'conduktor', '1').catch((error: unknown) => {
      // Brokers before 2.4 know no version 3 and say so in the oldest form.
      if (!(error instanceof Error) || findErrorBy(error, 'apiId', 'UNSUPPORTED_VERSION') === null) throw error;
      return apiVersionsV1.api.async(connection, 'conduktor', '1');
    });
    return new Map(answer.apiKeys.map((api) => [api.apiKey, { min: api.minVersion, max: api.maxVersion }]));
  }

  /** The library's request timeout is for the slow requests; a server that does not say hello is given up sooner. */
  async #inTime<T>(work: Promise<T>): Promise<T> {
    const limit = AbortSignal.timeout(contactBudget(this.#settings).perServerMs);
    return abortable(work, limit).catch((error: unknown) => {
      throw limit.aborted ? new Error('The broker timed out.') : error;
    });
  }

  #explain(error: unknown, address: HostPort): AppError {
    const username = this.#settings.sasl?.username;
    return classify(error, { ...address, ...(username === undefined ? {} : { username }) });
  }

  /** Brokers lock accounts after some wrong passwords, so a refused one is not sent again by this engine. */
  #remember(error: AppError): AppError {
    if (error.code === 'AUTH_FAILED') this.#refusal = error;
    return error;
  }
}

function keyOf(address: HostPort): string {
  return `${address.host}:${String(address.port)}`;
}

function connectionOptions(settings: ConnectionSettings, address: HostPort) {
  const { tls, sasl } = settings;
  return {
    connectTimeout: contactBudget(settings).perServerMs,
    requestTimeout: settings.requestTimeoutMs,
    ...(tls === undefined ? {} : { tls: tlsOptions(tls, address) }),
    ...(sasl === undefined
      ? {}
      : { sasl: { mechanism: sasl.mechanism, username: sasl.username, password: () => sasl.password.reveal() } }),
  };
}

function tlsOptions(tls: NonNullable<ConnectionSettings['tls']>, address: HostPort) {
  // A name goes into the handshake (SNI), an address must not.
  const serverName = tls.serverName ?? (isIP(address.host) === 0 ? address.host : undefined);
  return {
    ...(tls.ca.length === 0 ? {} : { ca: [...tls.ca] }),
    ...(tls.certificate === undefined ? {} : { cert: tls.certificate }),
    ...(tls.key === undefined ? {} : { key: tls.key.reveal() }),
    ...(tls.keyPassphrase === undefined ? {} : { passphrase: tls.keyPassphrase.reveal() }),
    ...(serverName === undefined ? {} : { servername: serverName }),
  };
}
