import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { writeAbout } from '../dist/about.ts';
import { ensureBuilt, hashOf } from './build.ts';
import type { Electron } from './electron.ts';
import { say, seconds } from './log.ts';
import { fromRoot } from './paths.ts';
import { run } from './processes.ts';
import { CONTAINER_FLAGS, ensurePrelude, type TestApp } from './test-app.ts';

const PACK_LIMIT_MS = 5 * 60_000;
const PACKED_FROM = [
  'src/**/*',
  'assets/**/*',
  'build/**/*',
  'tests/support/shim/*',
  'electron-builder*.yml',
  'scripts/lib/builder-for-tests.cjs',
  'scripts/dist/about.ts',
  'scripts/dist/packages.ts',
  'vite.config.ts',
  'package.json',
  'package-lock.json',
];

/** The application packed by electron-builder, with the same configuration as the product but for Playwright's door. */
export async function packForTests(electron: Electron): Promise<TestApp> {
  if (process.platform !== 'linux') throw new Error('The packaged application is tested on Linux.');
  const dist = await ensureBuilt(electron.kind === 'legacy' ? 'legacy' : 'current');
  if (electron.kind === 'legacy') await ensurePrelude();
  const folder = fromRoot('release-e2e/linux-unpacked');
  const app = { executable: path.join(folder, 'conduktor'), args: CONTAINER_FLAGS, env: {} };
  const sources = createHash('sha256')
    .update(electron.kind + hashOf(PACKED_FROM))
    .digest('hex');
  const stamp = fromRoot('release-e2e/.packed-from');
  if (existsSync(app.executable) && existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return app;
  const began = performance.now();
  say('Packing the application');
  await writeAbout(dist);
  const builder = fromRoot('node_modules/electron-builder/cli.js');
  const config = fromRoot('scripts/lib/builder-for-tests.cjs');
  const { code, output } = await run(process.execPath, [builder, '--linux', 'dir', '--x64', '--config', config], {
    env: { ...process.env, CONDUKTOR_TEST_ELECTRON: electron.kind },
    limitMs: PACK_LIMIT_MS,
    output: 'keep',
  });
  if (code !== 0) throw new Error(`electron-builder failed:\n${output.slice(-4000)}`);
  writeFileSync(stamp, sources);
  say(`Packed in ${seconds(began)}`);
  return app;
}
