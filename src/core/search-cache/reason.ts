import { errorCode } from './disk.ts';

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the disk is read-only',
  EACCES: 'there is no right to write there',
  EPERM: 'writing there is not permitted',
  EBUSY: 'another program holds it',
  EMFILE: 'too many files are open',
  ENOTDIR: 'a file stands where a folder should be',
  EEXIST: 'a file stands where a folder should be',
};

/** Why the disk refused, in words. */
export function reasonOf(error: unknown): string {
  const code = errorCode(error);
  return REASONS[code] ?? (code === '' ? 'unknown reason' : code);
}
