import { AppError, type ErrorCode } from '../../shared/errors.ts';
import type { Network } from '../network/index.ts';
import type { SchemaRef, SchemaSource, SchemaText } from '../serdes/index.ts';
import { createCache } from './cache.ts';
import { createRegistryClient, type RegistryClient } from './client.ts';
import { resolveSchema, type Missing } from './resolve.ts';
import type { RegistrySettings } from './settings.ts';

export type ClusterSchemasOptions = {
  /** Null: the cluster has no registry. */
  readonly settings: () => Promise<RegistrySettings | null>;
  readonly network: Pick<Network, 'target'>;
  readonly clock: () => number;
};

type Failed = { readonly failure: string };
type Known = SchemaText | Failed;

const MAX_SCHEMAS = 1_000;
const MAX_BYTES = 64_000_000;
const MAX_FAILURES = 10_000;
/** Schemas loaded at the same time; each is a few requests. */
const MAX_LOADS = 4;
const LOAD_LIMIT_MS = 20_000;
/** One schema that could not be had is asked for again after this. */
const FAILURE_MS = 30_000;
/** All schemas, where the registry itself cannot be reached. */
const AWAY_MS = 10_000;
/** All schemas, after credentials were refused: each further try may be one too many for the account. */
const REFUSED_MS = 300_000;

const GLUE =
  'AWS Glue Schema Registry: reading its schemas needs AWS credentials, which this version cannot use yet. The bytes are shown as they are.';

/** Failures that are the registry's, not those of one schema. */
const HOLD_MS: Partial<Record<ErrorCode, number>> = {
  AUTH_FAILED: REFUSED_MS,
  SECRET_MISSING: AWAY_MS,
  TLS_MATERIAL: AWAY_MS,
  BAD_INPUT: AWAY_MS,
  UNSUPPORTED: FAILURE_MS,
  HOST_UNKNOWN: AWAY_MS,
  CONNECTION_REFUSED: AWAY_MS,
  CONNECTION_LOST: AWAY_MS,
  TIMEOUT: AWAY_MS,
  TLS_EXPIRED: AWAY_MS,
  TLS_UNTRUSTED: AWAY_MS,
  TLS_HOST_MISMATCH: AWAY_MS,
  TLS_CLIENT_CERT_REQUIRED: AWAY_MS,
  TLS_FAILED: AWAY_MS,
};

/** The schemas of one cluster's registry, with these settings. */
export class ClusterSchemas implements SchemaSource {
  readonly #options: ClusterSchemasOptions;
  readonly #schemas = createCache<SchemaText>({ count: MAX_SCHEMAS, bytes: MAX_BYTES });
  readonly #failures = createCache<Failed & { readonly until: number }>({ count: MAX_FAILURES, bytes: MAX_BYTES });
  readonly #loading = new Map<string, Promise<Known>>();
  readonly #missing: Missing = new Set();
  readonly #waiting: Array<() => void> = [];
  readonly #closing = new AbortController();
  #running = 0;
  /** True once the registry gave an answer: until then one asks alone, so that a wrong password is sent once and not four times. */
  #isProven = false;
  #client: Promise<RegistryClient> | null = null;
  /** While it lasts nobody is asked anything. */
  #hold: (Failed & { readonly until: number }) | null = null;

  constructor(options: ClusterSchemasOptions) {
    this.#options = options;
  }

  peek(ref: SchemaRef): Known | undefined {
    if (ref.kind === 'glue') return { failure: GLUE };
    const key = keyOf(ref);
    return this.#schemas.get(key) ?? this.#stillFailing(this.#failures.get(key)) ?? this.#stillFailing(this.#hold);
  }

  load(ref: SchemaRef): Promise<Known> {
    const known = this.peek(ref);
    if (known !== undefined) return Promise.resolve(known);
    const key = keyOf(ref);
    const running = this.#loading.get(key) ?? this.#start(key, ref);
    return running;
  }

  close(): void {
    this.#closing.abort();
    this.#client?.then(
      (client) => client.close(),
      () => undefined, // It never opened; whoever asked was told why.
    );
  }

  #stillFailing(failed: (Failed & { readonly until: number }) | null | undefined): Failed | undefined {
    if (failed === null || failed === undefined || failed.until <= this.#options.clock()) return undefined;
    return { failure: failed.failure };
  }

  #start(key: string, ref: SchemaRef): Promise<Known> {
    const loading = this.#load(key, ref).finally(() => this.#loading.delete(key));
    this.#loading.set(key, loading);
    return loading;
  }

  async #load(key: string, ref: SchemaRef): Promise<Known> {
    await this.#turn();
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), LOAD_LIMIT_MS);
    const stop = () => limit.abort();
    this.#closing.signal.addEventListener('abort', stop, { once: true });
    if (this.#closing.signal.aborted) stop();
    try {
      // What was learnt while waiting counts for this one, too.
      const held = this.#stillFailing(this.#hold);
      if (held !== undefined) return held;
      const client = await this.#open();
      const schema = await resolveSchema({ client, missing: this.#missing, signal: limit.signal }, ref);
      this.#isProven = true;
      this.#schemas.set(key, schema, sizeOf(schema));
      return schema;
    } catch (error) {
      return this.#remember(key, asAppError(error, limit.signal.aborted && !this.#closing.signal.aborted));
    } finally {
      clearTimeout(timer);
      this.#closing.signal.removeEventListener('abort', stop);
      this.#running -= 1;
      this.#next();
    }
  }

  async #turn(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#waiting.push(resolve);
      this.#next();
    });
  }

  #next(): void {
    while (this.#running < (this.#isProven ? MAX_LOADS : 1)) {
      const start = this.#waiting.shift();
      if (start === undefined) return;
      this.#running += 1;
      start();
    }
  }

  #open(): Promise<RegistryClient> {
    this.#client ??= (async () => {
      const settings = await this.#options.settings();
      if (settings === null) throw noRegistry();
      return createRegistryClient(settings, this.#options.network);
    })();
    const opening = this.#client;
    // A failure is not remembered here: the next try reads the settings, and files they name, again.
    opening.catch(() => {
      if (this.#client === opening) this.#client = null;
    });
    return opening;
  }

  #remember(key: string, error: AppError): Failed {
    const failure = error.hint === undefined ? error.message : `${error.message} ${error.hint}`;
    if (error.code === 'CANCELLED') return { failure };
    if (error.code === 'SCHEMA_NOT_FOUND') this.#isProven = true;
    const now = this.#options.clock();
    const holdMs = HOLD_MS[error.code];
    if (holdMs !== undefined) {
      this.#isProven = false;
      this.#hold = { failure, until: now + holdMs };
    } else this.#failures.set(key, { failure, until: now + FAILURE_MS }, failure.length * 2);
    return { failure };
  }
}

function keyOf(ref: SchemaRef): string {
  if (ref.kind === 'id') return `id ${ref.id}`;
  return ref.kind === 'guid' ? `guid ${ref.guid.toLowerCase()}` : `glue ${ref.version}`;
}

function sizeOf(schema: SchemaText): number {
  const references = schema.references.reduce((sum, { name, text }) => sum + name.length + text.length, 0);
  return 2 * (schema.text.length + schema.title.length + references) + 200;
}

function noRegistry(): AppError {
  return new AppError('UNSUPPORTED', 'This cluster has no Schema Registry.', {
    hint: 'Add its address in the settings of the cluster.',
  });
}

function asAppError(error: unknown, isLate: boolean): AppError {
  if (isLate) {
    return new AppError(
      'REGISTRY_ERROR',
      'The Schema Registry took too long to give the schema and all it refers to.',
      {
        retryable: true,
        cause: error,
      },
    );
  }
  if (error instanceof AppError) return error;
  return new AppError('INTERNAL', 'The schema could not be read.', { cause: error });
}
