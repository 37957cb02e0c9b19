// Removing old runs reads what belongs to them, however many other runs there are.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { expect, test } from 'vitest';
import { connectionConfig } from '../connection-config.ts';
import { testDatabase } from '../testing/index.ts';

interface Plan {
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
}

test('some old runs are removed without a look at thirty thousand others', async () => {
  await using db = await testDatabase();
  const [workspaceId, flowId] = [randomUUID(), randomUUID()];
  await db.query(`INSERT INTO workspace (id, name) VALUES ($1, 'W')`, [workspaceId]);
  await db.query(`INSERT INTO flow (id, workspace_id, name, draft, created_by) VALUES ($1, $2, 'F', '', 'me')`, [
    flowId,
    workspaceId,
  ]);
  const fill = (flow: string, { count, status }: { count: number; status: number }): Promise<unknown> =>
    db.query(
      `WITH n AS (SELECT uuidv7() AS id FROM generate_series(1, $3::int)), l AS (
         INSERT INTO run_line (line, position, run_id, workspace_id, places, in_order, state)
         SELECT $2, nextval('run_line_position'), id, $1, 1, true, 2 FROM n
       )
       INSERT INTO run (id, workspace_id, environment_id, flow_id, version_id, event_id, effect_root, status, finished_at)
       SELECT id, $1, $1, $2, $2, id, id, $4::int, CASE WHEN $4::int = 3 THEN now() - interval '40 days' END FROM n`,
      [workspaceId, flow, count, status],
    );
  await fill(flowId, { count: 10, status: 3 });
  const client = new pg.Client(connectionConfig(db.url));
  await client.connect();
  await client.query(
    'SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan',
  );
  const read = async (): Promise<number> => {
    await client.query('BEGIN');
    const { rows } = await client.query<{ 'QUERY PLAN': readonly [{ readonly Plan: Plan }] }>(
      `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON)
       SELECT * FROM remove_old_runs('${flowId}', 3::smallint, '-infinity', '00000000-0000-0000-0000-000000000000', 500)`,
    );
    const left = await client.query('SELECT 1 FROM run WHERE flow_id = $1', [flowId]);
    await client.query('ROLLBACK');
    expect(left.rowCount).toBe(0);
    const plan = rows[0]?.['QUERY PLAN'][0].Plan;
    return (plan?.['Shared Hit Blocks'] ?? 0) + (plan?.['Shared Read Blocks'] ?? 0);
  };
  await read();
  const alone = await read();
  await fill(randomUUID(), { count: 30_000, status: 0 });
  await db.query('ANALYZE run, run_line');
  await read();
  const among = await read();
  await client.end();
  expect(among).toBeLessThan(alone + 300);
});
