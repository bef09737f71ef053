import { AppError } from '../../shared/errors.ts';

/** What the caller knows of the failed call; goes into the sentence and the error's context. */
export type About = {
  readonly host?: string;
  readonly port?: number;
  readonly topic?: string;
  readonly partition?: number;
  readonly username?: string;
};

/** Everything an error tree says that helps to name the failure, outermost first. */
export type Evidence = {
  readonly appError: AppError | undefined;
  /** `code` fields that are texts: ECONNREFUSED, CERT_HAS_EXPIRED, PLT_KFK_AUTHENTICATION. */
  readonly codes: ReadonlyArray<string>;
  /** Kafka's numbers of protocol errors. */
  readonly kafkaCodes: ReadonlyArray<number>;
  readonly names: ReadonlyArray<string>;
  readonly messages: ReadonlyArray<string>;
  /** What the broker itself wrote about the failure. */
  readonly brokerMessages: ReadonlyArray<string>;
};

const MAX_NODES = 200;

/** Walks causes and aggregated errors, breadth first; safe on cycles, hostile getters and values that are no errors. */
export function evidenceOf(error: unknown): Evidence {
  const found = { codes: [], kafkaCodes: [], names: [], messages: [], brokerMessages: [] } as {
    codes: string[];
    kafkaCodes: number[];
    names: string[];
    messages: string[];
    brokerMessages: string[];
  };
  let appError: AppError | undefined;
  const seen = new Set<unknown>();
  const queue: unknown[] = [error];
  while (queue.length > 0 && seen.size < MAX_NODES) {
    const node = queue.shift();
    if (node === undefined || node === null || seen.has(node)) continue;
    seen.add(node);
    if (node instanceof AppError) appError ??= node;
    if (typeof node !== 'object') {
      found.messages.push(String(node));
      continue;
    }
    const code = read(node, 'code');
    if (typeof code === 'string') found.codes.push(code);
    pushNumber(found.kafkaCodes, read(node, 'apiCode'));
    // kafkajs puts Kafka's number into `code` and its name into `type`.
    if (typeof read(node, 'type') === 'string') pushNumber(found.kafkaCodes, code);
    pushText(found.names, read(node, 'name'));
    pushText(found.messages, read(node, 'message'));
    pushText(found.brokerMessages, read(node, 'serverErrorMessage'));
    queue.push(read(node, 'cause'), read(node, 'originalError'));
    const errors = read(node, 'errors');
    if (Array.isArray(errors)) queue.push(...(errors as unknown[]));
  }
  return { ...found, appError };
}

function read(target: object, key: string): unknown {
  try {
    return (target as Record<string, unknown>)[key];
  } catch {
    // A getter that throws tells nothing, and an error about an error helps nobody.
    return undefined;
  }
}

function pushText(into: string[], value: unknown): void {
  if (typeof value === 'string' && value !== '') into.push(value);
}

function pushNumber(into: number[], value: unknown): void {
  if (typeof value === 'number') into.push(value);
}
