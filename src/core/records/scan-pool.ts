import type { Worker } from 'node:worker_threads';
import { AppError } from '../../shared/errors.ts';
import type { SchemaSource } from '../serdes/index.ts';
import { packRecords, unpackRecords } from './matches.ts';
import type { FromScanThread, ScanSetup, ToScanThread } from './scan-protocol.ts';
import type { ScanResult, ScanTask } from './scan.ts';
import { sessionClosed } from './signals.ts';

export type ScanPoolOptions = {
  readonly createThread: () => Worker;
  readonly threads: number;
  /** Where scan threads get the schemas from that they ask for. */
  readonly schemas: SchemaSource;
};

/** A piece is a few MiB at most: one that takes longer than this has met a regular expression that does not end. */
const PIECE_LIMIT_MS = 10_000;

type Job = {
  readonly search: number;
  readonly task: ScanTask;
  readonly resolve: (result: ScanResult) => void;
  readonly reject: (error: unknown) => void;
};

type Thread = {
  readonly worker: Worker;
  readonly knows: Set<number>;
  job: Job | null;
  jobId: number;
  watch: NodeJS.Timeout | null;
};

/** Threads that look through pieces, started when the first search needs them; a piece goes to whichever is free. */
export class ScanPool {
  readonly #options: ScanPoolOptions;
  readonly #threads = new Set<Thread>();
  readonly #queue: Job[] = [];
  readonly #setups = new Map<number, ScanSetup>();
  #lastSearch = 0;
  #lastJob = 0;
  #isClosed = false;

  constructor(options: ScanPoolOptions) {
    this.#options = options;
  }

  /** Starts threads ahead of the first search: it takes a tenth of a second that nobody waits for then. */
  warm(): void {
    while (!this.#isClosed && this.#threads.size < this.#options.threads) this.#start();
  }

  /** Makes a search known; the number names it. */
  open(setup: ScanSetup): number {
    this.#lastSearch += 1;
    this.#setups.set(this.#lastSearch, setup);
    return this.#lastSearch;
  }

  release(search: number): void {
    this.#setups.delete(search);
    for (const job of this.#queue.filter((each) => each.search === search)) {
      this.#queue.splice(this.#queue.indexOf(job), 1);
      job.reject(sessionClosed('it was closed'));
    }
    for (const thread of this.#threads) {
      // What it is busy with for this search may take long, and nobody wants it any more.
      if (thread.job?.search === search) this.#end(thread, sessionClosed('it was closed'));
      else if (thread.knows.delete(search)) send(thread, { kind: 'release', search });
    }
  }

  scan(search: number, task: ScanTask): Promise<ScanResult> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ search, task, resolve, reject });
      this.warm();
      this.#next();
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const workers = [...this.#threads].map((thread) => thread.worker);
    for (const thread of [...this.#threads]) this.#end(thread, sessionClosed('the cluster was closed'));
    for (const job of this.#queue.splice(0)) job.reject(sessionClosed('the cluster was closed'));
    await Promise.all(workers.map((worker) => worker.terminate()));
  }

  #start(): void {
    const worker = this.#options.createThread();
    const thread: Thread = { worker, knows: new Set(), job: null, jobId: 0, watch: null };
    this.#threads.add(thread);
    worker.on('message', (message: FromScanThread) => this.#receive(thread, message));
    worker.on('error', (error) => this.#end(thread, stopped(error)));
    worker.on('exit', () => this.#end(thread, stopped(null)));
    worker.unref();
  }

  #next(): void {
    for (const thread of this.#threads) {
      if (thread.job !== null) continue;
      const job = this.#queue.shift();
      if (job === undefined) return;
      this.#give(thread, job);
    }
  }

  #give(thread: Thread, job: Job): void {
    const setup = this.#setups.get(job.search);
    if (setup === undefined) {
      job.reject(sessionClosed('it was closed'));
      return;
    }
    if (!thread.knows.has(job.search)) {
      thread.knows.add(job.search);
      send(thread, { kind: 'setup', search: job.search, setup });
    }
    this.#lastJob += 1;
    thread.job = job;
    thread.jobId = this.#lastJob;
    thread.watch = setTimeout(() => this.#end(thread, tooSlow(job.task)), PIECE_LIMIT_MS);
    const { topic, partition, from, until, aborted } = job.task;
    const batches = ownMemory(job.task.batches);
    const records = job.task.records === null ? null : packRecords(job.task.records);
    const task = { topic, partition, from, until, aborted, batches, records };
    const transfer = records === null ? [batches] : [batches, records.bytes];
    send(thread, { kind: 'scan', id: thread.jobId, search: job.search, task }, transfer);
  }

  #receive(thread: Thread, message: FromScanThread): void {
    if (message.kind === 'ask-schema') {
      const { key, ref } = message;
      void this.#options.schemas.load(ref).then((answer) => send(thread, { kind: 'schema', key, answer }));
      return;
    }
    if (message.kind === 'ready' || message.id !== thread.jobId || thread.job === null) return;
    const { job } = thread;
    this.#free(thread);
    if (message.kind === 'failed') job.reject(AppError.fromData(message.error));
    else {
      const { matches, ...result } = message.result;
      job.resolve({ ...result, records: unpackRecords(matches, job.task.partition) });
    }
    this.#next();
  }

  #free(thread: Thread): void {
    if (thread.watch !== null) clearTimeout(thread.watch);
    thread.watch = null;
    thread.job = null;
  }

  /** Takes a thread out: another is started when there is work. */
  #end(thread: Thread, reason: AppError): void {
    if (!this.#threads.delete(thread)) return;
    const { job } = thread;
    this.#free(thread);
    job?.reject(reason);
    void thread.worker.terminate();
    if (this.#queue.length > 0) {
      this.warm();
      this.#next();
    }
  }
}

function send(thread: Thread, message: ToScanThread, transfer: ReadonlyArray<ArrayBuffer> = []): void {
  thread.worker.postMessage(message, transfer);
}

/** A piece of a larger answer is copied out of it: the others still need theirs. */
function ownMemory(bytes: Buffer): ArrayBuffer {
  const copy = new Uint8Array(bytes.length);
  copy.set(bytes);
  return copy.buffer;
}

function tooSlow({ topic, partition, from }: ScanTask): AppError {
  return new AppError(
    'FILTER_TOO_SLOW',
    `The filter did not get through the records of ${topic}, partition ${partition}, after offset ${from} in ${PIECE_LIMIT_MS / 1000} s.`,
    { hint: 'A regular expression with nested repetition can take for ever. Make it simpler.' },
  );
}

function stopped(cause: unknown): AppError {
  return new AppError('INTERNAL', 'A thread of the search stopped unexpectedly.', { cause: cause ?? undefined });
}
