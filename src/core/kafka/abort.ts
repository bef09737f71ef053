import { AppError } from '../../shared/errors.ts';

/** The error of work that its caller gave up. */
export function cancelled(): AppError {
  return new AppError('CANCELLED', 'Cancelled.');
}

/**
 * Settles as `work` does, or rejects with CANCELLED as soon as the signal fires. The work itself runs on: a request on
 * the wire cannot be taken back, so its late answer is dropped.
 */
export async function abortable<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  if (signal.aborted) {
    work.catch(() => undefined);
    throw cancelled();
  }
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => {
      reject(cancelled());
    };
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (onAbort !== undefined) signal.removeEventListener('abort', onAbort);
  }
}
