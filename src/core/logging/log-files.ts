import { lstatSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { numbered } from './rotating-file.ts';

/** One file of the log. `id` stays the same when it is rotated to another name. */
export type LogFile = { readonly name: string; readonly path: string; readonly id: string; readonly bytes: number };

/** The files of the log that are there, the newest first. One that is not a plain file of this user is not ours. */
export function listLogFiles(path: string, maxFiles: number): LogFile[] {
  const name = basename(path);
  const names = Array.from({ length: maxFiles }, (_, place) => numbered(name, place));
  const uid = process.getuid?.();
  return names.flatMap((each): LogFile[] => {
    const full = join(dirname(path), each);
    const stat = lstatSync(full, { throwIfNoEntry: false, bigint: true });
    if (stat === undefined || !stat.isFile() || (uid !== undefined && Number(stat.uid) !== uid)) return [];
    return [{ name: each, path: full, id: stat.ino.toString(), bytes: Number(stat.size) }];
  });
}

/** A file is rotated at 5 MB and a bit; what is longer is read from its end. */
const MAX_READ_BYTES = 8_000_000;

/** Whole lines between two places, with the place of each. A line that is still being written is left for later. */
export async function readLines(
  path: string,
  from: number,
  to: number,
): Promise<{
  readonly lines: ReadonlyArray<{ readonly offset: number; readonly text: string }>;
  readonly end: number;
}> {
  const start = Math.max(from, to - MAX_READ_BYTES);
  const bytes = Buffer.alloc(Math.max(0, to - start));
  const handle = await open(path, 'r');
  let length = 0;
  try {
    while (length < bytes.length) {
      const { bytesRead } = await handle.read(bytes, length, bytes.length - length, start + length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
  } finally {
    await handle.close();
  }
  const lines: Array<{ offset: number; text: string }> = [];
  let at = 0;
  // Started in the middle of a line: its first half is not there.
  if (start > from) at = bytes.indexOf(10, 0) + 1;
  for (let end = bytes.indexOf(10, at); end >= 0 && end < length; end = bytes.indexOf(10, at)) {
    if (end > at) lines.push({ offset: start + at, text: bytes.toString('utf8', at, end) });
    at = end + 1;
  }
  return { lines, end: start + at };
}
