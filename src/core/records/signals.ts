import { AppError } from '../../shared/errors.ts';

/** Wakes all who wait when something changed. */
export class Bell {
  #waiting: Array<() => void> = [];

  ring(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }

  /** Resolves at the next ring, when the time is over, or when the signal fires; the caller looks which it was. */
  wait(timeoutMs: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, timeoutMs);
      signal.addEventListener('abort', done);
      this.#waiting.push(done);
    });
  }
}

/** One after the other, in the order of asking. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

export function cancelled(): AppError {
  return new AppError('CANCELLED', 'Reading was cancelled.');
}

export function sessionClosed(why: string): AppError {
  return new AppError('SESSION_CLOSED', `This reading has ended: ${why}.`, { hint: 'Read the topic again.' });
}

/** Half to all of a doubling, capped delay: brokers that come back are not met by all at once. */
export function backoffMs(attempt: number, random: () => number): number {
  const full = Math.min(5000, 100 * 2 ** Math.min(attempt, 10));
  return full / 2 + (full / 2) * random();
}
