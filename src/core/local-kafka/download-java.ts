import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../shared/errors.ts';
import { download } from './download.ts';
import { extractTarGz } from './extract-tar.ts';
import { extractZip } from './extract-zip.ts';
import type { Obtain } from './room-ports.ts';
import { fetchText } from './small-download.ts';
import { JAVA_MAJOR, REAL_SOURCES } from './versions.ts';

const PURPOSE = 'download of a Java runtime for local Kafka';
const MAX_BYTES = 400 * 1024 * 1024;

/** What we read of Adoptium's answer; it has much more. */
const Releases = z
  .array(
    z.object({
      release_name: z.string().regex(/^[\w.+-]{1,80}$/),
      binary: z.object({
        package: z.object({
          link: z.url(),
          name: z.string().regex(/^[\w.+-]{1,160}$/),
          checksum: z.string().regex(/^[0-9a-f]{64}$/i),
        }),
      }),
    }),
  )
  .min(1)
  .max(100);

const SYSTEMS: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'mac', win32: 'windows' };
const MACHINES: Readonly<Record<string, string>> = { x64: 'x64', arm64: 'aarch64' };

/** Fetches the newest Temurin runtime of our major version into `java/<release>`, proven by its published checksum. */
export async function downloadJava(on: Obtain): Promise<void> {
  const { ports, layout, progress, signal } = on;
  const { fetch, sources = REAL_SOURCES } = ports;
  progress('java', `No Java 17 or newer here: downloading Java ${JAVA_MAJOR} (Eclipse Temurin).`, 0);
  const os = SYSTEMS[on.machine.platform];
  const architecture = MACHINES[ports.arch ?? process.arch];
  if (os === undefined || architecture === undefined) throw missing('there is no download for this computer');
  const query = new URLSearchParams({ architecture, image_type: 'jre', os, vendor: 'eclipse' });
  const url = `${sources.adoptium}/v3/assets/latest/${JAVA_MAJOR}/hotspot?${query}`;
  const release = parseReleases(await fetchText(fetch, url, { purpose: PURPOSE, signal }));
  const { link, name, checksum } = release.binary.package;
  const file = join(layout.downloads, name);
  await download({
    fetch,
    url: link,
    purpose: PURPOSE,
    file,
    checksum: { algorithm: 'sha256', hex: checksum },
    maxBytes: MAX_BYTES,
    signal,
    onProgress: (done, total) => {
      const share = total === null ? null : done / total;
      progress('java', `Downloading Java ${JAVA_MAJOR}: ${Math.round(done / 1_000_000)} MB.`, share);
    },
  });
  progress('java', 'Unpacking Java.');
  await unpack({ file, target: join(layout.runtimes, release.release_name), runtimes: layout.runtimes, signal });
  await rm(file, { force: true });
}

type Unpack = {
  readonly file: string;
  readonly target: string;
  readonly runtimes: string;
  readonly signal: AbortSignal;
};

/** The archive holds one folder; that becomes `target`, in one step. */
async function unpack({ file, target, runtimes, signal }: Unpack): Promise<void> {
  await mkdir(runtimes, { recursive: true });
  // Outside the folder in which Java is looked for: half a runtime shall not be found.
  const work = await mkdtemp(`${runtimes}.part-`);
  try {
    if (file.endsWith('.zip')) await extractZip(file, work, { signal });
    else await extractTarGz(file, work, { signal });
    const [only, ...others] = await readdir(work);
    if (only === undefined || others.length > 0) throw missing('the downloaded archive has an unknown form');
    await rm(target, { recursive: true, force: true });
    await rename(join(work, only), target);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function parseReleases(text: string): z.infer<typeof Releases>[number] {
  try {
    const [first] = Releases.parse(JSON.parse(text));
    if (first !== undefined) return first;
  } catch (error) {
    throw missing('the list of Java downloads could not be read', error);
  }
  throw missing('the list of Java downloads is empty');
}

function missing(why: string, cause?: unknown): AppError {
  return new AppError('JAVA_MISSING', `Local Kafka needs Java 17 or newer, and ${why}.`, {
    hint: 'Install Java 17 or newer (for example Eclipse Temurin), then try again.',
    retryable: true,
    ...(cause === undefined ? {} : { cause }),
  });
}
