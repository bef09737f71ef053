import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A folder only this user can open, for files another program is to read. Made when first needed, gone with the app. */
export type DraftFolder = {
  /** Puts the files into a new folder of their own; their paths, in order. */
  write(files: ReadonlyArray<DraftFile>): Promise<ReadonlyArray<string>>;
  remove(): Promise<void>;
};

export type DraftFile = { readonly name: string; readonly content: Uint8Array };

export function createDraftFolder(parent = tmpdir()): DraftFolder {
  let folder: Promise<string> | null = null;
  return {
    async write(files) {
      // mkdtemp makes it for this user alone (0700).
      folder ??= mkdtemp(path.join(parent, 'conduktor-support-'));
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
