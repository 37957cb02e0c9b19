import { defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';
import type { TestSpecification } from 'vitest/node';

const ignored = ['**/node_modules/**', '**/dist/**', 'e2e/specs/**'];

/** Of tests on real servers: one embedded PostgreSQL for the run; `testDatabase()` of @patchbay/db/testing gives each test a database on it. */
const withServers = {
  exclude: ignored,
  globalSetup: ['packages/db/src/testing/global-setup.ts'],
  // Limits, not waits: each condition that a test waits for has one of its own.
  testTimeout: 300_000,
  hookTimeout: 300_000,
};

/** The storm lasts longest however small its file is: begun last, all would wait for it. */
class StormFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isStorm = ({ moduleId }: TestSpecification): boolean => moduleId.endsWith('storm.integration.test.ts');
    return [...sorted.filter(isStorm), ...sorted.filter((file) => !isStorm(file))];
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: StormFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{apps,packages,scripts,bench,e2e}/**/*.test.{ts,tsx}'],
          exclude: [...ignored, '**/*.integration.test.ts'],
          setupFiles: ['property-tests.config.ts'],
          // Unit tests are pure, so files can share a thread: a third of the time.
          pool: 'threads',
          isolate: false,
          // A property test of hundreds of crashed runs takes its time on a machine that is busy with other things.
          testTimeout: 300_000,
        },
      },
      {
        test: {
          ...withServers,
          name: 'integration',
          include: ['{apps,packages}/**/*.integration.test.ts'],
          maxWorkers: 2,
        },
      },
      {
        test: {
          ...withServers,
          name: 'faults',
          include: ['e2e/**/*.integration.test.ts'],
          testTimeout: 600_000,
          // They wait for leases to end and for storms to pass more than they work: so three go side by side, on two cores too.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
