import { homedir } from 'node:os';
import path from 'node:path';
import { RPCHandler } from '@orpc/server/message-port';
import { app as electronApp, session, shell, type MessagePortMain } from 'electron';
import { createApp } from '../core/app.ts';
import { pageDoor } from '../core/guard/index.ts';
import type { LinkInbox } from '../core/links/index.ts';
import { chooseFile, chooseSaveFile } from './choose-file.ts';
import { captureWindow, openMailDraft } from './support.ts';
import { openBrowser } from './open-browser.ts';
import { startResultsProcess } from './results-process.ts';
import { createSecretBox } from './secret-box.ts';
import { createUpdateEngine } from './updater.ts';

export type CoreOptions = {
  readonly version: string;
  readonly configFolder: string;
  readonly logFolder: string;
  /** Where the bundles lie: a folder each. */
  readonly bundles: string;
  readonly env: NodeJS.ProcessEnv;
  readonly links: LinkInbox;
};

export type RunningCore = {
  /** Connects a page. */
  serve(port: MessagePortMain): void;
  reportRefusal(reason: string): void;
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
    showFile: (file) => shell.showItemInFolder(file),
    openFolder,
    openMailDraft,
    captureWindow,
    // Dynamic: without consent the library is not even read from the disk.
    startErrorReporter: async (reports) => (await import('./error-reports.ts')).startErrorReports(reports),
    resolveProxy: (url) => session.defaultSession.resolveProxy(url),
    openBrowser,
    links: options.links,
    updates: createUpdateEngine({
      folder: electronApp.getPath('userData'),
      platform: process.platform,
      isPackaged: electronApp.isPackaged,
      resources: process.resourcesPath,
      env: options.env,
    }),
  });
  const handler = new RPCHandler(app.router);
  return {
    serve(port) {
      const door = pageDoor(pagePort(port), app.reportRefusal);
      handler.upgrade(door, { context: { caller: { kind: 'desktop' } } });
      port.start();
    },
    reportRefusal: app.reportRefusal,
    close: () => app.close(),
  };
}

/** The system tells why it could not in words, or nothing where it could. */
async function openFolder(folder: string): Promise<void> {
  const problem = await shell.openPath(folder);
  if (problem !== '') throw new Error(problem);
}

function pagePort(port: MessagePortMain) {
  return {
    postMessage: (message: unknown) => port.postMessage(message),
    onMessage: (listener: (data: unknown) => void) => void port.on('message', ({ data }) => listener(data)),
    onClose: (listener: () => void) => void port.on('close', listener),
  };
}
