import type { ElectronApplication, Page } from '@playwright/test';
import { openChromiumHost } from './chromium.ts';
import { openElectronHost } from './electron.ts';

export type HostKind = 'electron' | 'chromium' | 'packaged';

/** The running application, whatever shows it. */
export type OpenApp = {
  readonly page: Page;
  /** Electron's main process; null in a browser. */
  readonly electron: ElectronApplication | null;
  /** The process that holds the core: Electron's main one, or the browser's host. */
  readonly pid: number;
  readClipboard(): Promise<string>;
  /** Quits the application as a user would and waits until it is gone. */
  close(): Promise<void>;
};

/** What one start of the application has on top; a browser's host takes no arguments and no other copy. */
export type LaunchExtra = {
  readonly args?: ReadonlyArray<string>;
  readonly env?: Readonly<Record<string, string>>;
  /** Every connection the application and its children try is written into this file (by strace), in a browser's host, too. */
  readonly connectionsFile?: string;
  /** Another copy of the program: an installed one. */
  readonly executable?: string;
  /** Another build of it: a folder like the repository's, with `package.json` and the bundles. */
  readonly appFolder?: string;
  /** Where nothing but loopback can be reached, the browser of a browser's host included: see no-network.ts. */
  readonly isCutOff?: boolean;
  /** The folder the process works in. */
  readonly cwd?: string;
  /** Where a browser keeps what it keeps, on disk; without one it keeps it in memory. */
  readonly profileFolder?: string;
};

/** A way to start the application on a config folder. */
export type Host = {
  readonly kind: HostKind;
  open(configFolder: string, extra?: LaunchExtra): Promise<OpenApp>;
  close(): Promise<void>;
};

/** Prepares a host: what it needs is fetched and built on the way. Throws with the reason where it cannot be had. */
export function openHost(kind: HostKind): Promise<Host> {
  return kind === 'chromium' ? openChromiumHost() : openElectronHost(kind);
}
