import { AppError, type ErrorCode } from '../../shared/errors.ts';
import { classify } from './classify.ts';
import { diagnose } from './diagnose.ts';
import type { ConnectionSettings, HostPort } from './engine.ts';

/** Whoever waits for a connection hears within this time what is wrong. */
const LIMIT_MS = 10_000;
const LONGEST_CONNECT_MS = 5_500;
const SHORTEST_PER_SERVER_MS = 1_000;

/** How long connecting may take: in all, and for each bootstrap server. The rest of the limit is for the diagnosis. */
export function contactBudget(settings: ConnectionSettings): {
  readonly totalMs: number;
  readonly perServerMs: number;
} {
  const totalMs = Math.min(settings.connectTimeoutMs, LONGEST_CONNECT_MS);
  const perServerMs = Math.max(
    SHORTEST_PER_SERVER_MS,
    Math.floor(totalMs / Math.max(1, settings.bootstrapServers.length)),
  );
  return { totalMs, perServerMs: Math.min(totalMs, perServerMs) };
}

/** Failures whose first words seldom name the true cause: "connection closed" may be a missing certificate. */
const AMBIGUOUS: ReadonlySet<ErrorCode> = new Set([
  'CONNECTION_LOST',
  'CONNECTION_REFUSED',
  'TIMEOUT',
  'NOT_KAFKA',
  'KAFKA_ERROR',
  'TLS_EXPIRED',
  'TLS_FAILED',
  'TLS_UNTRUSTED',
  'TLS_HOST_MISMATCH',
  'TLS_CLIENT_CERT_REQUIRED',
]);

/**
 * Runs an engine's work. Until the cluster has answered once, an ambiguous failure is looked into step by step (name,
 * connection, TLS, first answer) and told by its true cause.
 */
export class FirstContact {
  readonly #settings: ConnectionSettings;
  #hasAnswered = false;

  constructor(settings: ConnectionSettings) {
    this.#settings = settings;
  }

  async run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const started = performance.now();
    try {
      const result = await work();
      this.#hasAnswered = true;
      return result;
    } catch (error) {
      const known = classify(error, this.#settings.bootstrapServers[0]);
      if (this.#hasAnswered || signal?.aborted === true || !AMBIGUOUS.has(known.code)) throw known;
      const left = LIMIT_MS - 500 - (performance.now() - started);
      throw (await this.#lookInto(known, left)) ?? known;
    }
  }

  async #lookInto(known: AppError, leftMs: number): Promise<AppError | null> {
    const address = addressOf(known) ?? this.#settings.bootstrapServers[0];
    if (address === undefined || leftMs < 300) return null;
    try {
      return await diagnose(this.#settings, address, leftMs);
    } catch (error) {
      // The diagnosis is a help; where it fails itself, what was known before stands.
      return error instanceof AppError ? error : null;
    }
  }
}

function addressOf(error: AppError): HostPort | undefined {
  const { host, port } = error.context;
  return typeof host === 'string' && typeof port === 'number' ? { host, port } : undefined;
}
