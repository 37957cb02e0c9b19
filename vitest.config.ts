import { defineConfig } from 'vitest/config';

const ignored = ['**/node_modules/**', '**/dist/**', 'e2e/specs/**'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{apps,packages,scripts,bench,e2e}/**/*.test.{ts,tsx}'],
          exclude: [...ignored, '**/*.integration.test.ts'],
          // Unit tests are pure, so files can share a thread: a third of the time.
          pool: 'threads',
          isolate: false,
          // A property test of hundreds of crashed runs takes its time on a machine that is busy with other things.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['{apps,packages,e2e}/**/*.integration.test.ts'],
          exclude: ignored,
          // One embedded PostgreSQL for the run; `testDatabase()` of @patchbay/db/testing gives each test a database on it.
          globalSetup: ['packages/db/src/testing/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
