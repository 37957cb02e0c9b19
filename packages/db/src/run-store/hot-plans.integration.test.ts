// How the statements of the hot path find their runs: one by one by their ids, also on tables of which nothing is known yet. A plan that
// reads all runs of a session, or all that are open, does so for each run of a batch.
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../testing/index.ts';
import type { TestDatabase } from '../testing/index.ts';
import { pinnedPlans } from './hot-connection.ts';
import { markSql } from './pg-batch-store.ts';
import { claimSql, progressSql, releaseSql } from './statements.ts';

let db: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  db = await testDatabase();
  client = new pg.Client({ connectionString: db.url });
  await client.connect();
  for (const [setting, value] of Object.entries(pinnedPlans)) await client.query(`SET ${setting} = ${value}`);
});
afterAll(async () => {
  await client.end();
  await db[Symbol.asyncDispose]();
});

test.each([
  ['claim', claimSql, 'Index Cond: (id = ANY ($1))'],
  ['progress', progressSql, 'Index Cond: (id = d.id)'],
  ['release', releaseSql, 'Index Cond: (id = d.id)'],
  ['mark of a batch', markSql, 'Index Cond: (id = d.id)'],
])('a %s looks at the runs that it is about', async (_name, sql, byId) => {
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN (GENERIC_PLAN) ${sql}`);
  const plan = rows.map((row) => row['QUERY PLAN']);
  expect(plan.join('\n')).toContain(byId);
  // The one question about a run that lost two workers, which is asked once for the whole batch.
  const isOnce = (line: string): boolean => / on run o /.test(line);
  expect(
    plan.filter((line) => /run_(owner|open)_idx on|Scan on run_(owner|open)_idx/.test(line) && !isOnce(line)),
  ).toEqual([]);
});
