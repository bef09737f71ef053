import type { ElectronApplication, Page } from '@playwright/test';
import { openChromiumHost } from './chromium.ts';
import { openElectronHost } from './electron.ts';

export type HostKind = 'electron' | 'chromium' | 'packaged';

/** The running application, whatever shows it. */
export type OpenApp = {
  readonly page: Page;
  /** Electron's main process; null in a browser. */
  readonly electron: ElectronApplication | null;
  readClipboard(): Promise<string>;
  /** Quits the application as a user would and waits until it is gone. */
  close(): Promise<void>;
};

export type OpenOptions = {
  /** Every connection the application and its children try is written here (by strace). */
  readonly connectionsFile?: string;
  readonly env?: Readonly<Record<string, string>>;
};

/** A way to start the application on a config folder. */
export type Host = {
  readonly kind: HostKind;
  open(configFolder: string, how?: OpenOptions): Promise<OpenApp>;
  close(): Promise<void>;
};

/** Prepares a host: what it needs is fetched and built on the way. Throws with the reason where it cannot be had. */
export function openHost(kind: HostKind): Promise<Host> {
  return kind === 'chromium' ? openChromiumHost() : openElectronHost(kind);
}
