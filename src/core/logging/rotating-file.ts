import { open, rename, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';

export type RotatingFileOptions = {
  readonly folder: string;
  readonly name: string;
  /** A file that has this much is put aside, and a new one begun. */
  readonly maxBytes: number;
  /** Together with the ones put aside. */
  readonly maxFiles: number;
};

/**
 * Appends to a file and puts it aside when it is full. In place of winston's own, which loses lines that come while it
 * rotates and those that are under way when it is closed (seen: 32 of 700).
 */
export function createRotatingFile(options: RotatingFileOptions): Writable {
  const { folder, name, maxBytes, maxFiles } = options;
  let file: { readonly handle: FileHandle; bytes: number } | null = null;

  async function current(): Promise<{ readonly handle: FileHandle; bytes: number }> {
    if (file !== null) return file;
    const handle = await open(join(folder, name), 'a', 0o600);
    return (file = { handle, bytes: (await handle.stat()).size });
  }

  async function putAside(): Promise<void> {
    await file?.handle.close();
    file = null;
    for (let place = maxFiles - 1; place >= 1; place -= 1) {
      // Where there is none yet, or it cannot be moved: the log goes on in the file there is.
      await rename(join(folder, numbered(name, place - 1)), join(folder, numbered(name, place))).catch(() => undefined);
    }
  }

  async function append(bytes: Buffer): Promise<void> {
    const to = await current();
    await to.handle.appendFile(bytes);
    to.bytes += bytes.length;
    if (to.bytes >= maxBytes) await putAside();
  }

  return new Writable({
    highWaterMark: maxBytes,
    write: (chunk: Buffer, _encoding, done) => void append(chunk).then(() => done(), swallow(done)),
    // What piled up during a write goes out in pieces, so that no file grows far beyond its size.
    writev: (chunks, done) => {
      const pieces = inPieces(chunks.map(({ chunk }) => chunk as Buffer));
      void pieces
        .reduce((before, piece) => before.then(() => append(piece)), Promise.resolve())
        .then(() => done(), swallow(done));
    },
    final: (done) => void (file?.handle.close() ?? Promise.resolve()).then(() => done(), swallow(done)),
  });
}

/** A log that cannot be written (full disk) is no reason to stop, and the next line may fit again. */
function swallow(done: () => void): () => void {
  return () => done();
}

const PIECE_BYTES = 256 * 1024;

function inPieces(chunks: ReadonlyArray<Buffer>): Buffer[] {
  const pieces: Buffer[] = [];
  let held: Buffer[] = [];
  let bytes = 0;
  for (const chunk of chunks) {
    held.push(chunk);
    bytes += chunk.length;
    if (bytes < PIECE_BYTES) continue;
    pieces.push(Buffer.concat(held));
    held = [];
    bytes = 0;
  }
  if (held.length > 0) pieces.push(Buffer.concat(held));
  return pieces;
}

/** `conduktor.log`, then `conduktor1.log` and so on, the higher the older. */
export function numbered(name: string, place: number): string {
  return place === 0 ? name : name.replace(/(\.[^.]*)?$/, `${place}$1`);
}
