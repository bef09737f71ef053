import type { z } from 'zod';
import { AppError, type ErrorCode } from '../../shared/errors.ts';
import { mask } from '../logging/index.ts';
import { readText, type Network, type NetworkTarget } from '../network/index.ts';
import { Failure } from './answers.ts';
import type { RegistrySettings } from './settings.ts';

export type Question = {
  /** Below the address of the registry, with a leading slash, already encoded. */
  readonly path: string;
  readonly signal?: AbortSignal;
  readonly maxBytes?: number;
  readonly limitMs?: number;
};

/** Asks one registry, at the first of its addresses that answers. Rejects with an AppError. */
export type RegistryClient = {
  readonly urls: ReadonlyArray<string>;
  ask<T>(question: Question, shape: z.ZodType<T>): Promise<T>;
  close(): void;
};

const PURPOSE = 'Schema Registry';
const ANSWER_LIMIT_MS = 5_000;
const TOTAL_LIMIT_MS = 10_000;
const MAX_ANSWER_BYTES = 5_000_000;
const MAX_MESSAGE = 200;
const HEADERS = { accept: 'application/vnd.schemaregistry.v1+json, application/json' };
const ADDRESS_HINT = 'Check the address of the Schema Registry. Apicurio’s ends in /apis/ccompat/v7.';

const AWAY_HINT = 'Check the address of the Schema Registry, and that it runs.';
/** What helps where a connection failed; the network's own hints are about downloads. */
const HINTS: Partial<Record<ErrorCode, string>> = {
  TLS_UNTRUSTED: 'Add the CA that vouches for the registry.',
  HOST_UNKNOWN: AWAY_HINT,
  CONNECTION_REFUSED: AWAY_HINT,
  TIMEOUT: AWAY_HINT,
};

/** Failures that another address of the same registry may not have. */
const WORTH_ANOTHER: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'HOST_UNKNOWN',
  'CONNECTION_REFUSED',
  'CONNECTION_LOST',
  'TIMEOUT',
  'TLS_EXPIRED',
  'TLS_UNTRUSTED',
  'TLS_HOST_MISMATCH',
  'TLS_FAILED',
]);

export function createRegistryClient(settings: RegistrySettings, network: Pick<Network, 'target'>): RegistryClient {
  const { urls, auth, tls } = settings;
  const target = network.target({
    ...(tls === undefined ? {} : { tls }),
    ...(auth === undefined ? {} : { auth }),
  });
  /** The address that answered last is asked first. */
  let preferred = 0;
  return {
    urls,
    async ask(question, shape) {
      let failure: unknown;
      for (let tried = 0; tried < urls.length; tried++) {
        const at = (preferred + tried) % urls.length;
        try {
          const answer = await askOne({ target, settings, base: urls[at] ?? '' }, question, shape);
          preferred = at;
          return answer;
        } catch (error) {
          failure = error;
          if (!isWorthAnother(error) || question.signal?.aborted === true) throw error;
        }
      }
      throw failure;
    },
    close: () => target.close(),
  };
}

function isWorthAnother(error: unknown): boolean {
  return (
    error instanceof AppError && (WORTH_ANOTHER.has(error.code) || (error.code === 'REGISTRY_ERROR' && error.retryable))
  );
}

type Place = { readonly target: NetworkTarget; readonly settings: RegistrySettings; readonly base: string };

async function askOne<T>(place: Place, question: Question, shape: z.ZodType<T>): Promise<T> {
  const { target, base } = place;
  const { path, signal, maxBytes = MAX_ANSWER_BYTES, limitMs = TOTAL_LIMIT_MS } = question;
  const url = `${base}${path}`;
  const { host } = new URL(base);
  let status: number;
  let json: unknown;
  try {
    const response = await target.fetch(url, {
      purpose: PURPOSE,
      signal,
      headers: HEADERS,
      answerLimitMs: Math.min(ANSWER_LIMIT_MS, limitMs),
      totalLimitMs: limitMs,
      maxBytes,
    });
    status = response.status;
    json = parseJson(await readText(url, response));
  } catch (error) {
    throw inWordsOfRegistry(error, host);
  }
  if (status < 200 || status > 299) throw refusal(place, { host, status, json });
  if (json === undefined) {
    throw new AppError('REGISTRY_ERROR', `${host} answers, but not as a Schema Registry does.`, {
      hint: ADDRESS_HINT,
      context: { host, status },
    });
  }
  const parsed = shape.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new AppError('REGISTRY_ERROR', `${host} answers in a form that is not the Schema Registry’s.`, {
    hint: ADDRESS_HINT,
    context: { host, status },
  });
}

/** Undefined for what is no JSON: a web page, a proxy's sign-in, nothing at all. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** A failure of the connection itself; the sentence of the network stands, the hint becomes ours. */
function inWordsOfRegistry(error: unknown, host: string): unknown {
  if (!(error instanceof AppError)) return error;
  if (error.code === 'DOWNLOAD_FAILED') {
    return new AppError('REGISTRY_ERROR', error.message, { hint: ADDRESS_HINT, context: { host }, cause: error });
  }
  const { code, message, retryable, context } = error;
  return new AppError(code, message, { hint: HINTS[code] ?? error.hint, retryable, context, cause: error });
}

type Refused = { readonly host: string; readonly status: number; readonly json: unknown };

function refusal({ settings }: Place, { host, status, json }: Refused): AppError {
  const failure = Failure.safeParse(json);
  const context = { host, status, ...(failure.success ? { errorCode: failure.data.error_code } : {}) };
  if (status === 401) {
    const says = settings.auth === undefined ? 'asks for a user and password, or a token' : 'refuses the credentials';
    const hint = 'Check the sign-in of the Schema Registry.';
    return new AppError('AUTH_FAILED', `The Schema Registry at ${host} ${says}.`, { hint, context });
  }
  if (status === 403) {
    return new AppError('ACCESS_DENIED', `The Schema Registry at ${host} does not allow this to be read.`, {
      hint: 'Ask for the right to read its schemas.',
      context,
    });
  }
  const said = failure.success ? `: “${quoted(failure.data.message, settings)}”.` : '.';
  if (status === 404 && failure.success && /^404\d\d$/.test(String(failure.data.error_code))) {
    return new AppError('SCHEMA_NOT_FOUND', `The Schema Registry at ${host} does not have it${said}`, { context });
  }
  if (status === 404) {
    return new AppError('REGISTRY_ERROR', `${host} does not know this request of the Schema Registry.`, {
      hint: ADDRESS_HINT,
      context,
    });
  }
  return new AppError('REGISTRY_ERROR', `The Schema Registry at ${host} failed with status ${status}${said}`, {
    hint: 'Try again later, or ask who runs it.',
    retryable: status >= 500 || status === 429,
    context,
  });
}

/** A few words of the registry's own; what it may repeat of our secrets is taken out. */
function quoted(message: string, { auth }: RegistrySettings): string {
  const secrets = auth === undefined ? [] : [auth.kind === 'basic' ? auth.password : auth.token];
  let text = message.slice(0, 2000).replaceAll(/[\p{C}\s]+/gu, ' ');
  for (const secret of secrets) if (!secret.isEmpty) text = text.replaceAll(secret.reveal(), '•••');
  const masked = mask(text).trim();
  return masked.length > MAX_MESSAGE ? `${masked.slice(0, MAX_MESSAGE)}…` : masked;
}
