import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          // No module keeps state of its own (a rule of the house), so the files may share a process: a third faster.
          isolate: false,
          // Tests of many random cases take seconds where other programs want the cores, too; none is about time.
          testTimeout: 60_000,
          include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'scripts/**/*.test.ts', 'tests/unit/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          globalSetup: ['tests/integration/brokers.setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // Brokers are shared; two cores. One file at a time keeps timings and topics honest.
          fileParallelism: false,
        },
      },
    ],
  },
});
