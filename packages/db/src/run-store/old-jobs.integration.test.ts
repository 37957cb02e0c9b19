// Ended jobs and missed times of schedules go as old runs do.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../testing/index.ts';
import type { TestDatabase } from '../testing/index.ts';
import { PgRetentionStore } from './index.ts';

let db: TestDatabase;
let store: PgRetentionStore;
const workspaceId = randomUUID();
const forEver = randomUUID();
const [usual, own, never] = [randomUUID(), randomUUID(), randomUUID()];

beforeAll(async () => {
  db = await testDatabase();
  store = new PgRetentionStore({ url: db.url });
  await db.query(`INSERT INTO workspace (id, name, keep_failed_days) VALUES ($1, 'W', 90), ($2, 'Old', NULL)`, [
    workspaceId,
    forEver,
  ]);
  for (const [flowId, workspace] of [
    [usual, workspaceId],
    [own, workspaceId],
    [never, forEver],
  ]) {
    await db.query(`INSERT INTO flow (id, workspace_id, name, draft, created_by) VALUES ($1, $2, 'F', '', 'me')`, [
      flowId,
      workspace,
    ]);
    await db.query(
      `INSERT INTO deployment (id, workspace_id, environment_id, flow_id, version_id, status, hook_key)
       VALUES ($1, $2, $2, $1, $1, 'active', $3)`,
      [flowId, workspace, randomUUID()],
    );
  }
  await db.query('INSERT INTO flow_retention VALUES ($1, $2, NULL, 5, NULL)', [own, workspaceId]);
});
afterAll(async () => {
  await store.close();
  await db[Symbol.asyncDispose]();
});

async function removeAll(limit: number): Promise<number> {
  let turns = 1;
  while (await store.removeJobs(limit)) turns += 1;
  return turns;
}

async function job(
  status: string,
  { daysAgo, runs = 1, of = workspaceId }: { daysAgo: number | null; runs?: number; of?: string },
): Promise<string> {
  const id = randomUUID();
  await db.query(
    `INSERT INTO bulk_replay (id, workspace_id, environment_id, filter, version, from_failed, per_second, status, created_by, created_at, ended_at)
     VALUES ($1, $2, $2, '{}', 'latest', false, 1, $3, 'me', now() - interval '1 year', now() - $4::int * interval '1 day')`,
    [id, of, status, daysAgo],
  );
  await db.query(
    `INSERT INTO bulk_replay_run (bulk_id, run_id, workspace_id, position) SELECT $1, gen_random_uuid(), $2, n FROM generate_series(1, $3::int) n`,
    [id, of, runs],
  );
  return id;
}

test('jobs that have ended go after the days of runs that failed, with their lists; those that run stay', async () => {
  await job('done', { daysAgo: 91, runs: 25 });
  await job('stopped', { daysAgo: 91, runs: 3 });
  const kept = [
    await job('done', { daysAgo: 89 }),
    await job('running', { daysAgo: null, runs: 2 }),
    await job('done', { daysAgo: 400, of: forEver }),
  ];
  expect(await removeAll(10)).toBeGreaterThan(2);
  const jobs = await db.query<{ id: string; runs: number }>(
    `SELECT b.id, count(o.run_id)::int AS runs FROM bulk_replay b LEFT JOIN bulk_replay_run o ON o.bulk_id = b.id GROUP BY b.id`,
  );
  expect(new Map(jobs.map(({ id, runs }) => [id, runs]))).toEqual(new Map(kept.map((id, n) => [id, n === 1 ? 2 : 1])));
  expect(await db.query('SELECT count(*)::int AS runs FROM bulk_replay_run')).toEqual([{ runs: 4 }]);
});

test('missed times go after the days of runs that failed of their flow', async () => {
  const miss = (deployment: string, daysAgo: number): Promise<unknown> =>
    db.query(
      `INSERT INTO schedule_miss (deployment_id, node_id, first_at, last_at, workspace_id, fires, reason, recorded_at)
       SELECT $1, 's', at, at, $1, 1, 'late', at FROM (SELECT now() - $2::int * interval '1 day' AS at) t`,
      [deployment, daysAgo],
    );
  for (const daysAgo of [4, 6, 89, 91, 200]) {
    for (const deployment of [usual, own, never]) await miss(deployment, daysAgo);
  }
  await removeAll(3);
  const rows = await db.query<{ id: string; left: number }>(
    'SELECT deployment_id AS id, count(*)::int AS left FROM schedule_miss GROUP BY 1',
  );
  expect(new Map(rows.map(({ id, left }) => [id, left]))).toEqual(
    new Map([
      [usual, 3],
      [own, 1],
      [never, 5],
    ]),
  );
});
