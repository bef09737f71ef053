import { mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import { download } from './download.ts';
import { extractTarGz } from './extract-tar.ts';
import type { Obtain } from './room-ports.ts';
import { firstThatWorks, fetchText } from './small-download.ts';
import { KAFKA_VERSION, REAL_SOURCES, SCALA_VERSION } from './versions.ts';

const NAME = `kafka_${SCALA_VERSION}-${KAFKA_VERSION}`;
const PURPOSE = 'download of Apache Kafka for local Kafka';
const MAX_BYTES = 400 * 1024 * 1024;

/** Fetches Apache's own archive, proves it with Apache's checksum, and puts it in place in one step. */
export async function downloadKafka(on: Pick<Obtain, 'ports' | 'layout' | 'progress' | 'signal'>): Promise<void> {
  const { ports, layout, progress, signal } = on;
  const { fetch, sources = REAL_SOURCES } = ports;
  progress('kafka', `Downloading Apache Kafka ${KAFKA_VERSION}.`, 0);
  const archive = `${NAME}.tgz`;
  const published = await firstThatWorks(sources.kafkaChecksum, signal, (place) =>
    fetchText(fetch, `${place}/${archive}.sha512`, { purpose: PURPOSE, signal }),
  );
  const hex = parseSha512(published, archive);
  const file = join(layout.downloads, archive);
  await firstThatWorks(sources.kafka, signal, (place) =>
    download({
      fetch,
      url: `${place}/${archive}`,
      purpose: PURPOSE,
      file,
      checksum: { algorithm: 'sha512', hex },
      maxBytes: MAX_BYTES,
      signal,
      onProgress: (done, total) => progress('kafka', downloading(done, total), total === null ? null : done / total),
    }),
  );
  progress('kafka', 'Unpacking Apache Kafka.');
  const work = await mkdtemp(`${layout.kafka}.part-`);
  try {
    // The site documentation is a third of the archive and of no use here.
    await extractTarGz(file, work, { signal, skip: (name) => name.includes('/site-docs/') });
    await rename(join(work, NAME), layout.kafka);
    await rm(file, { force: true });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function downloading(done: number, total: number | null): string {
  const mega = (bytes: number) => Math.round(bytes / 1_000_000);
  return `Downloading Apache Kafka ${KAFKA_VERSION}: ${mega(done)}${total === null ? '' : ` of ${mega(total)}`} MB.`;
}

/** The checksum in either form Apache publishes: `name: 8A51 22FF …` over some lines, or `8a5122ff…  name`. */
export function parseSha512(text: string, name: string): string {
  const hex = text.replaceAll(name, ' ').replace(/[\s:*]/g, '');
  if (/^[0-9a-f]{128}$/i.test(hex)) return hex.toLowerCase();
  throw new AppError('DOWNLOAD_FAILED', 'The checksum that Apache publishes for Kafka could not be read.', {
    hint: 'A proxy or sign-in page may stand between: open a web page, then try again.',
    retryable: true,
  });
}
