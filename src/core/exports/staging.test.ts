import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fileError } from './file-error.ts';
import { discard, openNew, StagedFile, type OpenFile } from './staging.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'staging-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A disk that is full after so many bytes, and writes half of what it is given. */
const smallDisk =
  (room: number, code: string): OpenFile =>
  async (file) => {
    const handle = await openNew(file);
    let left = room;
    return {
      write: async (bytes: Uint8Array, at: number, length: number) => {
        if (left <= 0) throw Object.assign(new Error(code), { code });
        const wanted = Math.min(left, Math.ceil(length / 2));
        left -= wanted;
        return await handle.write(bytes, at, wanted);
      },
      sync: () => handle.sync(),
      close: () => handle.close(),
    } as Awaited<ReturnType<OpenFile>>;
  };

describe('a staged file', () => {
  it.each([
    ['ENOSPC', 'there is no room left on the disk'],
    ['EDQUOT', 'quota'],
    ['EIO', 'the disk failed'],
    ['EWHATEVER', 'EWHATEVER'],
  ])('tells %s as a sentence and leaves nothing', async (code, words) => {
    const staging = path.join(folder, '.x.part');
    const target = path.join(folder, 'x.csv');
    const file = await StagedFile.create(staging, smallDisk(1000, code));
    const error = await file
      .write('x'.repeat(5_000_000))
      .then(() => file.finish(target, false))
      .then(
        () => null,
        (reason: unknown) => fileError(reason, target),
      );
    expect(error).toMatchObject({ code: 'FILE_WRITE', message: expect.stringContaining(words) as string });
    expect(error?.hint).toBeTruthy();
    await file.close();
    await discard(staging);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('never writes into what lies there already', async () => {
    const staging = path.join(folder, '.y.part');
    const first = await StagedFile.create(staging);
    await expect(StagedFile.create(staging)).rejects.toMatchObject({ code: 'EEXIST' });
    await first.close();
    await discard(staging);
  });
});
