import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { packTarGz } from '../../scripts/dist/tar-gz.ts';
import { ensureTestElectron } from '../../scripts/lib/electron.ts';
import { fromRoot } from '../../scripts/lib/paths.ts';
import { run } from '../../scripts/lib/processes.ts';
import { findProgram } from '../../scripts/lib/programs.ts';
import { expect, test } from './fixtures.ts';

/** The packages themselves, made of the packed application; installed for real where the machine is there to be used up. */
const LIMIT_MS = 120_000;
const PLACE = '/opt/conduktor';

const hasDpkg = findProgram({ names: ['dpkg-deb'], packages: [] }) !== null;
const mayInstall = process.env['CI'] === 'true' && process.getuid?.() === 0 && !existsSync(PLACE);

async function must(command: string, args: ReadonlyArray<string>, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const { code, output } = await run(command, args, {
    limitMs: LIMIT_MS,
    output: 'keep',
    env: { ...process.env, ...env },
  });
  expect(code, `${command} ${args.join(' ')}\n${output}`).toBe(0);
  return output;
}

async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'conduktor-install-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The packed application as a Debian package, by electron-builder and our stand-in for fpm. */
async function makeDeb(): Promise<string> {
  const packed = fromRoot('release-e2e/linux-unpacked');
  const args = ['--linux', 'deb', '--x64', '--prepackaged', packed, '--publish', 'never'];
  const config = fromRoot('scripts/lib/builder-for-tests.cjs');
  const electron = await ensureTestElectron();
  await must(process.execPath, [fromRoot('node_modules/electron-builder/cli.js'), ...args, '--config', config], {
    CUSTOM_FPM_PATH: fromRoot('scripts/dist/fpm-for-deb.mjs'),
    CONDUKTOR_TEST_ELECTRON: electron?.kind ?? 'pinned',
    PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env['PATH'] ?? ''}`,
  });
  const name = (await readdir(fromRoot('release-e2e'))).find((each) => each.endsWith('.deb'));
  if (name === undefined) throw new Error('electron-builder left no .deb.');
  return fromRoot('release-e2e', name);
}

test('the Debian package puts the app in /opt/conduktor, and what it puts there starts', async ({
  host,
  configFolder,
}) => {
  test.skip(!hasDpkg, 'dpkg-deb is missing: Debian packages can be made on Debian only');
  const deb = await makeDeb();
  const fields = await must('dpkg-deb', ['--field', deb]);
  expect(fields).toMatch(/^Package: conduktor$/m);
  expect(fields).toMatch(/^Maintainer: Conduktor <support@conduktor\.io>$/m);
  const listed = (await must('dpkg-deb', ['--contents', deb]))
    .split('\n')
    .map((line) => line.split(/\s+/).slice(5).join(' '));
  const outside = listed.filter(
    (name) =>
      name !== '' && !/^\.\/($|opt\/$|opt\/conduktor\/|usr\/($|share\/($|(applications|icons|doc|mime)\/)))/.test(name),
  );
  expect(outside, 'files elsewhere').toEqual([]);
  for (const name of [
    'conduktor',
    'resources/app.asar',
    'resources/package-type',
    'resources/about/sbom.cdx.json',
    'resources/about/THIRD-PARTY-LICENSES.txt',
  ]) {
    expect(listed).toContain(`.${PLACE}/${name}`);
  }
  await withFolder(async (folder) => {
    await must('dpkg-deb', ['--extract', deb, folder]);
    const entry = readFileSync(path.join(folder, 'usr/share/applications/conduktor.desktop'), 'utf8');
    expect(entry).toContain(`Exec=${PLACE}/conduktor`);
    expect(entry).toContain('MimeType=x-scheme-handler/conduktor;');
    expect(readFileSync(path.join(folder, PLACE, 'resources/package-type'), 'utf8')).toBe('deb');
    if (!mayInstall) await starts(path.join(folder, PLACE, 'conduktor'));
  });
  // What it needs of the system is the package manager's to bring; the test machine has what Electron needs.
  if (mayInstall) {
    await must('dpkg', ['--force-depends', '--install', deb]);
    try {
      await starts(`${PLACE}/conduktor`);
      expect(existsSync('/usr/bin/conduktor')).toBe(true);
    } finally {
      await must('dpkg', ['--purge', 'conduktor']);
    }
    expect(
      [PLACE, '/usr/bin/conduktor', '/usr/share/applications/conduktor.desktop'].filter((each) => existsSync(each)),
    ).toEqual([]);
  }

  async function starts(executable: string): Promise<void> {
    const app = await host.open(configFolder, { executable });
    try {
      await expect(app.page).toHaveTitle(/Conduktor/);
      await expect(app.page.getByRole('banner')).toBeVisible();
      expect(await app.electron?.evaluate(({ app: electron }) => electron.getPath('exe'))).toBe(executable);
    } finally {
      await app.close();
    }
  }
});

test('the tar.gz unpacks to one folder, and what is in it starts', async ({ host, configFolder }) => {
  await withFolder(async (folder) => {
    const file = await packTarGz(fromRoot('release-e2e/linux-unpacked'), folder, '0.0.0', 1);
    await mkdir(path.join(folder, 'out'));
    await must('tar', ['--extract', '--gzip', `--file=${file}`, '--directory', path.join(folder, 'out')]);
    const [name, ...more] = await readdir(path.join(folder, 'out'));
    expect([name, more]).toEqual([`conduktor-0.0.0-linux-${process.arch}`, []]);
    const app = await host.open(configFolder, { executable: path.join(folder, 'out', name ?? '', 'conduktor') });
    await expect(app.page).toHaveTitle(/Conduktor/);
    await app.close();
  });
});

type ArchiveFolder = { readonly files?: Readonly<Record<string, ArchiveFolder>> };

/** The paths in an archive of Electron: a JSON text behind 16 bytes, the last four of which are its length. */
function pathsInArchive(file: string): ReadonlyArray<string> {
  const bytes = readFileSync(file);
  const header = JSON.parse(bytes.subarray(16, 16 + bytes.readUInt32LE(12)).toString()) as ArchiveFolder;
  const walk = ({ files }: ArchiveFolder, at: string): string[] =>
    files === undefined ? [at] : Object.entries(files).flatMap(([name, inner]) => walk(inner, `${at}/${name}`));
  return walk(header, '').map((each) => each.slice(1));
}

test('what is shipped is listed, with its licences, and nothing else is in the archive @securityTest sbom', ({
  host,
}) => {
  // The host packs the app, where no test before this one has.
  expect(host.kind).toBe('packaged');
  const about = fromRoot('release-e2e/linux-unpacked/resources/about');
  const bom = JSON.parse(readFileSync(path.join(about, 'sbom.cdx.json'), 'utf8')) as {
    bomFormat: string;
    components: Array<{ name: string; version: string; hashes?: unknown[] }>;
  };
  expect(bom.bomFormat).toBe('CycloneDX');
  const names = bom.components.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining(['react', '@platformatic/kafka', 'electron', '@duckdb/node-api', 'electron-updater']),
  );
  // Tools of development are not part of the product: the list is of what is shipped.
  expect(
    names.filter((name) => ['vite', 'eslint', 'vitest', '@playwright/test', 'electron-builder'].includes(name)),
  ).toEqual([]);
  const licences = readFileSync(path.join(about, 'THIRD-PARTY-LICENSES.txt'), 'utf8');
  const untold = bom.components.filter(({ name, version }) => !licences.includes(`\n${name} ${version}\n`));
  expect(untold).toEqual([]);
  // In the archive: the bundles (and what brings Playwright in, in the app of the tests), and packages of the list.
  const paths = pathsInArchive(fromRoot('release-e2e/linux-unpacked/resources/app.asar'));
  const bundles =
    /^dist(-legacy)?\/(main|preload|renderer|records-worker|results-worker|scan-worker|javascript-filter-worker)\//;
  const packages = paths.flatMap((each) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(each)?.[1] ?? []);
  expect([...new Set(packages)].filter((name) => !names.includes(name))).toEqual([]);
  expect(packages).toContain('@duckdb/node-api');
  const others = paths.filter((each) => !bundles.test(each) && !/^(node_modules|e2e)\/|^package\.json$/.test(each));
  expect(others).toEqual([]);
});
