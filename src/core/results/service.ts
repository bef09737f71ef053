import type { GroupResult, QueryResult, ResultColumns } from '../../shared/contract/results.ts';
import { AppError } from '../../shared/errors.ts';
import { toWire, type DumpSource } from './dump.ts';
import type { EngineMethods } from './engine.ts';
import type { GroupBy } from './group-by.ts';
import type { CursorPage } from './query-cursor.ts';
import { cancelled, ProcessClient } from './process-client.ts';
import type { ResultsProcess } from './process-protocol.ts';
import { TIME_LIMIT_MS } from './run-query.ts';

export type ResultsOptions = {
  /** Starts `src/workers/results.ts`; the host knows how, and where it is built to. */
  readonly createProcess: () => ResultsProcess;
  readonly dump: DumpSource;
  readonly log: { warn(event: string, fields?: Record<string, unknown>): void };
  /** Of one statement; for tests. */
  readonly limitMs?: number;
};

type Loaded = { readonly loaded: number; readonly of: number };

export type ResultsService = {
  query(request: { sessionId: string; sql: string; maxRows: number }, signal?: AbortSignal): Promise<QueryResult>;
  groupBy(request: { sessionId: string; by: GroupBy; top: number }, signal?: AbortSignal): Promise<GroupResult>;
  columns(request: { sessionId: string }, signal?: AbortSignal): Promise<ResultColumns>;
  /** Every row of a statement, page by page, cells whole. What is under way beside it goes on. */
  pages(request: { sessionId: string; sql: string }, signal: AbortSignal): AsyncGenerator<CursorPage>;
  progress(sessionId: string): Loaded & { phase: 'idle' | 'loading' | 'running' };
  cancel(sessionId: string): void;
  /** Frees the session's tables: call it when the session closes. */
  release(sessionId: string): Promise<void>;
  close(): Promise<void>;
};

/** The main side: fills a session's tables page by page and passes statements on, one call of a session at a time. */
export function createResults(options: ResultsOptions): ResultsService {
  return new Results(options);
}

/** Calls that first add to the tables what was handed out since the last one. */
type Calls = 'query' | 'groupBy' | 'columns' | 'openCursor';

/** Of calls that are answered with rows only the newest matters; the others are asked beside them, and end none of them. */
type Call = { readonly abort: AbortController; readonly done: Promise<unknown>; readonly isAside: boolean };

class Results implements ResultsService {
  readonly #options: ResultsOptions;
  /** Under way or waiting for their turn, the oldest first. */
  readonly #calls = new Map<string, ReadonlyArray<Call>>();
  readonly #progress = new Map<string, Loaded & { phase: 'loading' | 'running' }>();
  readonly #known = new Set<string>();
  #client: ProcessClient<EngineMethods> | null = null;
  #lastCursor = 0;

  constructor(options: ResultsOptions) {
    this.#options = options;
  }

  async query(
    request: { sessionId: string; sql: string; maxRows: number },
    signal?: AbortSignal,
  ): Promise<QueryResult> {
    const { limitMs } = this.#options;
    const params = { ...request, ...(limitMs === undefined ? {} : { limitMs }) };
    const { answer, loaded } = await this.#run('query', params, signal);
    return { ...answer, ...loaded, rowCount: answer.rows.length };
  }

  async groupBy(request: { sessionId: string; by: GroupBy; top: number }, signal?: AbortSignal): Promise<GroupResult> {
    const { answer, loaded } = await this.#run('groupBy', request, signal);
    return { ...answer, ...loaded };
  }

  async columns(request: { sessionId: string }, signal?: AbortSignal): Promise<ResultColumns> {
    const { answer, loaded } = await this.#run('columns', request, signal);
    return { ...answer, ...loaded };
  }

  async *pages(request: { sessionId: string; sql: string }, signal: AbortSignal): AsyncGenerator<CursorPage> {
    const { sessionId, sql } = request;
    this.#lastCursor += 1;
    const cursor = { sessionId, cursorId: String(this.#lastCursor) };
    await this.#run('openCursor', { ...cursor, sql }, signal);
    const client = this.#connected();
    try {
      for (;;) {
        const page = await client.call('nextPage', cursor, signal);
        yield page;
        if (page.isEnd) return;
      }
    } finally {
      // A process that died has closed it already.
      if (!client.isDead) await client.call('closeCursor', cursor).catch((error: unknown) => this.#warn(error));
    }
  }

  progress(sessionId: string): Loaded & { phase: 'idle' | 'loading' | 'running' } {
    return this.#progress.get(sessionId) ?? { phase: 'idle', loaded: 0, of: 0 };
  }

  cancel(sessionId: string): void {
    for (const { abort, isAside } of this.#callsOf(sessionId)) if (!isAside) abort.abort();
  }

  async release(sessionId: string): Promise<void> {
    for (const { abort } of this.#callsOf(sessionId)) abort.abort();
    if (!this.#known.delete(sessionId) || this.#client === null || this.#client.isDead) return;
    await Promise.all(this.#callsOf(sessionId).map(({ done }) => done));
    // A process that died has freed them already.
    await this.#client.call('close', { sessionId }).catch((error: unknown) => this.#warn(error));
  }

  async close(): Promise<void> {
    for (const calls of this.#calls.values()) for (const { abort } of calls) abort.abort();
    this.#client?.kill(cancelled());
    this.#client = null;
  }

  async #run<N extends Calls>(
    method: N,
    params: EngineMethods[N]['params'],
    signal: AbortSignal | undefined,
  ): Promise<{ answer: EngineMethods[N]['result']; loaded: Loaded }> {
    const { sessionId } = params;
    const isAside = method === 'columns' || method === 'openCursor';
    // A statement typed on while the last one runs: the newer one is what the user waits for.
    if (!isAside) this.cancel(sessionId);
    const before = this.#callsOf(sessionId).at(-1);
    const abort = new AbortController();
    const stop = (): void => abort.abort();
    signal?.addEventListener('abort', stop);
    if (signal?.aborted === true) stop();
    const work = this.#afterwards(before?.done, () => this.#loadAndCall(method, params, abort.signal));
    const call: Call = { abort, done: work.then(undefined, () => undefined), isAside };
    this.#calls.set(sessionId, [...this.#callsOf(sessionId), call]);
    try {
      return await work;
    } finally {
      signal?.removeEventListener('abort', stop);
      const others = this.#callsOf(sessionId).filter((each) => each !== call);
      if (others.length > 0) this.#calls.set(sessionId, others);
      else {
        this.#calls.delete(sessionId);
        this.#progress.delete(sessionId);
      }
    }
  }

  #callsOf(sessionId: string): ReadonlyArray<Call> {
    return this.#calls.get(sessionId) ?? [];
  }

  async #afterwards<T>(before: Promise<unknown> | undefined, work: () => Promise<T>): Promise<T> {
    await before;
    return await work();
  }

  async #loadAndCall<N extends Calls>(
    method: N,
    params: EngineMethods[N]['params'],
    signal: AbortSignal,
  ): Promise<{ answer: EngineMethods[N]['result']; loaded: Loaded }> {
    const { sessionId } = params;
    const client = this.#connected();
    const loaded = await this.#load(client, sessionId, signal);
    this.#progress.set(sessionId, { ...loaded, phase: 'running' });
    const answer = await client.callWithin<N>(this.#options.limitMs ?? TIME_LIMIT_MS, method, params, signal);
    return { answer, loaded };
  }

  /** Adds what was handed out since the last call. */
  async #load(client: ProcessClient<EngineMethods>, sessionId: string, signal: AbortSignal): Promise<Loaded> {
    this.#known.add(sessionId);
    let at = await client.call('append', { sessionId, first: -1, next: -1, rows: [], gone: 0 }, signal);
    this.#progress.set(sessionId, { phase: 'loading', loaded: at.loaded, of: at.loaded });
    let of = at.loaded;
    if (at.isFull) return { loaded: at.loaded, of };
    for await (const page of this.#options.dump(sessionId, { first: at.next, signal })) {
      if (signal.aborted) throw cancelled();
      of += page.rows.length;
      const rows = page.rows.map((row) => toWire(row, false));
      if (page.next > at.next) {
        at = await client.call('append', { sessionId, first: at.next, next: page.next, rows, gone: page.gone }, signal);
      }
      this.#progress.set(sessionId, { phase: 'loading', loaded: at.loaded, of });
      if (at.isFull) break;
    }
    return { loaded: at.loaded, of: Math.max(of, at.loaded) };
  }

  #connected(): ProcessClient<EngineMethods> {
    if (this.#client !== null && !this.#client.isDead) return this.#client;
    const client = new ProcessClient<EngineMethods>(this.#options.createProcess(), () => {
      if (this.#client === client) this.#warn(new AppError('QUERY_FAILED', 'The SQL process ended.'));
    });
    this.#client = client;
    return client;
  }

  #warn(error: unknown): void {
    this.#options.log.warn('results.process', { error });
  }
}
