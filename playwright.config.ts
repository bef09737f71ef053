import { defineConfig } from '@playwright/test';
import { SPECS } from './tests/e2e/where.ts';

const isBuildMachine = process.env['CI'] === 'true';

// The hosts: Chromium on the console host, the real Electron, and the packaged application.
export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  // Two cores and one broker each: one at a time keeps timings honest.
  workers: 1,
  // For what hangs, on a machine others use, too; how fast the product is, `npm run bench` says.
  timeout: 300_000,
  globalTimeout: 40 * 60_000,
  expect: { timeout: 30_000, toPass: { timeout: 30_000 } },
  // As in vitest.config.ts.
  retries: isBuildMachine ? 1 : 0,
  forbidOnly: isBuildMachine,
  reporter: [['list']],
  use: { trace: isBuildMachine ? 'on-first-retry' : 'retain-on-failure', screenshot: 'only-on-failure' },
  projects: Object.entries(SPECS).map(([name, specs]) => ({ name, testMatch: specs.map((spec) => `${spec}.spec.ts`) })),
});
