import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createGzip, gzipSync, zstdCompressSync } from 'node:zlib';
import { lz4Compress, snappyCompress } from '@platformatic/wasm-utils';
import { beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { seeded } from './batch-fixtures.ts';
import { loadDecompress, type Decompress } from './compression.ts';

const seed = Date.now() % 2 ** 31;
const random = seeded(seed);

const MIB = 1024 * 1024;
let decompress: Decompress;
beforeAll(async () => {
  decompress = await loadDecompress();
});

/** As Java writes it: blocks of 32 KiB, each with its length. */
function xerial(bytes: Buffer): Buffer {
  const blocks: Buffer[] = [Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1])];
  for (let at = 0; at < bytes.length; at += 32 * 1024) {
    const block = snappyCompress(bytes.subarray(at, at + 32 * 1024));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(block.length);
    blocks.push(length, block);
  }
  return Buffer.concat(blocks);
}

const CODECS: ReadonlyArray<readonly [name: string, number: number, pack: (bytes: Buffer) => Buffer]> = [
  ['gzip', 1, (bytes) => gzipSync(bytes)],
  ['snappy', 2, snappyCompress],
  ['snappy of Java', 2, xerial],
  ['lz4', 3, lz4Compress],
  ['zstd', 4, (bytes) => zstdCompressSync(bytes)],
];

function sample(length: number): Buffer {
  const words = Array.from({ length: 50 }, () => random(1e9).toString(36));
  let text = '';
  while (text.length < length) text += random(9) === 0 ? 'a'.repeat(random(500)) : `${words[random(50)]},`;
  return Buffer.from(text.slice(0, length));
}

function refusalOf(codec: number, bytes: Buffer): AppError {
  try {
    decompress(codec, bytes);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  return expect.unreachable('it should have been refused') as never;
}

describe.each(CODECS)(`%s (seed ${seed})`, (_, codec, pack) => {
  test.each([1, 70_000, 3 * MIB, 40 * MIB])('gives %i bytes back as they were', (length) => {
    const plain = length > 4 * MIB ? Buffer.alloc(length, sample(MIB)) : sample(length);
    expect(decompress(codec, pack(plain)).equals(plain), `seed ${seed}`).toBe(true);
  });

  test('refuses a batch that unfolds to a byte more than 64 MiB', () => {
    expect(decompress(codec, pack(Buffer.alloc(64 * MIB)))).toHaveLength(64 * MIB);
    const error = refusalOf(codec, pack(Buffer.alloc(64 * MIB + 1)));
    expect(error.context).toEqual({ unfoldsTooFar: true });
    expect(error.message).toMatch(/more than 64 MiB/);
  });

  test('damaged, cut, foreign and nested bytes end in an error that says so, or in bytes of bounded size', () => {
    const packed = pack(sample(20_000));
    const cases = [Buffer.from('<html>no</html>'), Buffer.alloc(100, 255), packed.subarray(0, packed.length - 5)];
    for (let round = 0; round < 400; round++) {
      const damaged = Buffer.from(packed.subarray(0, round % 3 === 0 ? random(packed.length) : packed.length));
      for (let hits = random(4); hits >= 0 && damaged.length > 0; hits--) damaged[random(damaged.length)] = random(256);
      cases.push(damaged);
    }
    for (const bytes of cases) {
      try {
        expect(decompress(codec, bytes).length, `seed ${seed}`).toBeLessThanOrEqual(64 * MIB);
      } catch (error) {
        expect(error, `seed ${seed}`).toBeInstanceOf(AppError);
      }
    }
    expect(refusalOf(codec, Buffer.from('<html>no</html>')).code).toBe('DECODE_FAILED');
    expect(refusalOf(codec, packed.subarray(0, packed.length - 5)).code).toBe('DECODE_FAILED');
    // Packed twice is unpacked once: what is inside is data.
    expect(decompress(codec, pack(packed)).equals(packed)).toBe(true);
  });
});

test('the slow ways give the same as the fast ones, also after many damaged batches', async () => {
  const tired = await loadDecompress();
  for (let round = 0; round < 10; round++) expect(() => tired(2, Buffer.from([4, 9, 9, 9]))).toThrow(AppError);
  for (const [name, codec, pack] of CODECS) {
    for (const length of [0, 1, 17, 65_537, MIB]) {
      if (length === 0 && codec !== 3) continue;
      const plain = sample(length);
      expect(tired(codec, pack(plain)).equals(plain), `${name} ${length} seed ${seed}`).toBe(true);
    }
  }
});

test('LZ4 frames that follow each other are all read', () => {
  const [first, second] = [sample(1000), sample(2000)];
  const both = decompress(3, Buffer.concat([lz4Compress(first), lz4Compress(second)]));
  expect(both.equals(Buffer.concat([first, second]))).toBe(true);
});

test.each([
  ['snappy that declares 1 GiB', 2, Buffer.from([0x80, 0x80, 0x80, 0x80, 0x04, 0, 0])],
  ['snappy that declares 2^35', 2, Buffer.alloc(20, 0xff)],
  ['a snappy copy from before the start', 2, Buffer.from([10, 0, 65, 0x12, 9, 0])],
  ['an LZ4 block larger than its frame says', 3, liar()],
  ['an LZ4 frame with a dictionary', 3, Buffer.from([4, 0x22, 0x4d, 0x18, 0x61, 0x40, 0, 0, 0, 0, 0])],
])('refuses %s', (_, codec, bytes) => {
  const before = process.memoryUsage().rss;
  expect(refusalOf(codec, bytes).code).toBe('DECODE_FAILED');
  expect(process.memoryUsage().rss - before).toBeLessThan(50 * MIB);
});

/** A frame of 64 KiB blocks with one of 4 MiB. */
function liar(): Buffer {
  const frame = Buffer.from(lz4Compress(Buffer.alloc(4 * MIB)));
  frame[5] = 0x40;
  return frame;
}

async function gzipBomb(): Promise<Buffer> {
  const parts: Buffer[] = [];
  const gzip = createGzip({ level: 9 }).on('data', (part: Buffer) => parts.push(part));
  const zeros = Buffer.alloc(8 * MIB);
  for (let written = 0; written < 32; written++) if (!gzip.write(zeros)) await once(gzip, 'drain');
  gzip.end();
  await once(gzip, 'end');
  return Buffer.concat(parts);
}

/** 256 MiB of LZ4 without ever holding it: the same block 64 times. */
function lz4Bomb(): Buffer {
  const frame = lz4Compress(Buffer.alloc(4 * MIB));
  const block = frame.subarray(7, frame.length - 4);
  return Buffer.concat([frame.subarray(0, 7), ...Array.from({ length: 64 }, () => block), Buffer.alloc(4)]);
}

/** Linux counts into a program's peak what the one that started it held; its own peak stands elsewhere. */
const PROBE = `
const { existsSync, readFileSync } = require('node:fs');
const status = '/proc/self/status';
const peak = () => existsSync(status)
  ? Number(/VmHWM:\\s+(\\d+)/.exec(readFileSync(status, 'utf8'))[1]) * 1024
  : process.resourceUsage().maxRSS * 1024;
const [module, codec, file] = process.argv.slice(1);
import(module).then(async ({ loadDecompress }) => {
  const decompress = await loadDecompress();
  decompress(1, require('node:zlib').gzipSync('warm'));
  const bomb = readFileSync(file);
  const before = process.memoryUsage().rss;
  let outcome = 'unpacked';
  try { decompress(Number(codec), bomb); } catch (error) { outcome = JSON.stringify(error.context); }
  console.log(JSON.stringify({ outcome, grown: peak() - before }));
});`;

test.each([
  ['gzip, 1,029:1', 1, gzipBomb],
  ['snappy of Java', 2, () => Promise.resolve(xerial(Buffer.alloc(256 * MIB)))],
  ['lz4', 3, () => Promise.resolve(lz4Bomb())],
  ['zstd', 4, () => Promise.resolve(zstdCompressSync(Buffer.alloc(256 * MIB)))],
])(
  'a bomb of 256 MiB costs less than 150 MB and is refused: %s',
  async (_, codec, bomb) => {
    const folder = await mkdtemp(join(tmpdir(), 'conduktor-bomb-'));
    try {
      const file = join(folder, 'bomb');
      await writeFile(file, await bomb());
      const module = new URL('./compression.ts', import.meta.url).href;
      const { stdout } = await promisify(execFile)(process.execPath, ['-e', PROBE, module, String(codec), file]);
      const { outcome, grown } = JSON.parse(stdout) as { outcome: string; grown: number };
      expect(outcome).toBe('{"unfoldsTooFar":true}');
      expect(grown / 1e6).toBeLessThan(150);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
  60_000,
);
