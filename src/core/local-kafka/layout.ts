import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { KAFKA_VERSION } from './versions.ts';

/** Where things lie under <config>/local-kafka. */
export type Layout = {
  readonly folder: string;
  readonly kafka: string;
  readonly jars: string;
  readonly runtimes: string;
  readonly downloads: string;
  readonly data: string;
  readonly log: string;
};

export function layoutOf(folder: string): Layout {
  const kafka = join(folder, `kafka-${KAFKA_VERSION}`);
  return {
    folder,
    kafka,
    jars: join(kafka, 'libs'),
    runtimes: join(folder, 'java'),
    downloads: join(folder, 'downloads'),
    data: join(folder, 'data'),
    log: join(folder, 'broker.log'),
  };
}

/** The cluster id the data folder was formatted with; null where it holds no data. */
export async function clusterIdOfData({ data }: Layout): Promise<string | null> {
  const text = await readFile(join(data, 'meta.properties'), 'utf8').catch(() => null);
  return text === null ? null : (/^cluster\.id=(.+)$/m.exec(text)?.[1]?.trim() ?? null);
}

export async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
