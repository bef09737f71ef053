import { defineConfig } from '@playwright/test';

// The same spec files on every host: the real Electron, Chromium on the console host, and the packaged application.
export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  // Two cores and one broker each: one at a time keeps timings honest.
  workers: 1,
  timeout: 60_000,
  globalTimeout: 20 * 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: process.env['CI'] === 'true',
  reporter: [['list']],
  use: { trace: 'retain-on-failure', screenshot: 'only-on-failure' },
  projects: [
    { name: 'electron', testIgnore: ['console-host.spec.ts', 'packaged-*.spec.ts'] },
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
