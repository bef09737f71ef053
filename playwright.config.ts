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
    { name: 'packaged', testIgnore: ['console-host.spec.ts', 'find.spec.ts', 'support.spec.ts'] },
  ],
});
