import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { ensureBuilt, hashOf } from './build.ts';
import type { Electron } from './electron.ts';
import { CACHE, fromRoot } from './paths.ts';

/** How to start the application under test: `executable ...args`, with `env` on top. */
export type TestApp = {
  readonly executable: string;
  readonly args: ReadonlyArray<string>;
  readonly env: Readonly<Record<string, string>>;
};

/** In a container Chromium's own sandbox cannot start as root; there is no GPU on a build machine. */
export const CONTAINER_FLAGS = ['--no-sandbox', '--disable-gpu'];

/** The application as `electron FOLDER` runs it: as it is on the pinned Electron, behind the prelude on Electron 22. */
export async function testAppFor(electron: Electron): Promise<TestApp> {
  if (electron.kind === 'pinned') {
    await ensureBuilt('current');
    return { executable: electron.executable, args: [fromRoot(), ...CONTAINER_FLAGS], env: {} };
  }
  const dist = await ensureBuilt('legacy');
  const prelude = await ensurePrelude();
  const folder = path.join(CACHE, 'e2e/app');
  await mkdir(folder, { recursive: true });
  const { name, productName, version } = JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')) as Record<
    string,
    string
  >;
  const main = path.relative(folder, path.join(dist, 'main/index.cjs'));
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ name, productName, version, main }));
  return { executable: electron.executable, args: [folder, ...CONTAINER_FLAGS], env: { SHIM_PRELUDE: prelude } };
}

/** The prelude as one file. */
export async function ensurePrelude(): Promise<string> {
  const file = path.join(CACHE, 'e2e/prelude.cjs');
  const sources = createHash('sha256')
    .update(hashOf(['tests/support/shim/*.mjs', 'package-lock.json']))
    .digest('hex');
  const mark = `// ${sources}\n`;
  if (existsSync(file) && readFileSync(file, 'utf8').startsWith(mark)) return file;
  await build({
    entryPoints: [fromRoot('tests/support/shim/prelude.mjs')],
    outfile: file,
    bundle: true,
    platform: 'node',
    target: 'node16',
    format: 'cjs',
    external: ['electron'],
    banner: { js: mark.trim() },
    logLevel: 'error',
  });
  return file;
}
