// PostgreSQL's processor time per run while its tables grow: after some thousand runs, and after a million.
import { load } from '../load.ts';
import { orderBody } from '../flows.ts';
import { concurrency } from './hot-path-measures.ts';
import type { Installed } from './hot-path-measures.ts';
import { postgresCpuSeconds } from './cpu-time.ts';

/** Past runs, as the engine leaves them: copies of a real one with its event, key, checkpoint and started effect. */
const fillSql = `
WITH model AS (
  SELECT r.*, e.trigger_id, e.content_type, e.meta, e.body, e.size_bytes FROM run r JOIN event e ON e.id = r.event_id
  WHERE r.flow_id = $1 AND r.status = 3 ORDER BY r.id DESC LIMIT 1
), n AS MATERIALIZED (
  SELECT uuidv7(make_interval(secs => $3::float8 - 864000)) AS id, i FROM generate_series($2::int, $3::int) AS s(i)
), e AS (
  INSERT INTO event (id, workspace_id, environment_id, trigger_id, content_type, meta, body, size_bytes)
  SELECT n.id, m.workspace_id, m.environment_id, m.trigger_id, m.content_type, m.meta, m.body, m.size_bytes FROM n, model m
), k AS (
  INSERT INTO event_key (deployment_id, trigger_id, key, workspace_id, run_id)
  SELECT m.flow_id, m.trigger_id, 'filled ' || n.i, m.workspace_id, n.id FROM n, model m
), c AS (
  INSERT INTO checkpoint (run_id, seq, workspace_id, data)
  SELECT n.id, c.seq, c.workspace_id, c.data FROM n, model m JOIN checkpoint c ON c.run_id = m.id
), s AS (
  INSERT INTO effect_step (run_id, path, workspace_id, attempt, fence)
  SELECT n.id, s.path, s.workspace_id, s.attempt, s.fence FROM n, model m JOIN effect_step s ON s.run_id = m.id
)
INSERT INTO run (id, workspace_id, environment_id, flow_id, version_id, event_id, effect_root, status, fence, created_at,
  started_at, claimed_at, finished_at)
SELECT n.id, m.workspace_id, m.environment_id, m.flow_id, m.version_id, n.id, n.id, 3, 1, at, at, at, at
FROM n, model m, LATERAL (SELECT now() - make_interval(secs => 864000 - n.i * 0.5) AS at) AS t`;
const rowsAtOnce = 50_000;

/** Fills up to so many runs, in portions; then tables are as autovacuum would have left them. */
export async function fillRuns(at: Installed, wanted: number): Promise<void> {
  const { db } = at.rig;
  const flow = await db.query<{ flow_id: string; runs: number }>(
    'SELECT flow_id, (SELECT count(*)::int FROM run) AS runs FROM run WHERE status = 3 ORDER BY id DESC LIMIT 1',
  );
  const { flow_id: flowId, runs = 0 } = flow.rows[0] ?? {};
  for (let from = runs; from < wanted; from += rowsAtOnce) {
    await db.query(fillSql, [flowId, from, Math.min(wanted, from + rowsAtOnce) - 1]);
  }
  await db.query('VACUUM (ANALYZE) run, event, event_key, checkpoint, effect_step');
  await db.query('CHECKPOINT').catch(() => undefined);
}

/** Milliseconds of PostgreSQL's processor time per finished run. */
export async function cpuPerRunMs({ rig, server, sink, asyncHook }: Installed, seconds: number): Promise<number> {
  const before = sink.arrivals.size;
  const cpu = await postgresCpuSeconds(rig);
  let order = 0;
  const mark = `${performance.now()}`;
  const result = await load({
    url: `${server.url}${asyncHook}`,
    concurrency,
    seconds,
    body: () => orderBody(order++).replace('"ORD-', `"${mark}-`),
    accept: (status) => status === 202,
  });
  await sink.until(before + result.answered, 180_000);
  return (((await postgresCpuSeconds(rig)) - cpu) * 1_000) / result.answered;
}
