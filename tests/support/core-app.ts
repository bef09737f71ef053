import { mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { createApp, type App, type AppPorts } from '../../src/core/app.ts';
import { createSessionSecretBox } from '../../src/core/settings/index.ts';

export type CoreApp = { readonly app: App; readonly folder: string; close(): Promise<void> };

/** The whole core without a host, on a folder of its own. Its records worker and results process are never started. */
export async function openCoreApp(changes: Partial<AppPorts> = {}): Promise<CoreApp> {
  const folder = await mkdtemp(path.join(tmpdir(), 'conduktor-core-'));
  const app = await createApp({
    host: 'desktop',
    version: '0.0.0',
    configFolder: folder,
    logFolder: folder,
    secretBox: createSessionSecretBox('Only for this test.'),
    clock: Date.now,
    newId: () => crypto.randomUUID(),
    workerFile: (name) => path.join(folder, name),
    createResultsProcess: () => {
      throw new Error('This test needs no results process.');
    },
    env: {},
    home: homedir(),
    ...changes,
  });
  return {
    app,
    folder,
    async close() {
      await app.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
