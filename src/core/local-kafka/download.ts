import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '../../shared/errors.ts';
import { networkError, type NetworkFetch } from '../network/index.ts';
import { stopIfCancelled } from './cancel.ts';

export type Download = {
  readonly fetch: NetworkFetch;
  readonly url: string;
  readonly purpose: string;
  /** Where it shall lie. Beside it grows `<file>.part`, which a later try goes on with. */
  readonly file: string;
  readonly checksum: { readonly algorithm: 'sha256' | 'sha512'; readonly hex: string };
  readonly maxBytes: number;
  readonly signal: AbortSignal;
  onProgress(done: number, total: number | null): void;
  /** Pause before try number 1, 2, …; jittered so that many computers do not come back at once. */
  readonly pauseMs?: (attempt: number) => number;
  /** How long a body may stand still. */
  readonly stallLimitMs?: number;
};

/** Tries without a single new byte before it gives up. */
const MAX_IDLE_TRIES = 4;

function defaultPause(attempt: number): number {
  return Math.min(8_000, 500 * 2 ** attempt) * (0.5 + Math.random() / 2);
}

/**
 * A file from the web, whole and proven: it goes on where an earlier try broke off, survives broken connections, and is
 * renamed into place only when its checksum is right. What went on from an old part and is wrong is fetched anew, once.
 */
export async function download(request: Download): Promise<void> {
  const { file, checksum } = request;
  if (await hasChecksum(file, checksum)) return;
  await mkdir(dirname(file), { recursive: true });
  const part = `${file}.part`;
  const wasResumed = (await sizeOf(part)) > 0;
  await fetchAll(request, part);
  if (!(await hasChecksum(part, checksum))) {
    await rm(part, { force: true });
    if (wasResumed) await fetchAll(request, part);
    if (!wasResumed || !(await hasChecksum(part, checksum))) {
      await rm(part, { force: true });
      throw failure(request.url, 'it is not what its maker published (the checksum differs), so it was thrown away');
    }
  }
  await rename(part, file);
}

async function fetchAll(request: Download, part: string): Promise<void> {
  const { signal, pauseMs = defaultPause } = request;
  for (let idleTries = 0; ;) {
    const before = await sizeOf(part);
    try {
      await fetchRest(request, part, before);
      return;
    } catch (error) {
      stopIfCancelled(signal);
      const known = asDownloadError(request.url, error);
      idleTries = (await sizeOf(part)) > before ? 0 : idleTries + 1;
      if (!known.retryable || idleTries >= MAX_IDLE_TRIES) throw known;
      await delay(pauseMs(idleTries), undefined, { signal }).catch(() => stopIfCancelled(signal));
    }
  }
}

async function fetchRest(request: Download, part: string, have: number): Promise<void> {
  const { url, purpose, signal } = request;
  // Bytes as they are: an encoding would change what Range and the checksum count.
  const headers = { 'accept-encoding': 'identity', ...(have > 0 ? { range: `bytes=${have}-` } : {}) };
  const response = await request.fetch(url, { purpose, signal, headers });
  if (response.status === 416) {
    // The part is as long as the file, or longer: the checksum tells which, and what is wrong is fetched anew.
    await response.body?.cancel();
    return;
  }
  const start = startOfAnswer(response, have);
  if (start === null) {
    await response.body?.cancel();
    if (response.status === 206) {
      await rm(part, { force: true });
      throw failure(url, 'the server sent another part than was asked for', true);
    }
    const isTemporary = response.status >= 500 || response.status === 429;
    throw failure(url, `the server answered ${response.status}`, isTemporary, response.status);
  }
  const length = Number(response.headers.get('content-length') ?? Number.NaN);
  const total = Number.isNaN(length) ? null : start + length;
  if (total !== null && total > request.maxBytes) throw failure(url, 'the server offers far more than this can be');
  await append({ request, response, part, start, total });
}

/** Where in the file the answer begins; null for an answer that is no file. */
function startOfAnswer(response: Response, have: number): number | null {
  if (response.status === 200) return 0;
  const range = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '');
  return response.status === 206 && range !== null && Number(range[1]) === have ? have : null;
}

type Append = {
  readonly request: Download;
  readonly response: Response;
  readonly part: string;
  readonly start: number;
  readonly total: number | null;
};

async function append({ request, response, part, start, total }: Append): Promise<void> {
  const reader = response.body?.getReader();
  if (reader === undefined) throw failure(request.url, 'the server sent nothing', true);
  const file = await open(part, start === 0 ? 'w' : 'a');
  let done = start;
  try {
    for (;;) {
      const chunk = await readInTime(reader, request.stallLimitMs ?? 30_000);
      if (chunk.done) break;
      await file.write(chunk.value);
      done += chunk.value.byteLength;
      if (done > request.maxBytes) throw failure(request.url, 'the server sends far more than this can be');
      request.onProgress(done, total);
    }
  } finally {
    await file.close();
    await reader.cancel().catch(() => undefined);
  }
  if (total !== null && done < total) throw failure(request.url, 'the connection broke off', true);
}

async function readInTime(reader: ReadableStreamDefaultReader<Uint8Array>, limitMs: number) {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DOMException('the download stands still', 'TimeoutError')), limitMs);
  });
  try {
    return await Promise.race([reader.read(), late]);
  } finally {
    clearTimeout(timer);
  }
}

function asDownloadError(url: string, error: unknown): AppError {
  if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return failure(url, 'the disk is full');
  const known = networkError(url, error);
  if (known.code === 'DOWNLOAD_FAILED') return known;
  return new AppError('DOWNLOAD_FAILED', `The download failed: ${known.message}`, {
    hint: known.hint,
    retryable: known.retryable,
    cause: known,
    context: known.context,
  });
}

function failure(url: string, why: string, retryable = false, status?: number): AppError {
  const name = new URL(url).pathname.split('/').at(-1) ?? url;
  return new AppError('DOWNLOAD_FAILED', `${name} could not be downloaded: ${why}.`, {
    hint: 'Check the network connection and the free space, then try again.',
    retryable,
    context: { host: new URL(url).host, ...(status === undefined ? {} : { status }) },
  });
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.size ?? 0;
}

async function hasChecksum(path: string, { algorithm, hex }: Download['checksum']): Promise<boolean> {
  if ((await sizeOf(path)) === 0) return false;
  const hash = createHash(algorithm);
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex') === hex.toLowerCase();
}
