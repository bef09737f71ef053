import path from 'node:path';

/** The project's folder. */
export const ROOT = path.resolve(import.meta.dirname, '../..');
/** What scripts fetch and make for themselves; may be deleted at any time. */
export const CACHE = path.join(ROOT, '.cache');

export function fromRoot(...parts: ReadonlyArray<string>): string {
  return path.join(ROOT, ...parts);
}
