import { readFile } from 'node:fs/promises';
import path from 'node:path';

export type PageFile = { readonly path: string; readonly bytes: Buffer<ArrayBuffer> };

// What a build's file names are made of. An allow-list ends the guessing about dots, drives, streams and encodings.
const SEGMENT = /^[A-Za-z0-9_@-](?:[A-Za-z0-9._@-]*[A-Za-z0-9_@-])?$/;

/** The file below `root` that a URL's path names, or null where it names none we would serve. */
export function pageFilePath(root: string, urlPath: string): string | null {
  const decoded = decodeOnce(urlPath);
  if (decoded === null || !decoded.startsWith('/')) return null;
  if (decoded === '/') return path.join(root, 'index.html');
  const segments = decoded.slice(1).split('/');
  if (!segments.every((segment) => SEGMENT.test(segment))) return null;
  return path.join(root, ...segments);
}

/** Reads the file a URL's path names; null where there is none. */
export async function readPageFile(root: string, urlPath: string): Promise<PageFile | null> {
  const file = pageFilePath(root, urlPath);
  if (file === null) return null;
  try {
    return { path: file, bytes: await readFile(file) };
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}

function decodeOnce(urlPath: string): string | null {
  try {
    return decodeURIComponent(urlPath);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

/** Archives answer ENOTDIR or EISDIR where a disk says ENOENT. */
function isAbsent(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR';
}
