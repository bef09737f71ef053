import type { SecuredBroker } from '../brokers-types.ts';
import type { OpenApp } from '../hosts.ts';
import type { AppFolders } from './app-places.ts';
import type { Canaries } from './canaries.ts';

export type Using = {
  readonly app: OpenApp;
  readonly canaries: Canaries;
  readonly broker: SecuredBroker;
  readonly folders: AppFolders;
  /** An HTTP server that says back what it was asked with, headers included, as an error. */
  readonly echoUrl: string;
  /** A TCP server that says back what it got. */
  readonly echoPort: number;
};

/** A screen that takes secrets, used as a person does. Add a row for a screen that takes another. */
export type Screen = { readonly name: string; use(using: Using): Promise<void> };

/** What waits for a server or a slow key: on a machine that does other work, too. */
export const SLOW = { timeout: 40_000 } as const;
