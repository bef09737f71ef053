import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startFileServer, type FileServer } from '../../../tests/support/file-server.ts';
import { createNetwork } from '../network/index.ts';
import { download, type Download } from './download.ts';

const CONTENT = randomBytes(400_000);
const HALF = 200_000;
const hex = createHash('sha256').update(CONTENT).digest('hex');

let folder = '';
let server: FileServer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'download-'));
  server = await startFileServer();
  server.files.set('/file.tgz', CONTENT);
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

function request(change: Partial<Download> = {}): Download {
  return {
    fetch: createNetwork().fetch,
    url: `${server.url}/file.tgz`,
    purpose: 'test',
    file: join(folder, 'file.tgz'),
    checksum: { algorithm: 'sha256', hex },
    maxBytes: 1_000_000,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    pauseMs: () => 1,
    ...change,
  };
}

async function isWhole(): Promise<boolean> {
  expect(await readdir(folder)).toEqual(['file.tgz']);
  return (await readFile(join(folder, 'file.tgz'))).equals(CONTENT);
}

describe('a download', () => {
  test('brings the file and tells how far it is', async () => {
    const told: Array<[number, number | null]> = [];
    await download(request({ onProgress: (done, total) => told.push([done, total]) }));
    expect(await isWhole()).toBe(true);
    expect(told.at(-1)).toEqual([CONTENT.length, CONTENT.length]);
  });

  test('asks nobody where the file is there already and right', async () => {
    await download(request());
    await download(request());
    expect(server.requests).toHaveLength(1);
  });

  test('goes on where a broken connection left it', async () => {
    let breaks = 2;
    server.trouble = (_request, response, file) => {
      if (breaks-- <= 0) return false;
      const start = breaks === 1 ? 0 : HALF / 2;
      const range = { 'content-range': `bytes ${start}-${file.length - 1}/${file.length}` };
      response.writeHead(start > 0 ? 206 : 200, { 'content-length': file.length - start, ...(start > 0 ? range : {}) });
      response.write(file.subarray(start, start + HALF / 2), () => setTimeout(() => response.destroy(), 20));
      return true;
    };
    await download(request());
    expect(await isWhole()).toBe(true);
    expect(server.requests.map(({ range }) => range)).toEqual([null, `bytes=${HALF / 2}-`, `bytes=${HALF}-`]);
  });

  test('goes on with the part of an earlier run', async () => {
    await writeFile(join(folder, 'file.tgz.part'), CONTENT.subarray(0, HALF));
    await download(request());
    expect(await isWhole()).toBe(true);
    expect(server.requests).toEqual([{ path: '/file.tgz', range: `bytes=${HALF}-` }]);
  });

  test('takes a part that is whole already', async () => {
    await writeFile(join(folder, 'file.tgz.part'), CONTENT);
    await download(request());
    expect(await isWhole()).toBe(true);
  });

  test('begins anew where the part of an earlier run was of another file', async () => {
    await writeFile(join(folder, 'file.tgz.part'), randomBytes(HALF));
    await download(request());
    expect(await isWhole()).toBe(true);
    expect(server.requests.map(({ range }) => range)).toEqual([`bytes=${HALF}-`, null]);
  });

  test('begins anew where the server knows no Range', async () => {
    await writeFile(join(folder, 'file.tgz.part'), CONTENT.subarray(0, HALF));
    server.trouble = (_request, response, file) => {
      response.end(file);
      return true;
    };
    await download(request());
    expect(await isWhole()).toBe(true);
  });

  test('begins anew where the server sends another part than asked for', async () => {
    await writeFile(join(folder, 'file.tgz.part'), CONTENT.subarray(0, HALF));
    server.trouble = ({ headers }, response, file) => {
      if (headers.range === undefined) return false;
      response.writeHead(206, { 'content-range': `bytes 0-${file.length - 1}/${file.length}` }).end(file);
      return true;
    };
    await download(request());
    expect(await isWhole()).toBe(true);
    expect(server.requests.map(({ range }) => range)).toEqual([`bytes=${HALF}-`, null]);
  });

  test('is thrown away where the checksum differs', async () => {
    server.files.set('/file.tgz', randomBytes(1000));
    await expect(download(request())).rejects.toThrow(/checksum differs/);
    expect(await readdir(folder)).toEqual([]);
  });

  test('says what the server said, and does not ask again for what is not there', async () => {
    server.files.clear();
    await expect(download(request())).rejects.toMatchObject({ code: 'DOWNLOAD_FAILED', context: { status: 404 } });
    expect(server.requests).toHaveLength(1);
  });

  test('asks again where the server is busy, and gives up at some time', async () => {
    server.trouble = (_request, response) => {
      response.writeHead(503).end();
      return true;
    };
    await expect(download(request())).rejects.toMatchObject({ code: 'DOWNLOAD_FAILED', retryable: true });
    expect(server.requests).toHaveLength(4);
  });

  test('takes no more than can be right', async () => {
    await expect(download(request({ maxBytes: 1000 }))).rejects.toThrow(/far more/);
    server.trouble = (_request, response, file) => {
      response.write(file);
      response.end();
      return true;
    };
    await expect(download(request({ maxBytes: 1000 }))).rejects.toThrow(/far more/);
  });

  test('does not wait for ever for a server that falls silent', async () => {
    server.trouble = (_request, response, file) => {
      response.writeHead(200, { 'content-length': file.length }).write(file.subarray(0, 10));
      return true;
    };
    await expect(download(request({ stallLimitMs: 30 }))).rejects.toMatchObject({ code: 'DOWNLOAD_FAILED' });
  });

  test('can be cancelled, and goes on from there the next time', async () => {
    const controller = new AbortController();
    server.trouble = (_request, response, file) => {
      response.writeHead(200, { 'content-length': file.length }).write(file.subarray(0, HALF));
      return true;
    };
    const onProgress = (done: number) => {
      if (done === HALF) controller.abort();
    };
    await expect(download(request({ signal: controller.signal, onProgress }))).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    server.trouble = () => false;
    await download(request());
    expect(await isWhole()).toBe(true);
    expect(server.requests.at(-1)?.range).toBe(`bytes=${HALF}-`);
  });
});
