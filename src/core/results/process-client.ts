import { AppError } from '../../shared/errors.ts';
import type { FromProcess, Methods, ResultsProcess, ToProcess } from './process-protocol.ts';

/** A statement that does not heed its interruption for this long is ended with its process. */
const HEED_LIMIT_MS = 3000;

type Pending = { resolve(value: unknown): void; reject(error: AppError): void };

export function cancelled(): AppError {
  return new AppError('CANCELLED', 'This was cancelled.');
}

/** The main side of one process: calls with ids, cancelled by a message and then by force, all failed when it dies. */
export class ProcessClient<M extends Methods> {
  readonly #process: ResultsProcess;
  readonly #pending = new Map<number, Pending>();
  readonly #unheeded = new Map<number, NodeJS.Timeout>();
  #lastId = 0;
  #death: AppError | null = null;

  constructor(process: ResultsProcess, onDeath: () => void) {
    this.#process = process;
    process.onMessage((message) => this.#receive(message as FromProcess));
    process.onExit(() => {
      this.#end(this.#death ?? stopped());
      onDeath();
    });
  }

  get isDead(): boolean {
    return this.#death !== null;
  }

  call<N extends keyof M & string>(method: N, params: M[N]['params'], signal?: AbortSignal): Promise<M[N]['result']> {
    if (this.#death !== null) return Promise.reject(this.#death);
    if (signal?.aborted === true) return Promise.reject(cancelled());
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      const cancel = (): void => this.#cancel(id);
      const settle = (): void => signal?.removeEventListener('abort', cancel);
      this.#pending.set(id, {
        resolve: (value) => {
          settle();
          resolve(value as M[N]['result']);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
      });
      signal?.addEventListener('abort', cancel);
      this.#send({ kind: 'call', id, method, params });
    });
  }

  /** The same, ended with its process where there is no answer in this time: a parser cannot be interrupted. */
  async callWithin<N extends keyof M & string>(
    limitMs: number,
    method: N,
    params: M[N]['params'],
    signal?: AbortSignal,
  ): Promise<M[N]['result']> {
    const timer = setTimeout(() => this.kill(tooLong(limitMs)), limitMs + HEED_LIMIT_MS);
    try {
      return await this.call(method, params, signal);
    } finally {
      clearTimeout(timer);
    }
  }

  kill(reason: AppError): void {
    this.#end(reason);
    this.#process.kill();
  }

  #cancel(id: number): void {
    this.#pending.get(id)?.reject(cancelled());
    this.#pending.delete(id);
    this.#send({ kind: 'cancel', id });
    this.#unheeded.set(
      id,
      setTimeout(() => this.kill(stopped()), HEED_LIMIT_MS),
    );
  }

  #send(message: ToProcess): void {
    if (this.#death === null) this.#process.postMessage(message);
  }

  #receive(message: FromProcess): void {
    if (message.kind === 'dying') {
      this.#end(AppError.fromData(message.error));
      return;
    }
    clearTimeout(this.#unheeded.get(message.id));
    this.#unheeded.delete(message.id);
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.kind === 'result') pending?.resolve(message.value);
    else pending?.reject(AppError.fromData(message.error));
  }

  #end(reason: AppError): void {
    this.#death = reason;
    for (const timer of this.#unheeded.values()) clearTimeout(timer);
    this.#unheeded.clear();
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const call of pending) call.reject(reason);
  }
}

export function tooLong(limitMs: number): AppError {
  return new AppError('QUERY_FAILED', `The statement took longer than ${limitMs / 1000} seconds and was ended.`, {
    hint: 'Ask for less at once: a WHERE, a LIMIT, fewer joins.',
  });
}

function stopped(): AppError {
  return new AppError('QUERY_FAILED', 'The process that works on results stopped unexpectedly.', {
    hint: 'It is started anew by the next call. If a statement made it stop, ask for less at once.',
    retryable: true,
  });
}
