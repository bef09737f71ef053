import { resolve, sep } from 'node:path';
import { AppError } from '../../shared/errors.ts';

/** An archive that would write outside its folder, or is broken. Never from the makers we trust; so: refuse it whole. */
export function badArchive(why: string): AppError {
  return new AppError('DOWNLOAD_FAILED', `The downloaded archive was refused: ${why}.`, {
    hint: 'Try again; where it happens again, please report it.',
    retryable: true,
  });
}

/** Where an entry belongs on disk. Throws where that is not inside `root`, by any trick of any system. */
export function placeInside(root: string, name: string): string {
  const segments = name.split('/').filter((segment) => segment !== '' && segment !== '.');
  const isBad =
    name.startsWith('/') ||
    /[\\\0:]/.test(name) ||
    name.length > 1_000 ||
    segments.length === 0 ||
    segments.some((segment) => segment === '..' || /[. ]$/.test(segment) || DEVICES.test(segment));
  if (isBad) throw badArchive(`it holds a path that leads elsewhere (${JSON.stringify(name.slice(0, 80))})`);
  const path = resolve(root, ...segments);
  if (!path.startsWith(resolve(root) + sep)) throw badArchive('it holds a path that leads elsewhere');
  return path;
}

/** Names that are devices on Windows, in every folder and with every ending. */
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** Limits far above what Kafka or Java hold, far below what fills a disk. */
export function createAllowance() {
  let entries = 0;
  let bytes = 0;
  return {
    take(size: number): void {
      entries += 1;
      bytes += size;
      if (entries > 50_000 || bytes > 2 * 1024 ** 3) throw badArchive('it is far bigger than it can be');
    },
  };
}
