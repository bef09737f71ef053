import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { ProgressInfo } from 'electron-updater';
import { readText } from '../core/network/index.ts';
import type { UpdateFetch } from '../core/updates/index.ts';
import { AppError } from '../shared/errors.ts';
import { notAVersion } from './updater-error.ts';

/** The parts of an address, as electron-updater asks for it. */
export type AskedParts = {
  readonly protocol?: string | null;
  readonly hostname?: string | null;
  readonly port?: string | number | null;
  readonly path?: string | null;
};

/** The part of its CancellationToken that is needed to hear of it. */
export type Cancelling = { onCancel(handler: () => void): void };

export type DownloadParts = {
  /** Base64. */
  readonly sha512?: string | null;
  readonly cancellationToken: Cancelling;
  readonly onProgress?: (progress: ProgressInfo) => void;
};

/** What electron-updater asks servers by, of a full download: its own asks by a session of Electron. */
export type UpdateExecutor = {
  request(options: AskedParts, token?: Cancelling): Promise<string | null>;
  download(url: URL, destination: string, options: DownloadParts): Promise<string>;
};

const MAX_DESCRIPTION_BYTES = 1_000_000;
const MAX_FILE_BYTES = 2_000_000_000;
/** All that is said: electron-updater would add an id of this installation. */
const HEADERS = { 'cache-control': 'no-cache' };

/** Asks by the product's one way out instead, and so by the user's proxy and certificates, seen by its ledger. */
export function createUpdateExecutor(fetch: UpdateFetch): UpdateExecutor {
  const ask = async (url: string, maxBytes: number, token?: Cancelling): Promise<Response> => {
    const controller = new AbortController();
    token?.onCancel(() => controller.abort());
    const response = await fetch(url, { headers: HEADERS, signal: controller.signal, maxBytes });
    if (response.ok) return response;
    await response.body?.cancel();
    throw refused(response.status);
  };
  return {
    async request(options, token) {
      const url = urlOf(options);
      return readText(url, await ask(url, MAX_DESCRIPTION_BYTES, token));
    },
    async download(url, destination, { sha512, cancellationToken, onProgress }) {
      const response = await ask(url.href, MAX_FILE_BYTES, cancellationToken);
      const found = await save(response, destination, onProgress);
      if (found !== sha512) throw notTheSigned();
      return destination;
    },
  };
}

function urlOf({ protocol, hostname, port, path }: AskedParts): string {
  const place = port === undefined || port === null || port === '' ? '' : `:${String(port)}`;
  return `${protocol ?? 'https:'}//${hostname ?? ''}${place}${path ?? '/'}`;
}

/** Writes the body as it comes. Answers with its SHA-512, base64. */
async function save(response: Response, destination: string, onProgress: DownloadParts['onProgress']): Promise<string> {
  const hash = createHash('sha512');
  const began = performance.now();
  const total = Number(response.headers.get('content-length') ?? 0);
  let transferred = 0;
  const file = await open(destination, 'w');
  const reader = response.body?.getReader();
  try {
    for (let part = await reader?.read(); part?.done === false; part = await reader?.read()) {
      const delta = part.value.byteLength;
      await file.writeFile(part.value);
      hash.update(part.value);
      transferred += delta;
      const seconds = Math.max(0.001, (performance.now() - began) / 1000);
      const bytesPerSecond = Math.round(transferred / seconds);
      if (total > 0) onProgress?.({ total, delta, transferred, percent: (transferred / total) * 100, bytesPerSecond });
    }
  } finally {
    await file.close();
    await reader?.cancel();
  }
  return hash.digest('base64');
}

function refused(status: number): AppError {
  if (status === 404) return notAVersion();
  return new AppError('DOWNLOAD_FAILED', `The update server answers with error ${String(status)}.`, {
    context: { status },
  });
}

function notTheSigned(): AppError {
  return new AppError('DOWNLOAD_FAILED', 'The file that came is not the one that was signed, so it was thrown away.', {
    hint: 'Nothing was installed. Try again; if it stays, tell support: the server may be tampered with.',
  });
}
