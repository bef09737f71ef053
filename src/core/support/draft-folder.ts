import { lstat, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';

/** A folder only this user can open, for files another program is to read. Made when first needed, gone with the app. */
export type DraftFolder = {
  /** Puts the files into a new folder of their own; their paths, in order. */
  write(files: ReadonlyArray<DraftFile>): Promise<ReadonlyArray<string>>;
  remove(): Promise<void>;
};

export type DraftFile = { readonly name: string; readonly content: Uint8Array };

const PREFIX = 'conduktor-support-';
/** A folder that a crash left behind; younger ones may be another instance's. */
const LEFT_BEHIND_MS = 24 * 60 * 60 * 1000;

export function createDraftFolder(parent = tmpdir()): DraftFolder {
  let folder: Promise<string> | null = null;
  return {
    async write(files) {
      // mkdtemp makes it for this user alone (0700).
      folder ??= sweep(parent).then(() => mkdtemp(path.join(parent, PREFIX)));
      const place = await mkdtemp(path.join(await folder, 'mail-'));
      return Promise.all(
        files.map(async ({ name, content }) => {
          const file = path.join(place, name);
          await writeFile(file, content, { flag: 'wx', mode: 0o600 });
          return file;
        }),
      );
    },
    async remove() {
      if (folder !== null) await rm(await folder, { recursive: true, force: true });
      folder = null;
    },
  };
}

/** Removes what a crash left behind. Best effort: what cannot be removed is the system's to clean up. */
async function sweep(parent: string): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  for (const name of names.filter((each) => each.startsWith(PREFIX))) {
    const place = path.join(parent, name);
    const found = await lstat(place).catch(() => null);
    const isOurs = found?.isDirectory() === true && (process.platform === 'win32' || found.uid === userInfo().uid);
    if (!isOurs || Date.now() - found.mtimeMs < LEFT_BEHIND_MS) continue;
    await rm(place, { recursive: true, force: true }).catch(() => undefined);
  }
}
