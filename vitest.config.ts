import { defineConfig } from 'vitest/config';

// What passes only the second time is told at the end of `npm test`, with what it said the first time (docs/adr/0005).
const retry = process.env['CI'] === 'true' ? 1 : 0;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          // No module keeps state of its own (a rule of the house), so the files may share a process: a third faster.
          isolate: false,
          // For what hangs. How long something may take is judged by the processor time it took: the machine may be busy.
          testTimeout: 60_000,
          retry,
          include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'scripts/**/*.test.ts', 'tests/unit/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          globalSetup: ['tests/integration/brokers.setup.ts'],
          // For what hangs, on a machine others use, too.
          testTimeout: 240_000,
          retry,
          hookTimeout: 240_000,
          // Brokers are shared: a file names its topics so that no other has them. Half the time a file waits for its broker.
          maxWorkers: 2,
        },
      },
    ],
  },
});
