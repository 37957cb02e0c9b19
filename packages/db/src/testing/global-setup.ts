// One PostgreSQL (and one Redis, where there is one) for a whole run of tests, in a folder of its own: nothing is expected of the machine, nothing is left behind.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../embedded/index.ts';
import { migrateDeploy } from '../migrate/index.ts';
import { startRedis } from './redis.ts';
import { createDatabase } from './test-database.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Of the server, as the owner, on database `postgres`. */
    databaseServerUrl: string;
    /** Empty where this machine has no redis-server. */
    redisUrl: string;
  }
}

/** Test data need not outlive the machine, so nothing waits for the disk. Files side by side, some with a dozen workers, share the server. */
const SETTINGS = ['fsync=off', 'full_page_writes=off', 'autovacuum_naptime=5s', 'max_connections=800'];

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = await mkdtemp(join(tmpdir(), 'patchbay-test-'));
  const server = await startEmbeddedPostgres({ dir, settings: SETTINGS });
  const url = server.url('postgres');
  await migrateDeploy(await createDatabase(url, { name: 'template_migrated' }));
  project.provide('databaseServerUrl', url);
  const redis = await startRedis(dir);
  project.provide('redisUrl', redis?.url ?? '');
  return async () => {
    await redis?.stop();
    await server.stop();
    await rm(dir, { recursive: true, force: true });
  };
}
