import { constants } from 'node:os';
import type { PageError } from '../../shared/contract/page-error.ts';
import { ERROR_CODES } from '../../shared/errors.ts';

/** What we read of the event an error library made. */
export type RawErrorEvent = {
  readonly event_id?: string | undefined;
  readonly timestamp?: number | undefined;
  readonly exception?: { readonly values?: ReadonlyArray<RawException> } | undefined;
};
type RawException = {
  readonly type?: string;
  readonly stacktrace?: { readonly frames?: ReadonlyArray<RawFrame> };
};
type RawFrame = { readonly filename?: string; readonly lineno?: number; readonly colno?: number };

type Frame = {
  readonly filename: string;
  readonly lineno: number;
  readonly colno: number;
  readonly in_app: boolean;
};

/** An error report. Every string in it is one of a closed list, a number, or the name of a file we built. */
export type ErrorEvent = {
  readonly event_id: string;
  readonly timestamp: number;
  readonly platform: 'node';
  readonly level: 'error';
  readonly release: string;
  readonly environment: 'production';
  readonly tags: Readonly<Record<string, string>>;
  readonly exception: {
    readonly values: ReadonlyArray<{
      readonly type: string;
      readonly value: string;
      readonly stacktrace: { readonly frames: ReadonlyArray<Frame> };
    }>;
  };
};

export type ErrorFacts = {
  readonly version: string;
  readonly platform: string;
  readonly arch: string;
  /** Absolute; code below it is ours. */
  readonly bundles: string;
};

/** What the page told of an error of its own, as an error: so it goes the way of all others. */
export class PageFailure extends Error {
  readonly code: string | null;
  readonly told: PageError;

  constructor(told: PageError) {
    super(`${told.name} in the page`);
    this.name = told.name;
    this.code = told.code;
    this.told = told;
  }
}

/** A library may give its errors any name, also one made from data. */
const CLASSES = new Set([
  ...['AppError', 'Error', 'TypeError', 'RangeError', 'SyntaxError', 'ReferenceError', 'URIError', 'EvalError'],
  ...['AggregateError', 'AbortError', 'TimeoutError', 'AssertionError', 'DOMException', 'SystemError', 'ZodError'],
  ...['KafkaJSError', 'KafkaJSProtocolError', 'KafkaJSConnectionError', 'MultipleErrors', 'NetworkError', 'UserError'],
]);

const CODES = new Set<string>([...ERROR_CODES, ...Object.keys(constants.errno), 'ENOTFOUND', 'EAI_AGAIN', 'EPROTO']);
const MAX_FRAMES = 50;
/** Named by our own contract. */
const PROCEDURE = /^[a-zA-Z]{1,40}\.[a-zA-Z]{1,40}$/;

/**
 * The report of an error: its class, its code, and where in our files it happened. Never its message, not even masked:
 * messages name hosts, topics and what was typed. Function names stay away, too; they can be computed from data, and with
 * file, line and column of a build nobody needs them.
 */
export function errorEvent(
  raw: RawErrorEvent,
  error: unknown,
  facts: ErrorFacts & { readonly procedure: string | null },
): ErrorEvent {
  const code = codeOf(error);
  // Of the page's errors the library would tell where in the core they were handed over.
  const seen = error instanceof PageFailure ? [exceptionOf(error.told, facts.bundles)] : raw.exception?.values;
  const values = (seen ?? []).slice(0, 5).map(({ type, stacktrace }) => ({
    type: type !== undefined && CLASSES.has(type) ? type : 'Error',
    value: code,
    stacktrace: {
      frames: (stacktrace?.frames ?? []).slice(-MAX_FRAMES).map((frame) => frameOf(frame, facts.bundles)),
    },
  }));
  return {
    event_id: /^[0-9a-f]{32}$/.test(raw.event_id ?? '') ? String(raw.event_id) : '0'.repeat(32),
    timestamp: Math.round(raw.timestamp ?? 0),
    platform: 'node',
    level: 'error',
    release: `conduktor@${facts.version}`,
    environment: 'production',
    tags: {
      code,
      os: facts.platform,
      arch: facts.arch,
      ...(facts.procedure !== null && PROCEDURE.test(facts.procedure) ? { procedure: facts.procedure } : {}),
    },
    exception: { values },
  };
}

/** In the form of the library, whose frames have the innermost last. */
function exceptionOf({ name, places }: PageError, bundles: string): RawException {
  const frames = places.map(({ file, line, column }) => ({
    filename: `${bundles}/renderer/${file}`,
    lineno: line,
    colno: column,
  }));
  return { type: name, stacktrace: { frames: frames.toReversed() } };
}

/** Of our own closed list, or the system's. */
function codeOf(error: unknown): string {
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && CODES.has(code) ? code : 'unexpected';
}

/** A message may look like a line of a stack, so a file counts only where it lies among our own, or is the runtime's. */
function frameOf({ filename = '', lineno = 0, colno = 0 }: RawFrame, bundles: string): Frame {
  const path = filename.replace(/^file:\/\//, '').replaceAll('\\', '/');
  const home = `${bundles.replaceAll('\\', '/').replace(/\/$/, '')}/`;
  const own = path.startsWith(home) ? path.slice(home.length) : null;
  const isOwn = own !== null && /^(?:[a-z-]{1,40}\/[\w.-]{1,80}\.cjs|renderer\/assets\/[\w-]{1,80}\.js)$/.test(own);
  const isRuntime = /^node:[a-z/_]{1,60}$/.test(path);
  return {
    filename: isOwn ? own : isRuntime ? path : 'other',
    lineno: isOwn || isRuntime ? whole(lineno) : 0,
    colno: isOwn || isRuntime ? whole(colno) : 0,
    in_app: isOwn,
  };
}

function whole(value: number): number {
  return Number.isInteger(value) && value >= 0 && value < 10_000_000 ? value : 0;
}
