import type { ExportFormat, ExportOptions, ExportProgress } from '../../shared/contract/exports.ts';
import { AppError } from '../../shared/errors.ts';
import { cancelled, ProcessClient, toWire, type ResultsProcess } from '../results/index.ts';
import { copyText, type CopyRequest } from './copy-text.ts';
import type { ExportMethods } from './exporter.ts';
import { fileError } from './file-error.ts';
import type { RowSource, TableSource } from './row-source.ts';
import { discard, stagingName } from './staging.ts';
import { suggestPath, type SuggestRequest } from './suggest-path.ts';
import { checkTarget, resolveTarget, type PathRules } from './target-path.ts';

export type ExportsOptions = {
  /** Starts `src/workers/results.ts`; each export has a process of its own, for as long as it takes. */
  readonly createProcess: () => ResultsProcess;
  readonly rows: RowSource;
  readonly tables: TableSource;
  readonly paths: PathRules;
  readonly newId: () => string;
  readonly clock: () => number;
  /** The system's file manager, where the host has one. */
  readonly showFile?: ((file: string) => void) | undefined;
  readonly log: { info(event: string, fields?: object): void; warn(event: string, fields?: object): void };
};

export type ExportRequest = {
  readonly sessionId: string;
  readonly what:
    | { readonly kind: 'ids'; readonly ids: ReadonlyArray<number> }
    | { readonly kind: 'all' }
    | { readonly kind: 'query'; readonly sql: string };
  readonly format: ExportFormat;
  readonly path: string;
  readonly options: ExportOptions;
  readonly overwrite: boolean;
};

export type ExportsService = {
  start(request: ExportRequest): Promise<{ jobId: string }>;
  progress(jobId: string): ExportProgress;
  /** Shows what a finished job wrote. Only that: a page names no path of its own. */
  show(jobId: string): void;
  cancel(jobId: string): Promise<void>;
  text(request: CopyRequest, signal?: AbortSignal): Promise<{ text: string; rows: number; isCut: boolean }>;
  suggestPath(request: SuggestRequest): Promise<{ path: string }>;
  /** Cancels what runs; no unfinished file is left. */
  close(): Promise<void>;
};

/** Finished jobs that can still be asked about. */
const KEPT_JOBS = 50;

type Job = { progress: ExportProgress; readonly abort: AbortController; done: Promise<void> };

export function createExports(options: ExportsOptions): ExportsService {
  const jobs = new Map<string, Job>();
  const jobOf = (jobId: string): Job => {
    const job = jobs.get(jobId);
    if (job === undefined) throw new AppError('BAD_INPUT', 'There is no such export.');
    return job;
  };
  return {
    start: async (request) => {
      const target = resolveTarget(request.path, options.paths);
      const isOne = request.what.kind === 'ids' && request.what.ids.length === 1;
      await checkTarget(target, { isFolder: request.format === 'raw' && !isOne, overwrite: request.overwrite });
      const jobId = options.newId();
      const total = request.what.kind === 'ids' ? request.what.ids.length : null;
      const progress = { state: 'running', rows: 0, bytes: 0, total, path: null, notes: [], error: null } as const;
      const job: Job = { progress: { ...progress, notes: [] }, abort: new AbortController(), done: Promise.resolve() };
      job.done = runJob(job, { ...request, target, isOne, jobId }, options);
      jobs.set(jobId, job);
      forgetOldest(jobs);
      return { jobId };
    },
    progress: (jobId) => jobOf(jobId).progress,
    show: (jobId) => {
      const { path: file } = jobOf(jobId).progress;
      if (file === null) throw new AppError('BAD_INPUT', 'There is no finished file to show.');
      if (options.showFile === undefined)
        throw new AppError('UNSUPPORTED', `This host shows no folders. The file is ${file}.`);
      options.showFile(file);
    },
    cancel: async (jobId) => {
      const job = jobOf(jobId);
      job.abort.abort();
      await job.done;
    },
    text: (request, signal) => copyText(request, options.rows, signal ?? new AbortController().signal),
    suggestPath: (request) => suggestPath(request, { home: options.paths.home, now: options.clock() }),
    close: async () => {
      for (const { abort } of jobs.values()) abort.abort();
      await Promise.all([...jobs.values()].map(({ done }) => done));
    },
  };
}

function forgetOldest(jobs: Map<string, Job>): void {
  for (const [jobId, { progress }] of jobs) {
    if (jobs.size <= KEPT_JOBS) return;
    if (progress.state !== 'running') jobs.delete(jobId);
  }
}

type Started = ExportRequest & { readonly target: string; readonly isOne: boolean; readonly jobId: string };

/** One export from end to end. Never rejects: what goes wrong is its progress. */
async function runJob(job: Job, request: Started, options: ExportsOptions): Promise<void> {
  const { target, jobId, format } = request;
  const staging = stagingName(target, jobId);
  const { signal } = job.abort;
  const client = new ProcessClient<ExportMethods>(options.createProcess(), () => undefined);
  try {
    const notes = await writeAll(job, { ...request, staging }, { client, ...options });
    job.progress = { ...job.progress, state: 'done', path: target, notes, total: job.progress.rows };
    options.log.info('exports.done', { format, rows: job.progress.rows, bytes: job.progress.bytes });
  } catch (error) {
    const failure = signal.aborted ? null : fileError(error, target);
    const notes = await cleanUp(client, staging);
    job.progress = {
      ...job.progress,
      state: failure === null ? 'cancelled' : 'failed',
      notes,
      error: failure?.toData() ?? null,
    };
    if (failure !== null) options.log.warn('exports.failed', { format, error: failure });
  } finally {
    client.kill(cancelled());
  }
}

async function writeAll(
  job: Job,
  request: Started & { readonly staging: string },
  { client, rows, tables }: { client: ProcessClient<ExportMethods>; rows: RowSource; tables: TableSource },
): Promise<string[]> {
  const { sessionId, what, format, target, staging, overwrite, isOne } = request;
  const { signal } = job.abort;
  await client.call(
    'exportBegin',
    { format, options: request.options, target, staging, overwrite, isOne, isTable: what.kind === 'query' },
    signal,
  );
  let gone = 0;
  let unread: ReadonlyArray<string> = [];
  const written = (count: number, bytes: number): void => {
    if (signal.aborted) throw cancelled();
    job.progress = { ...job.progress, rows: job.progress.rows + count, bytes };
  };
  if (what.kind === 'query') {
    for await (const page of tables(sessionId, what.sql, signal)) {
      written(page.rows.length, (await client.call('exportTable', page, signal)).bytes);
    }
  } else {
    for await (const page of what.kind === 'all'
      ? rows.all(sessionId, signal)
      : rows.ids(sessionId, what.ids, signal)) {
      gone += page.gone;
      unread = page.notes;
      const wire = page.rows.map((row) => toWire(row, true));
      written(page.rows.length, (await client.call('exportRows', { rows: wire }, signal)).bytes);
    }
  }
  if (signal.aborted) throw cancelled();
  const { bytes, notes } = await client.call('exportFinish', {}, signal);
  job.progress = { ...job.progress, bytes };
  const missing = gone === 0 ? [] : [`${gone} records are no longer in the topic, and so not in the file.`];
  return [...notes, ...missing, ...unread];
}

/** Nothing unfinished stays; where it cannot be removed, that is told. */
async function cleanUp(client: ProcessClient<ExportMethods>, staging: string): Promise<string[]> {
  try {
    if (!client.isDead) await client.call('exportAbort', {});
    await discard(staging);
    return [];
  } catch {
    // A process that died closed its files by that.
    return await discard(staging).then(
      () => [],
      () => [`What was written so far could not be removed: ${staging}`],
    );
  }
}
