import { spawn } from 'node:child_process';
import { access, constants, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { stopIfCancelled } from './cancel.ts';
import type { Machine } from './java.ts';

export type MavenPackage = { readonly group: string; readonly artifact: string; readonly version: string };

const MAVEN_LIMIT_MS = 10 * 60_000;

/**
 * The `mvn` program, or null. On Windows always null: there it is a .cmd, which only a shell can start, and a shell
 * would read the user's folder names as commands; the official archive serves there.
 */
export async function findMaven({ platform, env }: Machine): Promise<string | null> {
  if (platform === 'win32') return null;
  const home = env['MAVEN_HOME'];
  const folders = [...(home === undefined ? [] : [join(home, 'bin')]), ...(env['PATH'] ?? '').split(delimiter)];
  for (const folder of folders) {
    const path = join(folder, 'mvn');
    const found =
      folder !== '' &&
      (await access(path, constants.X_OK).then(
        () => true,
        () => false,
      ));
    if (found) return path;
  }
  return null;
}

/** A project that is nothing but its dependencies. */
export function pomFor(packages: ReadonlyArray<MavenPackage>): string {
  const dependencies = packages.map(
    ({ group, artifact, version }) =>
      `    <dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`,
  );
  return [
    '<project xmlns="http://maven.apache.org/POM/4.0.0">',
    '  <modelVersion>4.0.0</modelVersion>',
    '  <groupId>io.conduktor.local</groupId><artifactId>jars</artifactId><version>1</version><packaging>pom</packaging>',
    '  <dependencies>',
    ...dependencies,
    '  </dependencies>',
    '</project>',
    '',
  ].join('\n');
}

export type JarsRequest = {
  readonly maven: string;
  readonly packages: ReadonlyArray<MavenPackage>;
  /** Where the jars shall lie. Whole or absent: it is renamed into place when complete. */
  readonly folder: string;
  readonly signal?: AbortSignal;
};

/** The packages and all they need, as jars in one folder; at once where they are there already. */
export async function jarsFromMaven({ maven, packages, folder, signal }: JarsRequest): Promise<string> {
  if ((await readdir(folder).catch(() => [])).length > 0) return folder;
  await mkdir(dirname(folder), { recursive: true });
  const work = await mkdtemp(`${folder}.part-`);
  try {
    await writeFile(join(work, 'pom.xml'), pomFor(packages));
    const jars = join(work, 'jars');
    const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${jars}`];
    await runMaven(maven, ['-B', '-q', '-f', join(work, 'pom.xml'), ...goal], signal);
    await rename(jars, folder).catch(async (error: unknown) => {
      // Another process filled it meanwhile: the same jars, so ours are not needed.
      if ((await readdir(folder).catch(() => [])).length === 0) throw error;
    });
    return folder;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function runMaven(maven: string, args: ReadonlyArray<string>, signal?: AbortSignal): Promise<void> {
  const child = spawn(maven, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: MAVEN_LIMIT_MS,
    ...(signal === undefined ? {} : { signal }),
  });
  let output = '';
  const keep = (chunk: Buffer) => (output = (output + chunk.toString('utf8')).slice(-20_000));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).catch((error: unknown) => {
    stopIfCancelled(signal);
    throw error;
  });
  if (code === 0) return;
  const firstError =
    output.split('\n').find((line) => line.includes('[ERROR]')) ?? `it ended with code ${code ?? 'none'}`;
  throw new AppError(
    'DOWNLOAD_FAILED',
    `Maven could not fetch Kafka: ${firstError.replace(/^.*\[.*ERROR.*?\]\s*/, '').slice(0, 300)}`,
    {
      hint: 'Check the network and Maven’s own settings, then try again.',
      retryable: true,
    },
  );
}
