import { cp, glob, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureBuilt } from '../../scripts/lib/build.ts';
import { ensureTestElectron } from '../../scripts/lib/electron.ts';
import { fromRoot } from '../../scripts/lib/paths.ts';
import type { PublicKey } from '../../src/core/account/index.ts';
import type { HostKind } from './hosts.ts';

const BUILT_IN = 'SHIPPED_LICENCE_KEYS = [];';

/** A build of the application in a folder of its own. */
export type OwnBuild = { readonly appFolder: string; remove(): Promise<void> };

/**
 * The same bundles with a licence key built in, as the company's build will have one: the empty list in them is replaced,
 * and nothing else. Throws where that list is not found exactly once in a host's bundle.
 */
export async function buildWithLicenceKeys(kind: HostKind, keys: ReadonlyArray<PublicKey>): Promise<OwnBuild> {
  const isLegacy = kind !== 'chromium' && (await ensureTestElectron())?.kind === 'legacy';
  const built = await ensureBuilt(isLegacy ? 'legacy' : 'current');
  const appFolder = await mkdtemp(path.join(tmpdir(), 'conduktor-build-'));
  const dist = path.join(appFolder, 'dist');
  await cp(built, dist, { recursive: true, filter: (file) => !file.endsWith('.map') });
  const { name, productName, version } = JSON.parse(await readFile(fromRoot('package.json'), 'utf8')) as Record<
    string,
    string
  >;
  const manifest = { name, productName, version, main: 'dist/main/index.cjs' };
  await writeFile(path.join(appFolder, 'package.json'), JSON.stringify(manifest));
  await replaceIn(path.join(dist, kind === 'chromium' ? 'console' : 'main'), keys);
  return { appFolder, remove: () => rm(appFolder, { recursive: true, force: true }) };
}

async function replaceIn(folder: string, keys: ReadonlyArray<PublicKey>): Promise<void> {
  let found = 0;
  for await (const name of glob('*.cjs', { cwd: folder })) {
    const file = path.join(folder, name);
    const parts = (await readFile(file, 'utf8')).split(BUILT_IN);
    if (parts.length === 1) continue;
    found += parts.length - 1;
    await writeFile(file, parts.join(`SHIPPED_LICENCE_KEYS = ${JSON.stringify(keys)};`));
  }
  if (found !== 1) throw new Error(`The list of licence keys is ${found} times in the bundle, not once.`);
}
