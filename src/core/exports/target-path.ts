import { lstat, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { codeOf, fileError, fileExists } from './file-error.ts';

export type PathRules = {
  /** The user's folder: what `~/` means. */
  readonly home: string;
  /** Folders that are the app's own. */
  readonly forbidden: ReadonlyArray<string>;
};

/** The absolute path a user means; refuses what is none. */
export function resolveTarget(given: string, { home, forbidden }: PathRules): string {
  const isHome = given.startsWith('~/') || given.startsWith('~\\');
  const full = isHome ? path.join(home, given.slice(2)) : given;
  if (!path.isAbsolute(full) || full.includes('\0')) {
    throw badPath('Write the whole path, from the root of the disk or from ~/.', given);
  }
  // `C:\file:stream` is a hidden stream of a file on Windows.
  if (process.platform === 'win32' && full.slice(2).includes(':')) throw badPath('The name has a colon.', given);
  const target = path.resolve(full);
  if (path.basename(target) === '') throw badPath('The path names no file.', given);
  if (forbidden.some((folder) => target === folder || target.startsWith(`${folder}${path.sep}`))) {
    throw badPath('That is the folder of this app’s own settings.', given);
  }
  return target;
}

/** Refuses what can be known before anything is written. */
export async function checkTarget(target: string, as: { isFolder: boolean; overwrite: boolean }): Promise<void> {
  await stat(path.dirname(target)).catch((error: unknown) => {
    throw fileError(error, target);
  });
  const there = await lstat(target).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null;
    throw fileError(error, target);
  });
  if (there === null) return;
  if (as.isFolder) {
    if (!there.isDirectory()) throw there.isFile() ? fileExists(target) : special(target);
    if (!as.overwrite && (await readdir(target)).length > 0) throw fileExists(target);
    return;
  }
  if (there.isDirectory()) throw fileError(Object.assign(new Error('folder'), { code: 'EISDIR' }), target);
  if (!there.isFile() && !there.isSymbolicLink()) throw special(target);
  if (!as.overwrite) throw fileExists(target);
}

function special(target: string): AppError {
  return new AppError('FILE_WRITE', `${target} is a device or pipe, not a file.`, {
    hint: 'Choose another name.',
    context: { path: target },
  });
}

function badPath(hint: string, given: string): AppError {
  return new AppError('BAD_INPUT', `${JSON.stringify(given)} is no path to save to.`, { hint });
}
