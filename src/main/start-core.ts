import { homedir } from 'node:os';
import path from 'node:path';
import { RPCHandler } from '@orpc/server/message-port';
import { shell, type MessagePortMain } from 'electron';
import { createApp } from '../core/app.ts';
import { chooseFile, chooseSaveFile } from './choose-file.ts';
import { openBrowser } from './open-browser.ts';
import { startResultsProcess } from './results-process.ts';
import { createSecretBox } from './secret-box.ts';

export type CoreOptions = {
  readonly version: string;
  readonly configFolder: string;
  readonly logFolder: string;
  /** Where the bundles lie: a folder each. */
  readonly bundles: string;
  readonly env: NodeJS.ProcessEnv;
};

export type RunningCore = {
  /** Connects a page. */
  serve(port: MessagePortMain): void;
  close(): Promise<void>;
};

/** Puts the core together. In a module of its own so that the window is on its way before any of this is loaded. */
export async function startCore(options: CoreOptions): Promise<RunningCore> {
  const app = await createApp({
    host: 'desktop',
    version: options.version,
    configFolder: options.configFolder,
    logFolder: options.logFolder,
    secretBox: await createSecretBox(process.platform),
    clock: Date.now,
    newId: () => crypto.randomUUID(),
    workerFile: (name) => path.join(options.bundles, name, 'index.cjs'),
    env: options.env,
    createResultsProcess: () => startResultsProcess(path.join(options.bundles, 'results-worker/index.cjs')),
    home: homedir(),
    chooseFile,
    chooseSaveFile,
    openBrowser,
    showFile: (file) => shell.showItemInFolder(file),
  });
  const handler = new RPCHandler(app.router);
  return {
    serve(port) {
      handler.upgrade(port, { context: { caller: { kind: 'desktop' } } });
      port.start();
    },
    close: () => app.close(),
  };
}
