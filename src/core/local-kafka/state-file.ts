import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const Port = z.int().min(1).max(65_535);

/** What we must know of our broker after the app itself is gone. */
export const LocalState = z.strictObject({
  version: z.literal(1),
  clusterId: z.string().min(1).max(64),
  kafkaVersion: z.string().max(32),
  /** Remembered so that the cluster keeps its address. */
  port: Port,
  controllerPort: Port,
  process: z
    .strictObject({
      pid: z.int().positive(),
      /** When it began, as the system writes it; null where the system did not say. */
      identity: z.string().max(200).nullable(),
    })
    .nullable(),
  /** Null until asked for. `isComplete` is false while it is written, and stays so where that broke off. */
  sampleData: z.strictObject({ at: z.int(), isComplete: z.boolean() }).nullable(),
});
export type LocalState = z.infer<typeof LocalState>;

export type StateFile = {
  /** Null where there is none, or none that can be read: then it is set aside under another name. */
  read(): Promise<LocalState | null>;
  write(state: LocalState): Promise<void>;
};

export function openStateFile(folder: string): StateFile {
  const path = join(folder, 'state.json');
  return {
    async read() {
      const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null;
        throw error;
      });
      if (text === null) return null;
      const parsed = LocalState.safeParse(parse(text));
      if (parsed.success) return parsed.data;
      await rename(path, `${path}.unreadable`);
      return null;
    },
    /** Whole or not at all: a temporary file, flushed, renamed. */
    async write(state) {
      await mkdir(dirname(path), { recursive: true });
      const file = await open(`${path}.new`, 'w', 0o600);
      try {
        await file.writeFile(`${JSON.stringify(state, null, 2)}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(`${path}.new`, path);
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // No JSON is the same to the caller as JSON of another shape; the schema says no to both.
    return error;
  }
}
