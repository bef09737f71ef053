import type { Admin, Kafka, KafkaConfig, Producer, SASLOptions } from 'kafkajs';
import { AppError } from '../../../shared/errors.ts';
import { classify } from '../classify.ts';
import type { ConnectionSettings, EngineHooks } from '../engine.ts';
import { contactBudget } from '../first-contact.ts';
import type { KafkaJsLibrary } from './library.ts';
import { socketFactory } from './socket-factory.ts';

/** kafkajs clients of one cluster. Each is connected when first needed; nothing is said to the console. */
export class KafkaJsClient {
  readonly library: KafkaJsLibrary;
  readonly kafka: Kafka;
  readonly #settings: ConnectionSettings;
  #admin: Promise<Admin> | undefined;
  #offsetsAdmin: Promise<Admin> | undefined;
  #producer: { readonly client: Promise<Producer>; readonly topics: Set<string> } | undefined;
  #refusal: AppError | undefined;
  #isClosed = false;

  constructor(library: KafkaJsLibrary, settings: ConnectionSettings, hooks: EngineHooks) {
    this.library = library;
    this.#settings = settings;
    this.kafka = new library.Kafka({
      ...configOf(library, settings),
      socketFactory: socketFactory(settings, hooks),
    });
  }

  async admin(): Promise<Admin> {
    this.#refuseIfOver();
    this.#admin ??= this.#connected(this.kafka.admin());
    return this.#admin.catch((error: unknown) => {
      this.#admin = undefined;
      throw this.#remember(error);
    });
  }

  /**
   * kafkajs asks for all topics whose offsets it was ever asked for: one that was deleted spoils its admin for the
   * others. So offsets have an admin of their own, to be renewed when that happens.
   */
  async offsetsAdmin(): Promise<Admin> {
    await this.admin();
    this.#offsetsAdmin ??= this.#connected(this.kafka.admin());
    return this.#offsetsAdmin.catch((error: unknown) => {
      this.#offsetsAdmin = undefined;
      throw this.#remember(error);
    });
  }

  /** Puts a new one in the place of `spoiled`, unless another call has done so already. */
  async renewOffsetsAdmin(spoiled: Admin): Promise<void> {
    const current = this.#offsetsAdmin;
    if ((await current) !== spoiled || this.#offsetsAdmin !== current) return;
    this.#offsetsAdmin = undefined;
    await spoiled.disconnect();
  }

  /** A producer that knows no other topics than these, for the same reason. */
  async producerFor(topics: ReadonlyArray<string>): Promise<Producer> {
    await this.admin();
    const known = this.#producer;
    if (known !== undefined && [...known.topics].every((topic) => topics.includes(topic))) {
      for (const topic of topics) known.topics.add(topic);
      return known.client;
    }
    this.#producer = undefined;
    await known?.client.then((producer) => producer.disconnect());
    const { Partitioners } = this.library;
    const client = this.#connected(
      this.kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner, allowAutoTopicCreation: false }),
    );
    this.#producer = { client, topics: new Set(topics) };
    return client.catch((error: unknown) => {
      this.#producer = undefined;
      throw this.#remember(error);
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const open = [this.#admin, this.#offsetsAdmin, this.#producer?.client];
    this.#admin = undefined;
    this.#offsetsAdmin = undefined;
    this.#producer = undefined;
    await Promise.all(open.map((client) => client?.then((connected) => connected.disconnect())));
  }

  async #connected<T extends Admin | Producer>(client: T): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const { totalMs } = contactBudget(this.#settings);
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new Error('Connecting timed out.'));
      }, totalMs);
    });
    const connecting = client.connect();
    try {
      await Promise.race([connecting, late]);
      return client;
    } catch (error) {
      connecting.catch(() => undefined);
      client.disconnect().catch(() => undefined);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  #refuseIfOver(): void {
    if (this.#isClosed) throw new AppError('CANCELLED', 'The connection to this cluster was closed.');
    if (this.#refusal !== undefined) throw this.#refusal;
  }

  /** Brokers lock accounts after some wrong passwords, so a refused one is not sent again by this engine. */
  #remember(error: unknown): AppError {
    const username = this.#settings.sasl?.username;
    const [bootstrap] = this.#settings.bootstrapServers;
    const known = classify(error, { ...bootstrap, ...(username === undefined ? {} : { username }) });
    if (known.code === 'AUTH_FAILED') this.#refusal = known;
    return known;
  }
}

function configOf(library: KafkaJsLibrary, settings: ConnectionSettings): KafkaConfig {
  const { tls, sasl, bootstrapServers } = settings;
  const { perServerMs } = contactBudget(settings);
  return {
    clientId: settings.clientId,
    brokers: bootstrapServers.map(({ host, port }) => `${host.includes(':') ? `[${host}]` : host}:${String(port)}`),
    connectionTimeout: perServerMs,
    authenticationTimeout: perServerMs,
    requestTimeout: settings.requestTimeoutMs,
    enforceRequestTimeout: true,
    // One look at each bootstrap server; a refused password is never tried again, whatever is set here.
    retry: { retries: bootstrapServers.length, initialRetryTime: 50, maxRetryTime: 250 },
    logLevel: library.logLevel.NOTHING,
    logCreator: () => () => undefined,
    ...(tls === undefined ? {} : { ssl: sslOptions(tls) }),
    ...(sasl === undefined ? {} : { sasl: saslOptions(sasl) }),
  };
}

function sslOptions(tls: NonNullable<ConnectionSettings['tls']>) {
  return {
    ...(tls.ca.length === 0 ? {} : { ca: [...tls.ca] }),
    ...(tls.certificate === undefined ? {} : { cert: tls.certificate }),
    ...(tls.key === undefined ? {} : { key: tls.key.reveal() }),
    ...(tls.keyPassphrase === undefined ? {} : { passphrase: tls.keyPassphrase.reveal() }),
    ...(tls.serverName === undefined ? {} : { servername: tls.serverName }),
  };
}

function saslOptions(sasl: NonNullable<ConnectionSettings['sasl']>): SASLOptions {
  const login = { username: sasl.username, password: sasl.password.reveal() };
  switch (sasl.mechanism) {
    case 'PLAIN':
      return { mechanism: 'plain', ...login };
    case 'SCRAM-SHA-256':
      return { mechanism: 'scram-sha-256', ...login };
    case 'SCRAM-SHA-512':
      return { mechanism: 'scram-sha-512', ...login };
  }
}
