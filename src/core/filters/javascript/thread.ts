import type { Worker } from 'node:worker_threads';
import { AppError } from '../../../shared/errors.ts';
import { LIMITS, type FromThread, type ToThread } from './protocol.ts';

type Waiting = { readonly resolve: (answer: FromThread) => void; readonly reject: (error: AppError) => void };

/** One thread of the sandbox: one question at a time, and its end when an answer takes too long. */
export class FilterThread {
  readonly #worker: Worker;
  #waiting: Waiting | null = null;
  #hasEnded = false;
  readonly ready: Promise<FromThread>;

  constructor(worker: Worker) {
    this.#worker = worker;
    this.ready = this.#next(LIMITS.startMs, 'The sandbox for JavaScript filters did not start in time.');
    // Whoever asks first hears of it; a failed start without anybody asking is no unhandled rejection.
    this.ready.catch(() => undefined);
    worker.on('message', (message: FromThread) => this.#settle((waiting) => waiting.resolve(message)));
    worker.on('error', (error: Error) => this.#end(`The JavaScript filter's sandbox failed: ${error.message}.`));
    worker.on('exit', () => this.#end("The JavaScript filter's sandbox ended unexpectedly."));
    worker.unref();
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  send(message: ToThread): void {
    if (!this.#hasEnded) this.#worker.postMessage(message);
  }

  /** The answer; FILTER_TOO_SLOW where there is none in time, and the thread is gone then. */
  async ask(message: ToThread): Promise<FromThread> {
    await this.ready;
    const answer = this.#next(
      LIMITS.hardMs,
      `The JavaScript filter took longer than ${LIMITS.hardMs / 1000} s and was stopped.`,
    );
    this.send(message);
    return answer;
  }

  async end(): Promise<void> {
    this.#end('The filter was closed.');
    await this.#worker.terminate();
  }

  #next(limitMs: number, tooLate: string): Promise<FromThread> {
    return new Promise((resolve, reject) => {
      if (this.#hasEnded) {
        reject(
          new AppError('FILTER_FAILED', "The JavaScript filter's sandbox ended unexpectedly.", { retryable: true }),
        );
        return;
      }
      const timer = setTimeout(() => {
        this.#hasEnded = true;
        const error = new AppError('FILTER_TOO_SLOW', tooLate, {
          hint: 'Look for an endless loop or a slow pattern in it.',
        });
        // Told once it is really gone: who asks again must not share the processor with it.
        const tell = () => this.#settle((waiting) => waiting.reject(error));
        this.#worker.terminate().then(tell, tell);
      }, limitMs);
      this.#waiting = {
        resolve: (answer) => {
          clearTimeout(timer);
          resolve(answer);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
    });
  }

  #settle(tell: (waiting: Waiting) => void): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting !== null) tell(waiting);
  }

  #end(message: string): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#settle((waiting) => waiting.reject(new AppError('FILTER_FAILED', message, { retryable: true })));
  }
}
