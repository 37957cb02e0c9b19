import { inject } from 'vitest';
import { openTestDatabase, type TestDatabase, type TestDatabaseOptions } from './test-database.ts';

export { freePort } from '../../../../e2e/fixtures/free-port.ts';
export type { TestDatabase } from './test-database.ts';

/**
 * A fresh, migrated database on the server that the test run started; use it with `await using`.
 * `migrated: false` gives one without any table.
 */
export function testDatabase(options: Omit<TestDatabaseOptions, 'serverUrl'> = {}): Promise<TestDatabase> {
  return openTestDatabase({ ...options, serverUrl: inject('databaseServerUrl') });
}

/** A Redis for the tests of the queue's second backend; undefined where this machine has no redis-server. */
export const testRedisUrl = (): string | undefined => inject('redisUrl') || undefined;
