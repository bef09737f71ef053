import { defineConfig } from '@playwright/test';

const isBuildMachine = process.env['CI'] === 'true';

// The same spec files on every host: the real Electron, Chromium on the console host, and the packaged application.
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
  projects: [
    // The page is one on both hosts, and what axe says of it too; connections are watched on the packed app.
    {
      name: 'electron',
      testIgnore: ['console-host.spec.ts', 'packaged-*.spec.ts', 'access.spec.ts', 'egress.spec.ts'],
    },
    { name: 'chromium', testIgnore: ['electron-*.spec.ts', 'packaged-*.spec.ts'] },
    // The bundles are those that `electron` has tested; here is what packing changes, the shell's walls, and the whole path once.
    {
      name: 'packaged',
      testMatch: [
        'path.spec.ts',
        'security.spec.ts',
        'electron-security.spec.ts',
        'egress.spec.ts',
        'packaged-*.spec.ts',
      ],
    },
  ],
});
