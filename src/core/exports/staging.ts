import { lstat, mkdir, open, readdir, rename, rm, rmdir, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { checkTarget } from './target-path.ts';
import { codeOf, fileError } from './file-error.ts';

/** Where an unfinished export lies: beside its target, so that the last step is a rename, and plainly not finished. */
export function stagingName(target: string, id: string): string {
  return path.join(path.dirname(target), `.conduktor-${id}.part`);
}

export type OpenFile = (file: string) => Promise<Pick<FileHandle, 'write' | 'sync' | 'close'>>;
/** Never follows or opens what is there already. */
export const openNew: OpenFile = (file) => open(file, 'wx');

const BUFFER_BYTES = 1024 * 1024;

/** A file that is written in large pieces and gets its name when it is complete. */
export class StagedFile {
  readonly #staging: string;
  readonly #handle: Awaited<ReturnType<OpenFile>>;
  #waiting: string[] = [];
  #waitingChars = 0;
  #bytes = 0;

  private constructor(staging: string, handle: Awaited<ReturnType<OpenFile>>) {
    this.#staging = staging;
    this.#handle = handle;
  }

  static async create(staging: string, openFile: OpenFile = openNew): Promise<StagedFile> {
    return new StagedFile(staging, await openFile(staging));
  }

  get bytes(): number {
    return this.#bytes;
  }

  async write(text: string): Promise<void> {
    this.#waiting.push(text);
    this.#waitingChars += text.length;
    if (this.#waitingChars >= BUFFER_BYTES) await this.#flush();
  }

  async writeBytes(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      const { bytesWritten } = await this.#handle.write(bytes, at, bytes.length - at);
      at += bytesWritten;
      this.#bytes += bytesWritten;
    }
  }

  async finish(target: string, overwrite: boolean): Promise<void> {
    await this.#flush();
    await this.#handle.sync();
    await this.#handle.close();
    await publishFile(this.#staging, target, overwrite);
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  async #flush(): Promise<void> {
    const text = this.#waiting.join('');
    this.#waiting = [];
    this.#waitingChars = 0;
    await this.writeBytes(Buffer.from(text));
  }
}

/** Gives a finished file its name; looks once more, for it may have come to exist since the start. */
export async function publishFile(staging: string, target: string, overwrite: boolean): Promise<void> {
  await checkTarget(target, { isFolder: false, overwrite });
  await rename(staging, target);
}

/** Gives a finished folder its name; where one is there and is to be replaced, file by file. */
export async function publishFolder(staging: string, target: string, overwrite: boolean): Promise<void> {
  await checkTarget(target, { isFolder: true, overwrite });
  const there = await lstat(target).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  });
  if (there === null) {
    await rename(staging, target);
    return;
  }
  for (const name of await readdir(staging)) await rename(path.join(staging, name), path.join(target, name));
  await rmdir(staging);
}

export async function makeStagingFolder(staging: string): Promise<void> {
  await mkdir(staging, { mode: 0o700 });
}

/** Removes what is unfinished. */
export async function discard(staging: string): Promise<void> {
  await rm(staging, { recursive: true, force: true }).catch((error: unknown) => {
    throw fileError(error, staging);
  });
}
