import { AppError } from '../../shared/errors.ts';

const REASONS: Readonly<Record<string, readonly [string, string]>> = {
  ENOSPC: ['there is no room left on the disk', 'Free some room or choose another disk.'],
  EDQUOT: ['your quota on this disk is used up', 'Free some room or choose another disk.'],
  EFBIG: ['the file would be larger than this disk allows', 'Choose another disk, or save fewer records.'],
  EACCES: ['this user may not write there', 'Choose a folder you may write to.'],
  EPERM: ['this user may not write there', 'Choose a folder you may write to.'],
  EROFS: ['the disk is read-only', 'Choose another disk.'],
  ENOENT: ['the folder does not exist', 'Choose a folder that exists.'],
  ENOTDIR: ['a part of the path is a file, not a folder', 'Choose another folder.'],
  EISDIR: ['there is a folder of this name', 'Choose another name.'],
  ENAMETOOLONG: ['the name is too long', 'Choose a shorter name.'],
  EBUSY: ['another program holds the file', 'Close the file there and try again.'],
  ETXTBSY: ['another program holds the file', 'Close the file there and try again.'],
  EIO: ['the disk failed', 'Choose another disk.'],
  EMFILE: ['too many files are open', 'Close something and try again.'],
};

/** Why a file could not be written, as a sentence. */
export function fileError(error: unknown, path: string): AppError {
  if (error instanceof AppError) return error;
  const code = codeOf(error);
  const [reason, hint] = REASONS[code] ?? [reasonOf(error), 'Choose another folder or name.'];
  return new AppError('FILE_WRITE', `${path} could not be written: ${reason}.`, {
    hint,
    context: { path, ...(code === '' ? {} : { code }) },
    cause: error,
  });
}

export function fileExists(path: string): AppError {
  return new AppError('FILE_WRITE', `${path} exists already.`, {
    hint: 'Choose another name, or replace it.',
    context: { path, exists: true },
  });
}

export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  // DuckDB tells a failed write in words only.
  if (/no space left/i.test(error.message)) return 'ENOSPC';
  return /permission denied/i.test(error.message) ? 'EACCES' : '';
}

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (message.split('\n')[0] ?? '').slice(0, 300).replace(/\.$/, '');
}
