import { AppError } from '../../shared/errors.ts';
import type { FromProcess, Methods, ParentPort, ToProcess } from './process-protocol.ts';

export type Handlers<M extends Methods> = {
  readonly [N in keyof M]: (params: M[N]['params'], signal: AbortSignal) => Promise<M[N]['result']> | M[N]['result'];
};

/** Resident memory at which the process ends itself: not all memory of a statement counts towards DuckDB's own limit. */
const MEMORY_LIMIT = 3 * 1024 ** 3;
const MEMORY_WATCH_MS = 100;

/** The process's side: answers calls on the port. */
export function serveProcess<M extends Methods>(port: ParentPort, handlers: Handlers<M>): void {
  const running = new Map<number, AbortController>();
  const send = (message: FromProcess): void => port.postMessage(message);
  const answer = async (call: Extract<ToProcess, { kind: 'call' }>): Promise<void> => {
    const abort = new AbortController();
    running.set(call.id, abort);
    try {
      const handler = handlers[call.method];
      if (handler === undefined) throw new Error(`There is no method ${call.method}.`);
      send({ kind: 'result', id: call.id, value: await handler(call.params, abort.signal) });
    } catch (error) {
      send({ kind: 'failure', id: call.id, error: asAppError(error).toData() });
    } finally {
      running.delete(call.id);
    }
  };
  port.onMessage((message) => {
    const call = message as ToProcess;
    if (call.kind === 'cancel') running.get(call.id)?.abort();
    else void answer(call);
  });
  watchMemory(send);
}

function watchMemory(send: (message: FromProcess) => void): void {
  const watch = setInterval(() => {
    if (process.memoryUsage.rss() < MEMORY_LIMIT) return;
    clearInterval(watch);
    const error = new AppError('QUERY_FAILED', 'The statement needed more than 3 GB of memory and was ended.', {
      hint: 'Ask for less at once: fewer columns, a LIMIT, shorter texts.',
    });
    send({ kind: 'dying', error: error.toData() });
    // After the message has left; nothing of native code can hold this signal up.
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), 20);
  }, MEMORY_WATCH_MS);
  watch.unref();
}

function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError('INTERNAL', 'Something went wrong while working on results.', {
    hint: 'The log has the details. Please report it through Support.',
    cause: error,
  });
}
