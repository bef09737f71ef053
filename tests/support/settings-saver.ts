import { writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { createDisk, type Disk } from '../../src/core/settings/disk.ts';
import type { FileFormat } from '../../src/core/settings/format.ts';
import { createNotices } from '../../src/core/settings/notices.ts';
import { openSettingsFile, sweepTempFiles } from '../../src/core/settings/settings-file.ts';

/**
 * For tests: a settings file saved as every one is, in a process of its own that can be killed. `plain` and `unlocked`
 * are the twins: what the settings would be without the atomic write, and without the lock.
 */
export type How = 'atomic' | 'plain' | 'unlocked';

const Numbers = z.record(z.string(), z.strictObject({ at: z.int(), pad: z.string() }));
const format: FileFormat<z.infer<typeof Numbers>> = {
  name: 'numbers',
  title: 'Numbers',
  version: 1,
  entries: Numbers,
  empty: {},
  migrations: [],
};

export async function openNumbers(folder: string, how: How) {
  const disk = diskOf(how);
  const notices = createNotices();
  await sweepTempFiles(folder, disk);
  const file = await openSettingsFile({ folder, format, disk, notices, clock: Date.now });
  return { file, notices };
}

function diskOf(how: How): Disk {
  const disk = createDisk(() => crypto.randomUUID());
  if (how === 'atomic') return disk;
  const lock = () => Promise.resolve(() => Promise.resolve());
  return how === 'unlocked' ? { ...disk, lock } : { ...disk, write: (path, text) => writeFile(path, text) };
}

/** Saves all entries with the next number, for ever, and says each number once it is acknowledged. */
async function saveForEver(folder: string, how: How, count: number): Promise<void> {
  const { file } = await openNumbers(folder, how);
  const known = Object.values(file.entries())[0]?.at ?? 0;
  const pad = 'x'.repeat(500);
  for (let at = known + 1; ; at += 1) {
    const entries = Object.fromEntries(Array.from({ length: count }, (_, id) => [`entry-${id}`, { at, pad }]));
    await file.update(() => entries);
    process.stdout.write(`${at}\n`);
  }
}

/** Adds entries of its own, one save each. */
async function saveOwn(folder: string, how: How, { id, count }: { id: string; count: number }): Promise<void> {
  const { file, notices } = await openNumbers(folder, how);
  for (let at = 0; at < count; at += 1) {
    await file.update((all) => ({ ...all, [`${id}-${at}`]: { at, pad: '' } }));
  }
  await file.flush();
  if (notices.list().length > 0 || !file.isSaved()) throw new Error(JSON.stringify(notices.list()));
}

const [, script = '', kind, folder = '', how = 'atomic', first = '', second = ''] = process.argv;
if (script.endsWith('settings-saver.ts')) {
  const as = how as How; // The tests start it with one of them.
  if (kind === 'for-ever') await saveForEver(folder, as, Number(first));
  else await saveOwn(folder, as, { id: first, count: Number(second) });
}
