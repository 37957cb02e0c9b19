// How many runs of a workspace are queued: whatever other workspaces have, and without looking at runs that wait or have ended.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../testing/index.ts';
import type { TestDatabase } from '../testing/index.ts';
import { queuedSql, RunReader } from './run-reader.ts';

let db: TestDatabase;
let client: pg.Client;
const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()];

const queue = (workspaceId: string, runs: number, status = 0) =>
  client.query(
    `INSERT INTO run (id, workspace_id, environment_id, flow_id, version_id, event_id, effect_root, status)
     SELECT gen_random_uuid(), $1, $1, $1, $1, gen_random_uuid(), gen_random_uuid(), $3 FROM generate_series(1, $2::int)`,
    [workspaceId, runs, status],
  );

beforeAll(async () => {
  db = await testDatabase();
  client = new pg.Client({ connectionString: db.url });
  await client.connect();
  await queue(first, 30_000, 2);
  await queue(first, 40);
  await queue(second, 70);
  await queue(third, 5);
  await client.query('VACUUM ANALYZE run');
});
afterAll(async () => {
  await client.end();
  await db[Symbol.asyncDispose]();
});

test('each workspace is counted up to the limit', async () => {
  const reader = new RunReader({ url: db.url });
  const counted = async (limit: number) => Object.fromEntries(await reader.countQueued(limit));
  expect(await counted(50)).toEqual({ [first]: 40, [second]: 50, [third]: 5 });
  expect(await counted(3)).toEqual({ [first]: 3, [second]: 3, [third]: 3 });
  expect(await counted(1_000)).toEqual({ [first]: 40, [second]: 70, [third]: 5 });
  await reader.close();
});

test('runs that are not queued are not looked at', async () => {
  for (const setting of ['enable_hashjoin', 'enable_mergejoin', 'enable_seqscan'])
    await client.query(`SET ${setting} = off`);
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN (ANALYZE, BUFFERS) ${queuedSql}`, [50]);
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(plan).not.toMatch(/run_open_idx|run_workspace_id_created_at_idx|Seq Scan/);
  expect(Number(/Buffers: shared hit=(\d+)/.exec(plan)?.[1])).toBeLessThan(40);
});
