import { lstatSync } from 'node:fs';
import { basename } from 'node:path';

/**
 * The temp folder is shared on many systems: another user may have put a link or a file of their own under our name.
 * Then the log goes to a file named for this user instead.
 */
export function trustedFileName(path: string): string {
  const name = basename(path);
  const stat = lstatSync(path, { throwIfNoEntry: false });
  const uid = process.getuid?.();
  if (stat === undefined || uid === undefined) return name;
  const isOurs = stat.isFile() && stat.uid === uid;
  return isOurs ? name : name.replace(/(\.[^.]*)?$/, `-${uid}$1`);
}
