import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { say, seconds } from './log.ts';
import { fromRoot, ROOT } from './paths.ts';
import { run } from './processes.ts';

/** What the bundles are made from. */
const SOURCES = ['src/**/*', 'assets/**/*', 'vite.config.ts', 'package.json', 'package-lock.json'];
const BUILD_LIMIT_MS = 5 * 60_000;

/** `current` runs on Electron 45 and Node 24; `legacy` is the same source for Electron 22, for tests only. */
export type BuildKind = 'current' | 'legacy';

/** Builds the bundles unless they are of these very sources. Answers with their folder. */
export async function ensureBuilt(kind: BuildKind): Promise<string> {
  const folder = fromRoot(kind === 'legacy' ? 'dist-legacy' : 'dist');
  const stamp = `${folder}/.built-from`;
  const sources = hashOf(SOURCES);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return folder;
  const began = performance.now();
  say(kind === 'legacy' ? 'Building for Electron 22 (tests)' : 'Building');
  const { E2E_LEGACY: _, ...env } = process.env;
  const { code, output } = await run(process.execPath, [fromRoot('node_modules/vite/bin/vite.js'), 'build', '--app'], {
    env: kind === 'legacy' ? { ...env, E2E_LEGACY: '1' } : env,
    limitMs: BUILD_LIMIT_MS,
    output: 'keep',
  });
  if (code !== 0) throw new Error(`The build failed:\n${output}`);
  writeFileSync(stamp, sources);
  say(`Built in ${seconds(began)}`);
  return folder;
}

/** A hash over the names and contents of files. */
export function hashOf(patterns: ReadonlyArray<string>): string {
  const hash = createHash('sha256');
  const files = globSync([...patterns], {
    cwd: ROOT,
    withFileTypes: true,
    exclude: (entry) => entry.name.endsWith('.test.ts'),
  });
  const names = files.filter((entry) => entry.isFile()).map((entry) => `${entry.parentPath}/${entry.name}`);
  for (const name of names.sort()) hash.update(`${name}\0`).update(readFileSync(name)).update('\0');
  return hash.digest('hex');
}
