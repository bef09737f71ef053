import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test as base } from '@playwright/test';
import { createTestBrokers, type TestBrokers } from '../support/brokers-host.ts';
import { startIdentityProvider, type IdentityProvider } from '../../scripts/identity/index.ts';
import { openHost, type Host, type HostKind, type LaunchExtra, type OpenApp } from '../support/hosts.ts';
import { signIn } from '../support/sign-in.ts';

const PREPARE_LIMIT_MS = 10 * 60_000;

type TestFixtures = {
  /** An empty config folder, removed after the test. */
  readonly configFolder: string;
  /** Starts the application on the test's config folder, and signs in; closed after the test where the test did not. */
  readonly launch: (options?: LaunchOptions) => Promise<OpenApp>;
};
export type LaunchOptions = LaunchExtra & {
  /** False leaves the sign-in screen to the test. */
  readonly signsIn?: boolean;
};
type WorkerFixtures = {
  readonly host: Host;
  readonly brokers: TestBrokers;
  /** Where people sign in: a real identity provider on this computer. */
  readonly identity: IdentityProvider;
};

export const test = base.extend<TestFixtures, WorkerFixtures>({
  host: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads a fixture's needs from this pattern
    async ({}, use, info) => {
      const host = await openHost(info.project.name as HostKind);
      await use(host);
      await host.close();
    },
    { scope: 'worker', timeout: PREPARE_LIMIT_MS },
  ],
  brokers: [
    // eslint-disable-next-line no-empty-pattern -- as above
    async ({}, use) => {
      const brokers = createTestBrokers();
      await use(brokers);
      await brokers.stop();
    },
    { scope: 'worker', timeout: PREPARE_LIMIT_MS },
  ],
  identity: [
    // eslint-disable-next-line no-empty-pattern -- as above
    async ({}, use) => {
      const identity = await startIdentityProvider();
      await use(identity);
      await identity.close();
    },
    { scope: 'worker' },
  ],
  // eslint-disable-next-line no-empty-pattern -- as above
  configFolder: async ({}, use) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'conduktor-e2e-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
  launch: async ({ host, identity, configFolder }, use) => {
    const opened: OpenApp[] = [];
    await use(async ({ signsIn = true, ...extra } = {}) => {
      const app = await host.open(configFolder, { ...extra, env: { ...identity.env, ...extra.env } });
      opened.push(app);
      if (signsIn) await signIn(app, identity.demo);
      return app;
    });
    for (const app of opened) await app.close();
  },
});

export { expect } from '@playwright/test';
