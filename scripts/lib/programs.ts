import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { run } from './processes.ts';
import { say } from './log.ts';

const INSTALL_LIMIT_MS = 10 * 60_000;

/** A program of the system and the Debian packages that bring it. */
export type Program = { readonly names: ReadonlyArray<string>; readonly packages: ReadonlyArray<string> };

export const PROGRAMS = {
  xvfb: { names: ['Xvfb'], packages: ['xvfb'] },
  chromium: {
    names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    packages: ['chromium'],
  },
  unsquashfs: { names: ['unsquashfs'], packages: ['squashfs-tools'] },
  python: { names: ['python3'], packages: ['python3', 'python3-pip'] },
  java: { names: ['java'], packages: ['default-jre-headless'] },
  maven: { names: ['mvn'], packages: ['maven'] },
} as const satisfies Record<string, Program>;

/** Where a program is, or null. */
export function findProgram({ names }: Program): string | null {
  for (const name of names) {
    for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
      const file = path.join(folder, name);
      if (folder !== '' && isExecutable(file)) return file;
    }
  }
  return null;
}

/** The program, installed where that is possible; null (said aloud) where it is not. */
export async function ensureProgram(program: Program): Promise<string | null> {
  const found = findProgram(program);
  if (found !== null) return found;
  await installPackages(program.packages);
  return findProgram(program);
}

/** Debian packages, on machines where we may: as root, or on a build machine with sudo. */
export async function installPackages(packages: ReadonlyArray<string>): Promise<boolean> {
  const apt = findProgram({ names: ['apt-get'], packages: [] });
  if (apt === null) return false;
  const prefix = await rootPrefix();
  if (prefix === null) {
    say(`Missing: ${packages.join(', ')}. Install with: sudo apt-get install ${packages.join(' ')}`);
    return false;
  }
  say(`Installing ${packages.join(', ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const aptGet = (args: ReadonlyArray<string>) => {
    const [command = apt, ...rest] = [...prefix, apt, ...args];
    return run(command, rest, { env, limitMs: INSTALL_LIMIT_MS, output: 'keep' });
  };
  const install = ['install', '-y', '--no-install-recommends', ...packages];
  if ((await aptGet(install)).code === 0) return true;
  await aptGet(['update']);
  const { code, output } = await aptGet(install);
  if (code !== 0) say(`apt-get could not install ${packages.join(', ')}: ${output.trim().split('\n').at(-1) ?? ''}`);
  return code === 0;
}

async function rootPrefix(): Promise<ReadonlyArray<string> | null> {
  if (process.getuid?.() === 0) return [];
  const sudo = findProgram({ names: ['sudo'], packages: [] });
  // On a person's own machine nothing is installed behind their back.
  if (sudo === null || process.env['CI'] !== 'true') return null;
  return (await run(sudo, ['-n', 'true'], { limitMs: 10_000, output: 'keep' })).code === 0 ? [sudo, '-n'] : null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}
