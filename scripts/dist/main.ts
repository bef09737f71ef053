import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runGate } from '../audit/gate.ts';
import { ensureBuilt } from '../lib/build.ts';
import { ensurePinnedElectron } from '../lib/electron.ts';
import { reasonOf, say, seconds } from '../lib/log.ts';
import { fromRoot } from '../lib/paths.ts';
import { run } from '../lib/processes.ts';
import { findProgram } from '../lib/programs.ts';
import { LICENCES, SBOM, writeAbout } from './about.ts';
import { packTarGz } from './tar-gz.ts';
import { writeUpdateInfo } from './update-info.ts';

/**
 * `npm run dist`: the installers this machine can make, into release/. Each that cannot be made is named with its reason;
 * nothing is left out in silence. A release needs all of them: run it on Linux, macOS and Windows.
 */
const BUILDER_LIMIT_MS = 20 * 60_000;
const RELEASE = fromRoot('release');

type Outcome = { readonly target: string; readonly problem: string | null };

const TARGETS: Partial<Record<NodeJS.Platform, ReadonlyArray<string>>> = {
  linux: ['deb', 'rpm', 'AppImage'],
  darwin: ['dmg', 'zip'],
  win32: ['nsis'],
};
const FLAGS: Partial<Record<NodeJS.Platform, string>> = { linux: '--linux', darwin: '--mac', win32: '--win' };

process.exitCode = await dist();

async function dist(): Promise<number> {
  const flag = FLAGS[process.platform];
  if (flag === undefined) return fail(`There are no installers for ${process.platform}.`);
  const { version } = JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')) as { version: string };
  if (!(await runGate())) return fail('A known vulnerability stands in the way of a release.');
  if ((await ensurePinnedElectron()) === null) return fail('Installers need the pinned Electron, which cannot be had here.');
  rmSync(RELEASE, { recursive: true, force: true });
  const about = await writeAbout(await ensureBuilt('current'));
  const folder = await packFolder(flag);
  const outcomes: Outcome[] = [];
  for (const target of TARGETS[process.platform] ?? []) outcomes.push(await make(flag, target, folder));
  if (process.platform === 'linux') outcomes.push(await outcomeOf('tar.gz', () => packTarGz(folder, RELEASE, version)));
  for (const name of [LICENCES, SBOM]) copyFileSync(path.join(about, name), path.join(RELEASE, name));
  const files = artefacts();
  signForUpdates(version, files);
  writeFileSync(path.join(RELEASE, 'SHA256SUMS'), checksums());
  return report(outcomes);
}

function fail(sentence: string): number {
  say(sentence);
  return 1;
}

/** The application as a folder, which every installer then is made of. */
async function packFolder(flag: string): Promise<string> {
  await builder([flag, 'dir']);
  const name = readdirSync(RELEASE).find((each) => each.endsWith('-unpacked') || each.startsWith('mac'));
  if (name === undefined) throw new Error('electron-builder left no folder.');
  return path.join(RELEASE, name);
}

async function make(flag: string, target: string, folder: string): Promise<Outcome> {
  return outcomeOf(target, () => builder([flag, target, '--prepackaged', folder]));
}

async function outcomeOf(target: string, work: () => Promise<unknown>): Promise<Outcome> {
  const began = performance.now();
  try {
    await work();
    say(`${target} made in ${seconds(began)}`);
    return { target, problem: null };
  } catch (error) {
    return { target, problem: reasonOf(error).trim().split('\n').at(-1) ?? 'no reason given' };
  }
}

async function builder(args: ReadonlyArray<string>): Promise<void> {
  const config = fromRoot(process.platform === 'linux' ? 'electron-builder.linux.yml' : 'electron-builder.yml');
  const cli = fromRoot('node_modules/electron-builder/cli.js');
  const { code, output } = await run(process.execPath, [cli, ...args, '--config', config, '--publish', 'never'], {
    env: { ...process.env, ...toolsHere() },
    limitMs: BUILDER_LIMIT_MS,
    output: 'keep',
  });
  if (code !== 0) throw new Error(output.match(/⨯ (.*)/)?.[1] ?? output.slice(-500));
}

/** Programs of this machine in the place of those electron-builder would fetch. */
function toolsHere(): NodeJS.ProcessEnv {
  const sevenZip = findProgram({ names: ['7za'], packages: [] });
  const zip = sevenZip === null ? {} : { ELECTRON_BUILDER_7ZIP_PATH: sevenZip };
  if (process.platform !== 'linux') return zip;
  if (findProgram({ names: ['fpm'], packages: [] }) !== null) return { ...zip, USE_SYSTEM_FPM: 'true' };
  return { ...zip, CUSTOM_FPM_PATH: fpmForDeb() };
}

/** Our own stand-in for fpm: Debian packages only. */
function fpmForDeb(): string {
  const file = fromRoot('scripts/dist/fpm-for-deb.mjs');
  chmodSync(file, 0o755);
  return file;
}

function artefacts(): ReadonlyArray<string> {
  return readdirSync(RELEASE).filter((name) => /\.(AppImage|deb|rpm|tar\.gz|dmg|zip|exe)$/.test(name));
}

function signForUpdates(version: string, files: ReadonlyArray<string>): void {
  const keyFile = process.env['CONDUKTOR_UPDATE_SIGNING_KEY'];
  const updatable = files.filter((name) => !name.endsWith('.tar.gz'));
  if (keyFile === undefined || !existsSync(keyFile)) {
    say('No list for an update server: CONDUKTOR_UPDATE_SIGNING_KEY names no Ed25519 private key (PEM)');
  } else if (updatable.length > 0) {
    say(`${writeUpdateInfo(RELEASE, version, updatable, readFileSync(keyFile, 'utf8'))} written and signed`);
  }
}

function checksums(): string {
  const names = readdirSync(RELEASE, { withFileTypes: true }).filter((entry) => entry.isFile());
  return names
    .map(({ name }) => {
      const sha256 = createHash('sha256').update(readFileSync(path.join(RELEASE, name))).digest('hex');
      return `${sha256}  ${name}\n`;
    })
    .join('');
}

function report(outcomes: ReadonlyArray<Outcome>): number {
  const made = outcomes.filter(({ problem }) => problem === null).map(({ target }) => target);
  say(`In release/: ${made.join(', ') || 'nothing'}, ${LICENCES}, ${SBOM}, SHA256SUMS`);
  for (const { target, problem } of outcomes) if (problem !== null) say(`Not made: ${target}: ${problem}`);
  for (const [platform, targets] of Object.entries(TARGETS)) {
    if (platform !== process.platform) say(`Not made: ${targets.join(', ')}: needs ${platform === 'darwin' ? 'macOS' : platform === 'win32' ? 'Windows' : 'Linux'}`);
  }
  return outcomes.every(({ problem }) => problem === null) ? 0 : 1;
}
