import { AppError } from '../../shared/errors.ts';

/** Wakes all who wait when something changed. */
export class Bell {
  #waiting: Array<() => void> = [];
  #rings = 0;

  /** How often it rang: read it before looking at what may change, and hand it to `wait`. */
  get rings(): number {
    return this.#rings;
  }

  ring(): void {
    this.#rings += 1;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }

  /**
   * Resolves at the next ring after `since`, when the time is over, or when the signal fires; the caller looks which it
   * was. A ring between looking and waiting is not missed.
   */
  wait(since: number, timeoutMs: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.#rings !== since) return Promise.resolve();
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

/** Resolves after the time, or at once when the signal fires. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  const silent = new Bell();
  return silent.wait(silent.rings, ms, signal);
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
