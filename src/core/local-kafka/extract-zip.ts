import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, stat, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { PassThrough, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';
import { badArchive, createAllowance, placeInside } from './archive-path.ts';
import { stopIfCancelled } from './cancel.ts';

type ZipEntry = {
  readonly name: string;
  readonly method: number;
  readonly packedSize: number;
  readonly size: number;
  readonly headerAt: number;
};

/** Unpacks a .zip into an empty folder: plain files only, as Java for Windows comes. ZIP64 and encryption are refused. */
export async function extractZip(
  archive: string,
  root: string,
  { signal }: { readonly signal: AbortSignal },
): Promise<void> {
  const allowance = createAllowance();
  const file = await open(archive, 'r');
  try {
    for (const entry of await readDirectory(file)) {
      stopIfCancelled(signal);
      allowance.take(entry.size);
      const path = placeInside(root, entry.name);
      if (entry.name.endsWith('/')) await mkdir(path, { recursive: true });
      else await writeEntry(archive, await dataStart(file, entry), entry, path);
    }
  } finally {
    await file.close();
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  if (bytesRead < length) throw badArchive('it ends too early');
  return buffer;
}

/** The list of entries at the end of the file. */
async function readDirectory(file: FileHandle): Promise<ReadonlyArray<ZipEntry>> {
  const { size } = await file.stat();
  const tailLength = Math.min(size, 65_557);
  const tail = await readAt(file, size - tailLength, tailLength);
  const end = tail.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0 || end + 22 > tail.length) throw badArchive('it is damaged');
  const count = tail.readUInt16LE(end + 10);
  const length = tail.readUInt32LE(end + 12);
  const position = tail.readUInt32LE(end + 16);
  if (count === 0xffff || length > 50_000_000 || position + length > size) throw badArchive('it is of an unknown form');
  const directory = await readAt(file, position, length);
  const entries: ZipEntry[] = [];
  for (let at = 0; entries.length < count;) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== 0x02014b50) throw badArchive('it is damaged');
    const nameLength = directory.readUInt16LE(at + 28);
    if ((directory.readUInt16LE(at + 8) & 1) === 1) throw badArchive('it is encrypted');
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
      method: directory.readUInt16LE(at + 10),
      packedSize: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      headerAt: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

/** An entry's own header repeats its name with extras of another length. */
async function dataStart(file: FileHandle, { headerAt }: ZipEntry): Promise<number> {
  const header = await readAt(file, headerAt, 30);
  if (header.readUInt32LE(0) !== 0x04034b50) throw badArchive('it is damaged');
  return headerAt + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
}

async function writeEntry(archive: string, start: number, entry: ZipEntry, path: string): Promise<void> {
  const { method, size, packedSize } = entry;
  if (method !== 0 && method !== 8) throw badArchive('it is packed in an unknown way');
  await mkdir(dirname(path), { recursive: true });
  let written = 0;
  const limit = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      written += chunk.length;
      // More than the list says: a bomb.
      done(written > size ? badArchive('it is damaged') : null, chunk);
    },
  });
  const packed =
    packedSize === 0 ? new PassThrough().end() : createReadStream(archive, { start, end: start + packedSize - 1 });
  const unpack = method === 8 && packedSize > 0 ? createInflateRaw() : new PassThrough();
  await pipeline(packed, unpack, limit, createWriteStream(path, { flags: 'wx' }));
  if ((await stat(path)).size !== size) throw badArchive('it is damaged');
}
