import { z } from 'zod';

/**
 * Every way an operation is known to fail. The list is closed: a face of the product (screen, command line, agent)
 * may switch over it, and a foreign error becomes one of these where it enters (see core/kafka/classify.ts).
 */
export const ERROR_CODES = [
  'BAD_INPUT',
  'AUTH_FAILED',
  'AUTH_UNSUPPORTED',
  'ACCESS_DENIED',
  'TLS_EXPIRED',
  'TLS_UNTRUSTED',
  'TLS_HOST_MISMATCH',
  'TLS_CLIENT_CERT_REQUIRED',
  'TLS_MATERIAL',
  'TLS_FAILED',
  'HOST_UNKNOWN',
  'CONNECTION_REFUSED',
  'CONNECTION_LOST',
  'PROXY_FAILED',
  'NOT_KAFKA',
  'TIMEOUT',
  'TOPIC_NOT_FOUND',
  'OFFSET_OUT_OF_RANGE',
  'UNSUPPORTED',
  'KAFKA_ERROR',
  'CLUSTER_NOT_FOUND',
  'SESSION_CLOSED',
  'RECORD_EVICTED',
  'GROUP_NOT_FOUND',
  'FILTER_INVALID',
  'FILTER_FAILED',
  'FILTER_TOO_SLOW',
  'DECODE_FAILED',
  'SCHEMA_NOT_FOUND',
  'REGISTRY_ERROR',
  'QUERY_FAILED',
  'FILE_WRITE',
  'READ_ONLY',
  'LOGIN_REQUIRED',
  'LOGIN_FAILED',
  'LICENCE_REQUIRED',
  'LICENCE_INVALID',
  'FORBIDDEN',
  'SETTINGS_CORRUPT',
  'SETTINGS_WRITE',
  'SECRET_MISSING',
  'PASSPHRASE_WRONG',
  'JAVA_MISSING',
  'DOWNLOAD_FAILED',
  'MAIL_FAILED',
  'BROKER_START',
  'CANCELLED',
  'INTERNAL',
] as const;

export const ErrorCode = z.enum(ERROR_CODES);
export type ErrorCode = z.infer<typeof ErrorCode>;

/** Facts about a failure, safe to show and to log. Never secrets. */
export type ErrorContext = Readonly<Record<string, string | number | boolean>>;

/** An AppError as it crosses a process boundary. */
export const AppErrorData = z.object({
  code: ErrorCode,
  message: z.string(),
  hint: z.string().optional(),
  retryable: z.boolean(),
  context: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** Messages of the causes, outermost first. For the "details" fold of an error, not for its sentence. */
  causes: z.array(z.string()).max(10),
});
export type AppErrorData = z.infer<typeof AppErrorData>;

export type AppErrorOptions = {
  /** What to do next, one sentence. */
  readonly hint?: string | undefined;
  /** True where doing the same again may work (a broker that was away), false where it cannot (a wrong password). */
  readonly retryable?: boolean;
  readonly context?: ErrorContext;
  readonly cause?: unknown;
};

/**
 * An expected failure: `message` says what failed and why, `hint` what to do next. Anything else that is thrown is a bug.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly retryable: boolean;
  readonly context: ErrorContext;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.hint = options.hint;
    this.retryable = options.retryable ?? false;
    this.context = options.context ?? {};
  }

  /** The form that crosses processes; `fromData` is its inverse but for the causes, which become text. */
  toData(): AppErrorData {
    return {
      code: this.code,
      message: this.message,
      ...(this.hint === undefined ? {} : { hint: this.hint }),
      retryable: this.retryable,
      context: { ...this.context },
      causes: causeMessages(this.cause),
    };
  }

  static fromData(data: AppErrorData): AppError {
    const cause = data.causes.length > 0 ? new Error(data.causes.join(' ← ')) : undefined;
    return new AppError(data.code, data.message, { ...data, cause });
  }
}

/** Messages of an error's causes, outermost first, at most ten; safe on cycles and on values that are no errors. */
export function causeMessages(cause: unknown): string[] {
  const messages: string[] = [];
  let current = cause;
  while (current !== undefined && current !== null && messages.length < 10) {
    messages.push(current instanceof Error ? current.message : String(current));
    current = current instanceof Error ? current.cause : undefined;
  }
  return messages;
}

/** For the default branch of a switch over a closed union: a compile error where a case is missing. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${String(value)}`);
}
