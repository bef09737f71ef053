import type { Worker } from 'node:worker_threads';
import { AppError } from '../../../shared/errors.ts';
import type { DecodedRecord } from '../../serdes/index.ts';
import { BatchWriter } from './batch-text.ts';
import { LIMITS, type BatchText, type FromThread } from './protocol.ts';
import { FilterThread } from './thread.ts';
import { usedFields, type UsedFields } from './used-fields.ts';

export type JavaScriptProgram = {
  /** 1: matches. Records whose `wanted` is 0 are not asked for. */
  test(records: ReadonlyArray<DecodedRecord>, wanted: Uint8Array): Promise<Uint8Array>;
  /** Frees what it holds in the sandbox; it is not asked any more. */
  close(): void;
};

/** Runs the JavaScript of filters in a thread of its own that can be killed. */
export type JavaScriptRunner = {
  /** The code is compiled with its first batch; what is wrong with it is told then. */
  open(code: string): JavaScriptProgram;
  close(): Promise<void>;
};

export type RunnerOptions = {
  /** Starts the thread (src/workers/javascript-filter.ts). */
  readonly createWorker: () => Worker;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
};

export function createJavaScriptRunner(options: RunnerOptions): JavaScriptRunner {
  const runner = new Runner(options);
  return { open: (code) => runner.open(code), close: () => runner.close() };
}

/** A batch and which records of the call are in it. */
type Batch = { readonly text: BatchText; readonly indexes: ReadonlyArray<number> };

class Runner {
  readonly #createWorker: () => Worker;
  readonly #clock: () => number;
  readonly #codes = new Map<number, { readonly code: string; readonly used: UsedFields }>();
  #nextProgram = 0;
  #thread: FilterThread | null = null;
  /** When threads were started within the last minute. */
  #starts: number[] = [];
  #isClosed = false;
  #queue: Promise<unknown> = Promise.resolve();

  constructor({ createWorker, clock }: RunnerOptions) {
    this.#createWorker = createWorker;
    this.#clock = clock ?? Date.now;
  }

  open(code: string): JavaScriptProgram {
    const program = this.#nextProgram;
    this.#nextProgram += 1;
    const used = usedFields(code);
    this.#codes.set(program, { code, used });
    this.#thread?.send({ kind: 'open', program, code, fields: used.fields });
    return {
      test: (records, wanted) => this.#test({ program, used }, records, wanted),
      close: () => {
        this.#codes.delete(program);
        this.#thread?.send({ kind: 'close', program });
      },
    };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#thread?.end();
    this.#thread = null;
  }

  async #test(
    { program, used }: { readonly program: number; readonly used: UsedFields },
    records: ReadonlyArray<DecodedRecord>,
    wanted: Uint8Array,
  ): Promise<Uint8Array> {
    const mask = new Uint8Array(records.length);
    // The next batch is written while the thread works on the last one.
    let running: Promise<void> = Promise.resolve();
    for (const batch of batches(new BatchWriter(used), records, wanted)) {
      await running;
      running = this.#batch(program, batch, records).then((answer) => {
        batch.indexes.forEach((record, index) => {
          mask[record] = answer.charCodeAt(index) === 0x31 ? 1 : 0;
        });
      });
      // Heard at the `await` above; until then it is not unhandled.
      running.catch(() => undefined);
    }
    await running;
    return mask;
  }

  /** One batch at a time, whoever asks: the time it takes is then its own. */
  #batch(program: number, batch: Batch, records: ReadonlyArray<DecodedRecord>): Promise<string> {
    const answer = this.#queue.then(() => this.#ask(program, batch, records));
    this.#queue = answer.catch(() => undefined);
    return answer;
  }

  async #ask(program: number, { text, indexes }: Batch, records: ReadonlyArray<DecodedRecord>): Promise<string> {
    const named = (index: number | null) => records[indexes[index ?? -1] ?? -1];
    let answer: FromThread;
    try {
      answer = await this.#running().ask({ kind: 'test', program, batch: text });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const first = named(0);
      const range =
        first === undefined ? '' : ` It was working on up to ${indexes.length} records from ${nameOf(first)}.`;
      throw new AppError(error.code, `${error.message}${range}`, { hint: error.hint, retryable: error.retryable });
    }
    if (answer.kind === 'mask') return answer.mask;
    if (answer.kind === 'ready') throw new Error('The sandbox answered a batch with its greeting.');
    throw failure(answer, named(answer.record));
  }

  #running(): FilterThread {
    if (this.#isClosed) throw new AppError('CANCELLED', 'The filter was closed.');
    if (this.#thread !== null && !this.#thread.hasEnded) return this.#thread;
    const now = this.#clock();
    this.#starts = this.#starts.filter((start) => now - start < 60_000);
    if (this.#starts.length > LIMITS.respawnsPerMinute) {
      throw new AppError(
        'FILTER_TOO_SLOW',
        `The JavaScript filter had to be stopped ${this.#starts.length} times within a minute.`,
        {
          hint: 'Correct the code; it can run again in a minute.',
        },
      );
    }
    this.#starts.push(now);
    const thread = new FilterThread(this.#createWorker());
    for (const [program, { code, used }] of this.#codes) {
      thread.send({ kind: 'open', program, code, fields: used.fields });
    }
    this.#thread = thread;
    return thread;
  }
}

function* batches(writer: BatchWriter, records: ReadonlyArray<DecodedRecord>, wanted: Uint8Array): Generator<Batch> {
  let indexes: number[] = [];
  for (let index = 0; index < records.length; index += 1) {
    if (wanted[index] === 0) continue;
    writer.add(records[index] as DecodedRecord);
    indexes.push(index);
    if (writer.count < LIMITS.batchRecords && writer.chars < LIMITS.batchChars) continue;
    yield { text: writer.take(), indexes };
    indexes = [];
  }
  if (indexes.length > 0) yield { text: writer.take(), indexes };
}

function nameOf({ topic, partition, offset }: DecodedRecord): string {
  return `${topic}, partition ${partition}, offset ${offset}`;
}

function failure(answer: FromThread & { kind: 'failed' }, record: DecodedRecord | undefined): AppError {
  const { code, message } = answer;
  if (code === 'FILTER_INVALID') {
    return new AppError(code, `The JavaScript of the filter is not valid: ${message}.`, {
      hint: 'Write an expression of record, or a function body with return.',
    });
  }
  const where = record === undefined ? '' : ` at ${nameOf(record)}`;
  const hint =
    code === 'FILTER_TOO_SLOW'
      ? 'Look for an endless loop or a slow pattern in it.'
      : 'Guard against records of another shape, as in record.value?.total > 100.';
  const context =
    record === undefined ? {} : { topic: record.topic, partition: record.partition, offset: String(record.offset) };
  return new AppError(code, `The JavaScript filter failed${where}: ${message}.`, { hint, context });
}
