import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../testing/index.ts';
import type { TestDatabase } from '../testing/index.ts';
import { unsettledSql } from './call-statements.ts';
import { claimSql, dueSql, expireCancelsSql, settlePausesSql } from './statements.ts';

let db: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  db = await testDatabase();
  client = new pg.Client({ connectionString: db.url });
  await client.connect();
  const ids = Array.from({ length: 4 }, () => randomUUID());
  await client.query(
    `INSERT INTO run (id, workspace_id, environment_id, flow_id, version_id, event_id, effect_root, held, status, created_at)
     SELECT gen_random_uuid(), $1, $2, $3, $4, gen_random_uuid(), gen_random_uuid(), n % 4, CASE WHEN n > 20000 THEN 3 ELSE 0 END,
       now() - interval '1 minute'
     FROM generate_series(1, 60000) n WHERE n % 4 > 0 OR n > 20000 OR n % 4000 = 0`,
    ids,
  );
  await client.query('ANALYZE run');
  // As on the connections of the hot path.
  for (const setting of ['enable_hashjoin', 'enable_mergejoin', 'enable_seqscan'])
    await client.query(`SET ${setting} = off`);
});
afterAll(async () => {
  await client.end();
  await db[Symbol.asyncDispose]();
});

interface PlanNode {
  readonly 'Index Name'?: string;
  readonly 'Index Cond'?: string;
  readonly 'Actual Rows': number;
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
  readonly Plans?: readonly PlanNode[];
}

async function explain(sql: string, values: readonly unknown[]): Promise<PlanNode> {
  await client.query('BEGIN');
  const { rows } = await client.query<{ 'QUERY PLAN': readonly [{ readonly Plan: PlanNode }] }>(
    `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${sql}`,
    [...values],
  );
  await client.query('ROLLBACK');
  const plan = rows[0]?.['QUERY PLAN'][0].Plan;
  if (plan === undefined) throw new Error('PostgreSQL explained nothing');
  return plan;
}

const within = (plan: PlanNode): PlanNode[] => [plan, ...(plan.Plans ?? []).flatMap(within)];

test('what may start is found among fifteen thousand runs that may not, without looking at them', async () => {
  const plan = await explain(dueSql, [5_000, 256, 1]);
  const [found] = within(plan).filter((node) => node['Index Cond']?.includes('held = 0'));
  expect(found?.['Index Name']).toBe('run_open_idx');
  expect(plan['Shared Hit Blocks'] + plan['Shared Read Blocks']).toBeLessThan(60);
});

test('of runs that lost two workers one is found among ten thousand that are due, without looking at them', async () => {
  await client.query("UPDATE run SET status = 2, wake_at = now() - interval '1 minute' WHERE status = 3 AND held = 1");
  await client.query('VACUUM ANALYZE run');
  const plan = await explain(dueSql, [5_000, 1, 1]);
  expect(within(plan).map((node) => node['Index Name'])).toContain('run_suspect_idx');
  expect(plan['Shared Hit Blocks'] + plan['Shared Read Blocks']).toBeLessThan(60);
  await client.query('UPDATE run SET status = 3, wake_at = NULL WHERE status = 2');
  await client.query('VACUUM ANALYZE run');
});

test('runs whose cancel is over are found without looking at the others that are open', async () => {
  const plan = await explain(expireCancelsSql, []);
  expect(within(plan).map((node) => node['Index Name'])).toContain('run_cancel_idx');
  expect(plan['Shared Hit Blocks'] + plan['Shared Read Blocks']).toBeLessThan(20);
});

test('a claim finds its runs by their ids and asks for nothing more than that they are not held', async () => {
  const { rows } = await client.query<{ id: string }>('SELECT id FROM run WHERE status = 0 AND held > 0 LIMIT 64');
  const { rows: sessions } = await client.query<{ id: number }>(
    "INSERT INTO worker_session (kind, host, pid, expires_at) VALUES ('worker', 'test', 1, now() + interval '1 hour') RETURNING id",
  );
  const plan = await explain(claimSql, [rows.map(({ id }) => id), sessions[0]?.id, true]);
  const indexes = within(plan).flatMap((node) => node['Index Name'] ?? []);
  expect(new Set(indexes)).toEqual(new Set(['run_pkey', 'worker_session_pkey', 'event_pkey', 'run_owner_idx']));
  expect(plan['Actual Rows']).toBe(0);
});

test('while nothing is paused, the look for pauses reads a few pages, whatever waits in lines', async () => {
  await client.query('UPDATE run SET held = 1 WHERE status = 0 AND held > 1');
  await client.query('VACUUM ANALYZE run');
  const plan = await explain(settlePausesSql, [1_000]);
  const ofRuns = within(plan).flatMap((node) => node['Index Name'] ?? []);
  expect(ofRuns).not.toContain('run_flow_id_created_at_idx');
  expect(plan['Shared Hit Blocks'] + plan['Shared Read Blocks']).toBeLessThan(60);
});

test('what is still to be told of ended runs is found by an index that holds nothing else', async () => {
  const plan = await explain(unsettledSql, []);
  const indexes = within(plan).flatMap((node) => node['Index Name'] ?? []);
  expect(new Set(indexes)).toEqual(new Set(['run_unsettled_idx']));
  expect(plan['Shared Hit Blocks'] + plan['Shared Read Blocks']).toBeLessThan(10);
});
