import { join } from 'node:path';
import type { Disk } from './disk.ts';
import { errorCode } from './error-code.ts';
import { parseFile, type FileFormat } from './format.ts';
import type { Entries } from './merge.ts';

const KEPT = 5;
/** Backup 1 is the last save; 2 to 5 are older, at least this far apart, so that a burst of saves does not push them out. */
const APART_MS = 60 * 60 * 1000;

export type Backups<T> = {
  /** To be called with what was just saved. */
  keep(text: string): Promise<void>;
  /** Removes them all: what they hold must not be had any more. */
  purge(): Promise<void>;
  newestGood(): Promise<{ readonly name: string; readonly entries: T } | null>;
};

export function createBackups<T extends Entries>(options: {
  readonly disk: Disk;
  readonly folder: string;
  readonly format: FileFormat<T>;
  readonly clock: () => number;
}): Backups<T> {
  const { disk, format, clock } = options;
  const folder = join(options.folder, 'backups');
  const nameOf = (place: number) => `${format.name}.${place}.json`;
  const pathOf = (place: number) => join(folder, nameOf(place));
  let rotatedAt: number | null = null;

  async function rotate(): Promise<void> {
    for (let place = KEPT - 1; place >= 1; place -= 1) {
      await disk.rename(pathOf(place), pathOf(place + 1)).catch(unlessAbsent);
    }
  }

  return {
    async keep(text) {
      if (format.withoutBackups === true) return;
      await disk.makeFolder(folder);
      const now = clock();
      if (rotatedAt === null || now - rotatedAt >= APART_MS || now < rotatedAt) {
        await rotate();
        rotatedAt = now;
      }
      await disk.write(pathOf(1), text);
    },
    async purge() {
      for (let place = 1; place <= KEPT; place += 1) await disk.remove(pathOf(place)).catch(unlessAbsent);
    },
    async newestGood() {
      for (let place = 1; place <= KEPT; place += 1) {
        const text = await disk.read(pathOf(place)).catch(() => null); // An unreadable backup is no backup: try the next.
        const parsed = text === null ? null : parseFile(format, text);
        if (parsed?.kind === 'good') return { name: join('backups', nameOf(place)), entries: parsed.entries };
      }
      return null;
    },
  };
}

function unlessAbsent(error: unknown): void {
  if (errorCode(error) !== 'ENOENT') throw error;
}
