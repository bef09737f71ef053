import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startFileServer, type FileServer } from '../../../tests/support/file-server.ts';
import { createNetwork } from '../network/index.ts';
import { downloadJava } from './download-java.ts';
import { parseSha512 } from './download-kafka.ts';
import { askVersion, findJava } from './java.ts';
import { layoutOf } from './layout.ts';
import { obtainKafka } from './obtain.ts';
import type { Obtain } from './room-ports.ts';

const KAFKA = 'kafka_2.13-4.3.1';

test.each([
  ['GPG style', `${KAFKA}.tgz: ${'8A51 22FF\n   '.repeat(16)}`],
  ['one line', `${'8a5122ff'.repeat(16)}  ${KAFKA}.tgz\n`],
  ['binary mark', `${'8a5122ff'.repeat(16)} *${KAFKA}.tgz`],
])('the checksum is read in the form: %s', (_form, text) => {
  expect(parseSha512(text, `${KAFKA}.tgz`)).toBe('8a5122ff'.repeat(16));
});

test('a sign-in page is no checksum', () => {
  expect(() => parseSha512('<html>Please sign in</html>', `${KAFKA}.tgz`)).toThrow(/could not be read/);
});

describe.skipIf(process.platform === 'win32')(
  'on a computer without Java and Maven (the archives here are made with tar)',
  () => {
    let folder = '';
    let server: FileServer;
    const messages: string[] = [];

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'obtain-'));
      server = await startFileServer();
      messages.length = 0;
    });
    afterEach(async () => {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    });

    function on(platform: NodeJS.Platform = 'linux'): Obtain {
      const unused = () => {
        throw new Error('not for this');
      };
      const { url } = server;
      return {
        ports: {
          folder: join(folder, 'local-kafka'),
          clusters: { upsertLocal: unused },
          createEngine: unused,
          fetch: createNetwork().fetch,
          env: {},
          clock: () => 0,
          log: { info: () => undefined, warn: () => undefined },
          arch: 'x64',
          sources: { kafka: [`${url}/gone`, `${url}/archive`], kafkaChecksum: [`${url}/archive`], adoptium: url },
        },
        machine: { platform, home: '', env: {} },
        layout: layoutOf(join(folder, 'local-kafka')),
        progress: (step, message) => messages.push(`${step}: ${message}`),
        signal: new AbortController().signal,
      };
    }

    /** A .tar.gz of one folder with the given files. */
    async function pack(top: string, files: Record<string, string>): Promise<Buffer> {
      for (const [name, content] of Object.entries(files)) {
        await mkdir(join(folder, top, name, '..'), { recursive: true });
        await writeFile(join(folder, top, name), content);
        await chmod(join(folder, top, name), 0o755);
      }
      execFileSync('tar', ['-czf', join(folder, 'packed.tgz'), '-C', folder, top]);
      return await readFile(join(folder, 'packed.tgz'));
    }

    test('Kafka comes from Apache’s archive, from the second place where the first has it no more', async () => {
      const archive = await pack(KAFKA, { 'libs/kafka.jar': 'jar', 'site-docs/docs.tgz': 'docs' });
      server.files.set(`/archive/${KAFKA}.tgz`, archive);
      const sum = createHash('sha512').update(archive).digest('hex');
      server.files.set(`/archive/${KAFKA}.tgz.sha512`, `${sum}  ${KAFKA}.tgz`);
      const there = on();
      const jars = await obtainKafka(there);
      expect(await readdir(jars)).toEqual(['kafka.jar']);
      expect((await readdir(there.layout.folder)).sort()).toEqual(['downloads', 'kafka-4.3.1']);
      expect(messages).toContain('kafka: Unpacking Apache Kafka.');
      const before = server.requests.length;
      await obtainKafka(there);
      expect(server.requests).toHaveLength(before);
    });

    test('Kafka with another checksum than Apache’s is not unpacked', async () => {
      server.files.set(`/archive/${KAFKA}.tgz`, await pack(KAFKA, { 'libs/kafka.jar': 'evil' }));
      server.files.set(`/archive/${KAFKA}.tgz.sha512`, `${'0'.repeat(128)}  ${KAFKA}.tgz`);
      const there = on();
      await expect(obtainKafka(there)).rejects.toThrow(/checksum differs/);
      expect(await readdir(there.layout.folder)).toEqual(['downloads']);
    });

    /** The API's answer, and the archive it names. */
    function offerJava(archive: Buffer, checksum: string): void {
      const name = 'OpenJDK21U-jre_x64_linux_hotspot_21.0.5_11.tar.gz';
      const link = `${server.url}/${name}`;
      const binary = { package: { link, name, checksum, size: archive.length }, image_type: 'jre' };
      server.files.set('/v3/assets/latest/21/hotspot', JSON.stringify([{ release_name: 'jdk-21.0.5+11', binary }]));
      server.files.set(`/${name}`, archive);
    }

    test('Java comes from Adoptium, is proven, unpacked and found', async () => {
      const program = '#!/bin/sh\necho \'openjdk version "21.0.5" 2024-10-15\' >&2\n';
      const archive = await pack('jdk-21.0.5+11-jre', { 'bin/java': program, release: 'x' });
      offerJava(archive, createHash('sha256').update(archive).digest('hex'));
      const there = on('linux');
      await downloadJava(there);
      const path = join(there.layout.runtimes, 'jdk-21.0.5+11', 'bin', 'java');
      expect(await askVersion(path)).toEqual({ path, major: 21, version: '21.0.5' });
      expect(await readdir(there.layout.downloads)).toEqual([]);
      expect(await findJava(there.machine, there.layout.runtimes)).toMatchObject({ path });
    });

    test('Java that is not what Adoptium published is not unpacked', async () => {
      offerJava(await pack('jdk-21.0.5+11-jre', { 'bin/java': 'evil' }), '0'.repeat(64));
      const there = on('linux');
      await expect(downloadJava(there)).rejects.toThrow(/checksum differs/);
      expect(await readdir(there.layout.folder)).toEqual(['downloads']);
    });

    test.each(['<html>', '[]', '[{"release_name":"../../x"}]'])(
      'an answer of %j is no list of downloads',
      async (answer) => {
        server.files.set('/v3/assets/latest/21/hotspot', answer);
        await expect(downloadJava(on('linux'))).rejects.toMatchObject({ code: 'JAVA_MISSING' });
      },
    );

    test('a computer for which there is no Java is told what to do', async () => {
      await expect(downloadJava(on('freebsd'))).rejects.toMatchObject({ code: 'JAVA_MISSING' });
      expect(server.requests).toEqual([]);
    });
  },
);
