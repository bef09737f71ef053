import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { posix, win32 } from 'node:path';
import { promisify } from 'node:util';

/** The oldest Java that Kafka 4 runs on. */
export const MINIMUM_JAVA = 17;

export type Java = {
  /** The `java` program itself. */
  readonly path: string;
  readonly major: number;
  readonly version: string;
};

export type Machine = {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
};

/** The version in what `java -version` prints, old style (1.8.0_391) and new (17.0.15, 25, 24-ea); null for other text. */
export function parseJavaVersion(output: string): { major: number; version: string } | null {
  const version = /version "([^"]+)"/.exec(output)?.[1];
  const numbers = version === undefined ? null : /^(\d+)(?:\.(\d+))?/.exec(version);
  if (version === undefined || numbers === null) return null;
  const first = Number(numbers[1]);
  // Up to Java 8 the major version was the second number.
  return { version, major: first === 1 ? Number(numbers[2] ?? 1) : first };
}

/**
 * Where a Java may lie, best first: JAVA_HOME, our own downloads, PATH, the folders installers use. Folders are given
 * with `*` as the last but some segments; see `expand`.
 */
export function javaPlaces(machine: Machine, ownRuntimes: string): ReadonlyArray<string> {
  const { platform, env, home } = machine;
  const path = platform === 'win32' ? win32 : posix;
  const program = platform === 'win32' ? 'java.exe' : 'java';
  const inHome = (folder: string) => path.join(folder, 'bin', program);
  const inBundle = (folder: string) => inHome(path.join(folder, 'Contents', 'Home'));
  const own = path.join(ownRuntimes, '*');
  const fromPath = (env['PATH'] ?? env['Path'] ?? '')
    .split(path.delimiter)
    .filter((folder) => path.isAbsolute(folder))
    // macOS has a /usr/bin/java that is no Java: where none is installed it opens a dialog on the user's screen.
    .filter((folder) => platform !== 'darwin' || folder !== '/usr/bin')
    .map((folder) => path.join(folder, program));
  const javaHome = env['JAVA_HOME'];
  return [
    ...(javaHome === undefined || javaHome === '' ? [] : [inHome(javaHome)]),
    ...(platform === 'darwin' ? [inBundle(own)] : [inHome(own)]),
    ...fromPath,
    ...installFolders(machine).map((folder) =>
      platform === 'darwin' && folder.endsWith('*') ? inBundle(folder) : inHome(folder),
    ),
    ...(home === '' ? [] : [inHome(path.join(home, '.sdkman', 'candidates', 'java', 'current'))]),
  ];
}

function installFolders({ platform, home, env }: Machine): ReadonlyArray<string> {
  if (platform === 'darwin') {
    return [
      '/Library/Java/JavaVirtualMachines/*',
      posix.join(home, 'Library/Java/JavaVirtualMachines/*'),
      '/opt/homebrew/opt/openjdk',
      '/usr/local/opt/openjdk',
    ];
  }
  if (platform === 'win32') {
    const programs = env['ProgramFiles'] ?? 'C:\\Program Files';
    const makers = ['Eclipse Adoptium', 'Java', 'Microsoft', 'Zulu', 'Amazon Corretto', 'BellSoft'];
    return makers.map((maker) => win32.join(programs, maker, '*'));
  }
  return ['/usr/lib/jvm/*', '/usr/java/*', '/opt/java/*'];
}

/** Places with a `*` segment become one per entry of that folder, newest name first; a folder that is absent has none. */
async function expand(place: string, platform: NodeJS.Platform): Promise<ReadonlyArray<string>> {
  const separator = platform === 'win32' ? '\\' : '/';
  const marker = `${separator}*${separator}`;
  const at = place.indexOf(marker);
  if (at < 0) return [place];
  const folder = place.slice(0, at);
  const entries = await readdir(folder).catch(() => []);
  const newestFirst = entries.sort((a, b) => b.localeCompare(a, 'en', { numeric: true }));
  return newestFirst.map((entry) => folder + separator + entry + separator + place.slice(at + marker.length));
}

/** The version a program tells of itself, or null where it is no Java, hangs, or is not there. */
export async function askVersion(path: string, signal?: AbortSignal): Promise<Java | null> {
  try {
    const { stderr, stdout } = await promisify(execFile)(path, ['-version'], {
      timeout: 10_000,
      windowsHide: true,
      ...(signal === undefined ? {} : { signal }),
    });
    const parsed = parseJavaVersion(stderr + stdout);
    return parsed === null ? null : { path, ...parsed };
  } catch (error) {
    if (signal?.aborted) throw error;
    return null;
  }
}

/** The first Java of at least 17 on this machine; null where there is none. */
export async function findJava(machine: Machine, ownRuntimes: string, signal?: AbortSignal): Promise<Java | null> {
  const asked = new Set<string>();
  for (const place of javaPlaces(machine, ownRuntimes)) {
    for (const path of await expand(place, machine.platform)) {
      if (asked.has(path)) continue;
      asked.add(path);
      const java = await askVersion(path, signal);
      if (java !== null && java.major >= MINIMUM_JAVA) return java;
    }
  }
  return null;
}
