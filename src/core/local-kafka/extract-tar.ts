import { createReadStream } from 'node:fs';
import { mkdir, open, symlink } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { createGunzip } from 'node:zlib';
import { badArchive, createAllowance, placeInside } from './archive-path.ts';
import { ByteSource } from './byte-source.ts';
import { stopIfCancelled } from './cancel.ts';
import { parseHeader, parsePax, textOf, type TarHeader } from './tar-header.ts';

export type ExtractOptions = {
  readonly signal: AbortSignal;
  /** Entries that are not wanted. */
  readonly skip?: (name: string) => boolean;
};

const BLOCK = 512;

/**
 * Unpacks a .tar.gz into an empty folder: files, folders, and links that stay inside. Our own reader and not the
 * system's `tar`: one behaviour on three systems, and no path is written before it was judged.
 */
export async function extractTarGz(archive: string, root: string, options: ExtractOptions): Promise<void> {
  const packed = createReadStream(archive);
  const unpacked = createGunzip();
  packed.once('error', (error) => unpacked.destroy(error));
  try {
    await extractAll(new ByteSource(packed.pipe(unpacked)), root, options);
  } catch (error) {
    const isBroken = error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
    throw isBroken ? badArchive('it is damaged') : error;
  } finally {
    packed.destroy();
    unpacked.destroy();
  }
}

async function extractAll(source: ByteSource, root: string, { signal, skip }: ExtractOptions): Promise<void> {
  const allowance = createAllowance();
  const links: Array<readonly [path: string, target: string]> = [];
  for await (const header of entries(source)) {
    stopIfCancelled(signal);
    allowance.take(header.size);
    if (skip?.(header.name)) {
      await drain(source, padded(header.size));
      continue;
    }
    if (header.name === './' || header.name === '.') continue;
    const path = placeInside(root, header.name);
    if (header.kind === 'folder') await mkdir(path, { recursive: true });
    else if (header.kind === 'file') await writeEntry(source, path, header);
    else links.push([path, targetInside(root, path, header.link)]);
  }
  // Last of all: no entry can then be written through a link.
  for (const [path, target] of links) {
    await mkdir(dirname(path), { recursive: true });
    await symlink(target, path);
  }
}

/** Entries with their long names resolved. The caller takes each one's bytes, padding included. */
async function* entries(source: ByteSource): AsyncGenerator<TarHeader> {
  let extra: Partial<TarHeader> = {};
  for (;;) {
    const block = await source.take(BLOCK);
    if (block === null) throw badArchive('it ends too early');
    // A block of zeros is the end; what may follow is padding.
    if (block.every((byte) => byte === 0)) return;
    const header = parseHeader(block);
    if (header.kind === 'file' || header.kind === 'folder' || header.kind === 'link') {
      yield { ...header, ...extra };
      extra = {};
      continue;
    }
    if (header.size > 65_536) throw badArchive('it holds a name that is far too long');
    const body = await source.take(padded(header.size));
    if (body === null) throw badArchive('it ends too early');
    const content = body.subarray(0, header.size);
    if (header.kind === 'long-name') extra = { ...extra, name: textOf(content) };
    if (header.kind === 'long-link') extra = { ...extra, link: textOf(content) };
    if (header.kind === 'pax') extra = { ...extra, ...parsePax(content) };
  }
}

function padded(size: number): number {
  return Math.ceil(size / BLOCK) * BLOCK;
}

async function writeEntry(source: ByteSource, path: string, { size, mode }: TarHeader): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  // 'wx': an entry that comes twice, or under a name that differs in case only, is an error and not an overwrite.
  const file = await open(path, 'wx', (mode & 0o755) | 0o600);
  let written = 0;
  try {
    for await (const piece of source.pieces(size)) {
      await file.write(piece);
      written += piece.length;
    }
  } finally {
    await file.close();
  }
  if (written < size) throw badArchive('it ends too early');
  await drain(source, padded(size) - size);
}

async function drain(source: ByteSource, count: number): Promise<void> {
  for await (const _piece of source.pieces(count)) continue;
}

/** A link's target, where it is relative and inside; Java's archives link licence texts to one another. */
function targetInside(root: string, path: string, target: string): string {
  const end = resolve(dirname(path), target);
  placeInside(root, relative(root, end).replaceAll('\\', '/'));
  if (target.startsWith('/')) throw badArchive('it holds a link that leads elsewhere');
  return target;
}
