import { AppError } from '../../shared/errors.ts';

export function cancelled(): AppError {
  return new AppError('CANCELLED', 'The start of local Kafka was cancelled.');
}

/** Throws where the signal has fired. An AppError, whatever reason the signal carries. */
export function stopIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancelled();
}
