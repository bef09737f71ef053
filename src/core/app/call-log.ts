import type { AppError, ErrorCode } from '../../shared/errors.ts';
import type { Log } from '../logging/index.ts';

/** What a screen asks for every few seconds must not fill the log while a broker is away. */
const AGAIN_AFTER_MS = 60_000;
const MAX_REMEMBERED = 200;

/** Answers that are no trouble: somebody typed, changed their mind, or is not signed in yet. */
const QUIET: ReadonlySet<ErrorCode> = new Set([
  'BAD_INPUT',
  'CANCELLED',
  'FILTER_INVALID',
  'LICENCE_REQUIRED',
  'LOGIN_REQUIRED',
]);

type CallLog = (procedure: string, tookMs: number, error: AppError | null) => void;

/**
 * Writes down what the app was asked and what failed: failures as warnings with the sentence that was shown, the same one
 * at most once a minute with how often it came since; everything else only where debug lines are written.
 */
export function createCallLog(log: Log, clock: () => number): CallLog {
  const failures = new Map<string, { readonly at: number; since: number }>();

  function failed(procedure: string, tookMs: number, { code, message, context }: AppError): void {
    const key = `${procedure} ${code} ${message}`;
    const now = clock();
    const last = failures.get(key);
    if (last !== undefined && now - last.at < AGAIN_AFTER_MS) {
      last.since += 1;
      return;
    }
    failures.delete(key);
    failures.set(key, { at: now, since: 0 });
    const [oldest] = failures.keys();
    if (failures.size > MAX_REMEMBERED && oldest !== undefined) failures.delete(oldest);
    const repeated = last === undefined || last.since === 0 ? {} : { repeated: last.since };
    log.warn('procedure.failed', { procedure, code, message, ...repeated, context, tookMs });
  }

  return (procedure, tookMs, error) => {
    if (error === null) {
      // Whoever follows the log would otherwise read of nothing but their own reading.
      if (!procedure.startsWith('log.')) log.debug('procedure.done', { procedure, tookMs });
      return;
    }
    if (QUIET.has(error.code)) log.debug('procedure.refused', { procedure, code: error.code, tookMs });
    else failed(procedure, tookMs, error);
  };
}
