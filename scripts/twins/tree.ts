import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { Break, Change } from '../../tests/twins/index.ts';
import { CACHE, fromRoot, ROOT } from '../lib/paths.ts';

/** A copy of the sources that may be broken. */
export type Tree = {
  readonly folder: string;
  /** Puts the break in, runs the work, and takes it out again whatever comes of it. */
  withBreak<T>(broken: Break, work: () => Promise<T>): Promise<T>;
  remove(): void;
};

/** What is made from the sources, or belongs to this checkout only. */
const LEFT_OUT = new Set(['.git', '.cache', '.demo', 'coverage', 'node_modules', 'test-results']);
const MADE = /^(dist|release)(-.*)?$/;
/** Of what scripts fetched, all but what they make from the sources themselves. */
const MADE_IN_CACHE = /^(e2e|test|twins-.*)$/;

/** Copies the sources into a folder of the cache; the packages and what was fetched are shared with this checkout. */
export function makeTree(): Tree {
  mkdirSync(CACHE, { recursive: true });
  const folder = mkdtempSync(path.join(CACHE, 'twins-'));
  mkdirSync(path.join(folder, '.cache'));
  for (const name of readdirSync(ROOT)) {
    if (LEFT_OUT.has(name) || (MADE.test(name) && !name.includes('.'))) continue;
    cpSync(fromRoot(name), path.join(folder, name), { recursive: true });
  }
  symlinkSync(fromRoot('node_modules'), path.join(folder, 'node_modules'), 'junction');
  for (const entry of readdirSync(CACHE, { withFileTypes: true })) {
    if (MADE_IN_CACHE.test(entry.name)) continue;
    const [from, to] = [path.join(CACHE, entry.name), path.join(folder, '.cache', entry.name)];
    if (entry.isDirectory()) symlinkSync(from, to, 'junction');
    else copyFileSync(from, to);
  }
  const remove = () => rmSync(folder, { recursive: true, force: true });
  // Also where somebody has had enough of it.
  process.once('exit', remove);
  return {
    folder,
    async withBreak(broken, work) {
      const changes = [broken, ...(broken.also ?? [])];
      const before = new Map(changes.map(({ file }) => [file, readFileSync(path.join(folder, file), 'utf8')]));
      try {
        for (const change of changes) apply(folder, change);
        return await work();
      } finally {
        for (const [file, text] of before) writeFileSync(path.join(folder, file), text);
      }
    },
    remove,
  };
}

function apply(folder: string, { file, from, to }: Change): void {
  const place = path.join(folder, file);
  const parts = existsSync(place) ? readFileSync(place, 'utf8').split(from) : [];
  if (parts.length !== 2) throw new Error(`${file} must hold once what the break replaces: ${from}`);
  writeFileSync(place, parts.join(to));
}
