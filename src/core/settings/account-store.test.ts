import { chmodSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newFolder, open } from './testing.ts';

let folder: string;

beforeEach(() => {
  folder = newFolder();
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const HOUR = 60 * 60_000;
const LICENCE = 'eyJhbGciOiJSUzI1NiJ9.a-licence-file.c2lnbmF0dXJl';

/** The files below the folder that hold the licence, by name, with their rights. */
function filesWithLicence(): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file, 'utf8').includes(LICENCE))
    .map((file) => `${path.relative(folder, file)} ${(statSync(file).mode & 0o777).toString(8)}`)
    .sort();
}

test.skipIf(process.platform === 'win32')(
  'a licence file is kept as it is in files of this user only, and in none once it is removed @securityTest licence-file-kept (Windows has no modes)',
  async () => {
    let now = Date.now();
    const settings = await open(folder, { clock: () => now });
    await settings.account.save({ licenceFile: LICENCE });
    // What is an hour old stays in a backup of its own.
    now += 2 * HOUR;
    await settings.account.save({ seenAt: now });
    expect(filesWithLicence()).toEqual([
      'account.json 600',
      'backups/account.1.json 600',
      'backups/account.2.json 600',
    ]);
    // Twin: a file others may read would be seen.
    chmodSync(path.join(folder, 'account.json'), 0o644);
    expect(filesWithLicence()[0]).toBe('account.json 644');
    await settings.account.save({ licenceFile: null });
    expect(filesWithLicence()).toEqual([]);
    expect(settings.account.get()).toMatchObject({ licenceFile: null, seenAt: now });
    expect((await open(folder)).account.get()).toMatchObject({ licenceFile: null, seenAt: now });
  },
);
