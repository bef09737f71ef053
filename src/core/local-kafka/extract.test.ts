import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { extractTarGz } from './extract-tar.ts';
import { extractZip } from './extract-zip.ts';

const signal = new AbortController().signal;
let folder = '';
let out = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'extract-'));
  out = join(folder, 'out');
  await mkdir(out);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

type Entry = { name: string; type?: string; link?: string; body?: Buffer; mode?: number };

/** A tar entry written by hand, so that it can be wicked. */
function tarEntry({ name, type = '0', link = '', body = Buffer.alloc(0), mode = 0o644 }: Entry): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0, 100);
  header.write(`${mode.toString(8).padStart(7, '0')}\0`, 100);
  header.write(`${body.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write('        ', 148);
  header.write(type, 156);
  header.write(link, 157, 100);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return Buffer.concat([header, body, Buffer.alloc((512 - (body.length % 512)) % 512)]);
}

async function tarGz(entries: ReadonlyArray<Entry>, end = Buffer.alloc(1024)): Promise<string> {
  const path = join(folder, 'archive.tgz');
  await writeFile(path, gzipSync(Buffer.concat([...entries.map(tarEntry), end])));
  return path;
}

async function zip(entries: ReadonlyArray<{ name: string; body: string; claimed?: number }>): Promise<string> {
  const files: Buffer[] = [];
  const list: Buffer[] = [];
  let at = 0;
  for (const { name, body, claimed = Buffer.byteLength(body) } of entries) {
    const packed = deflateRawSync(body);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt16LE(Buffer.byteLength(name), 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(8, 10);
    central.writeUInt32LE(packed.length, 20);
    central.writeUInt32LE(claimed, 24);
    central.writeUInt16LE(Buffer.byteLength(name), 28);
    central.writeUInt32LE(at, 42);
    files.push(local, Buffer.from(name), packed);
    list.push(central, Buffer.from(name));
    at += 30 + Buffer.byteLength(name) + packed.length;
  }
  const directory = Buffer.concat(list);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  const path = join(folder, 'archive.zip');
  await writeFile(path, Buffer.concat([...files, directory, end]));
  return path;
}

const WICKED = ['../evil', '/evil', 'a/../../evil', 'a\\..\\..\\evil', 'C:evil', 'a/NUL', 'con.txt', 'dot./x', 'a/..'];

describe('a tar.gz', () => {
  test.skipIf(process.platform === 'win32')(
    'of the system’s own tar comes out as it went in (no tar to ask on Windows)',
    async () => {
      const source = join(folder, 'source');
      const long = join(...Array.from({ length: 12 }, (_, at) => `a-folder-with-a-long-name-${at}`));
      await mkdir(join(source, long), { recursive: true });
      await writeFile(join(source, long, `${'x'.repeat(120)}.txt`), 'deep');
      await writeFile(join(source, 'empty'), '');
      await writeFile(join(source, 'program'), 'run', { mode: 0o755 });
      await writeFile(join(source, 'big é'), Buffer.alloc(300_001, 7));
      for (const format of ['gnu', 'pax', 'ustar']) {
        const target = join(out, format);
        await mkdir(target);
        const names = format === 'ustar' ? ['empty', 'program', 'big é'] : ['.'];
        execFileSync('tar', [`--format=${format}`, '-czf', join(folder, 't.tgz'), '-C', source, ...names]);
        await extractTarGz(join(folder, 't.tgz'), target, { signal });
        expect((await readFile(join(target, 'big é'))).equals(Buffer.alloc(300_001, 7))).toBe(true);
        expect((await stat(join(target, 'program'))).mode & 0o111).not.toBe(0);
        expect((await stat(join(target, 'empty'))).size).toBe(0);
        if (format !== 'ustar') expect(await readdir(join(target, long))).toEqual([`${'x'.repeat(120)}.txt`]);
      }
    },
  );

  test.each(WICKED)('with the path %j is refused and writes nothing', async (name) => {
    const archive = await tarGz([{ name, body: Buffer.from('evil') }]);
    await expect(extractTarGz(archive, out, { signal })).rejects.toMatchObject({ code: 'DOWNLOAD_FAILED' });
    expect((await readdir(folder)).sort()).toEqual(['archive.tgz', 'out']);
    expect(await readdir(out)).toEqual([]);
  });

  test.skipIf(process.platform === 'win32')('keeps links that stay inside (Windows lets few make links)', async () => {
    const archive = await tarGz([
      { name: 'j/legal/b', type: '2', link: '../a' },
      { name: 'j/a', body: Buffer.from('text') },
    ]);
    await extractTarGz(archive, out, { signal });
    expect(await readlink(join(out, 'j/legal/b'))).toBe('../a');
    expect(await readFile(join(out, 'j/legal/b'), 'utf8')).toBe('text');
  });

  test.each([
    ['a link out of the folder', [{ name: 'a', type: '2', link: '../../etc' }]],
    ['an absolute link', [{ name: 'a', type: '2', link: '/etc/passwd' }]],
    [
      'a file through a link',
      [
        { name: 'a', type: '2', link: 'b' },
        { name: 'a/x', body: Buffer.from('x') },
      ],
    ],
    ['a hard link', [{ name: 'a', type: '1', link: '/etc/passwd' }]],
    ['a device', [{ name: 'a', type: '3' }]],
    ['the same file twice', [{ name: 'a' }, { name: 'a' }]],
  ] as ReadonlyArray<[string, Entry[]]>)('with %s is refused', async (_what, entries) => {
    await expect(extractTarGz(await tarGz(entries), out, { signal })).rejects.toThrow();
    expect((await readdir(folder)).sort()).toEqual(['archive.tgz', 'out']);
  });

  test('that ends early or is damaged is refused', async () => {
    const whole = await readFile(await tarGz([{ name: 'a', body: Buffer.alloc(5000, 1) }]));
    const cut = join(folder, 'cut.tgz');
    await writeFile(cut, whole.subarray(0, whole.length - 20));
    await expect(extractTarGz(cut, out, { signal })).rejects.toMatchObject({ code: 'DOWNLOAD_FAILED' });
    const noEnd = await tarGz([{ name: 'b' }], Buffer.alloc(0));
    await expect(extractTarGz(noEnd, out, { signal })).rejects.toThrow(/too early/);
  });

  test('leaves out what is not wanted and goes on after it', async () => {
    const archive = await tarGz([
      { name: 'k/site-docs/d', body: Buffer.alloc(700, 1) },
      { name: 'k/libs/l', body: Buffer.from('jar') },
    ]);
    await extractTarGz(archive, out, { signal, skip: (name) => name.includes('/site-docs/') });
    expect(await readdir(join(out, 'k'))).toEqual(['libs']);
  });
});

describe('a zip', () => {
  test('comes out as it went in', async () => {
    const archive = await zip([
      { name: 'j/', body: '' },
      { name: 'j/bin/java.exe', body: 'program'.repeat(1000) },
      { name: 'j/empty', body: '' },
    ]);
    await extractZip(archive, out, { signal });
    expect(await readFile(join(out, 'j/bin/java.exe'), 'utf8')).toBe('program'.repeat(1000));
    expect((await stat(join(out, 'j/empty'))).size).toBe(0);
  });

  test.each(WICKED)('with the path %j is refused and writes nothing', async (name) => {
    await expect(extractZip(await zip([{ name, body: 'evil' }]), out, { signal })).rejects.toMatchObject({
      code: 'DOWNLOAD_FAILED',
    });
    expect((await readdir(folder)).sort()).toEqual(['archive.zip', 'out']);
    expect(await readdir(out)).toEqual([]);
  });

  test('that holds more than its list says is refused', async () => {
    const archive = await zip([{ name: 'a', body: 'x'.repeat(100_000), claimed: 10 }]);
    await expect(extractZip(archive, out, { signal })).rejects.toThrow(/damaged/);
  });

  test('that is none is refused', async () => {
    const path = join(folder, 'no.zip');
    await writeFile(path, 'not a zip at all, but long enough to look at');
    await expect(extractZip(path, out, { signal })).rejects.toThrow(/damaged/);
  });
});
