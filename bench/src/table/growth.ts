// PostgreSQL's processor time per run while its tables grow: after some thousand runs, and after a million.
import { load } from '../load.ts';
import { orderBody } from '../flows.ts';
import { concurrency } from './hot-path-measures.ts';
import type { Installed } from './hot-path-measures.ts';
import { postgresCpuSeconds } from './cpu-time.ts';

/**
 * Past runs, as the engine leaves them: copies of a real one with its event, key, checkpoint and started effect. A run is written three
 * times, as it is accepted, claimed and finished, since what its older versions leave free on a page is where later runs go.
 * Held, or with a living worker for their owner, they are nobody's to work on meanwhile.
 */
const fillSql = `
CREATE OR REPLACE PROCEDURE pg_temp.fill(flow uuid, first int, wanted int, at_once int) LANGUAGE plpgsql AS $fill$
DECLARE model run; ids uuid[]; living int;
BEGIN
  SELECT * INTO STRICT model FROM run WHERE flow_id = flow AND status = 3 ORDER BY id DESC LIMIT 1;
  SELECT id INTO STRICT living FROM worker_session WHERE expires_at > now() LIMIT 1;
  FOR low IN first..wanted - 1 BY at_once LOOP
    ids := ARRAY(SELECT uuidv7(make_interval(secs => (i - wanted) * 0.8)) FROM generate_series(low, least(low + at_once, wanted) - 1) AS s(i));
    INSERT INTO event_key (deployment_id, trigger_id, key, workspace_id, run_id)
      SELECT flow, e.trigger_id, 'filled ' || n.id, e.workspace_id, n.id FROM unnest(ids) AS n(id), event e WHERE e.id = model.event_id;
    INSERT INTO event (id, workspace_id, environment_id, trigger_id, content_type, meta, body, size_bytes)
      SELECT n.id, e.workspace_id, e.environment_id, e.trigger_id, e.content_type, e.meta, e.body, e.size_bytes
      FROM unnest(ids) AS n(id), event e WHERE e.id = model.event_id;
    INSERT INTO run (id, workspace_id, environment_id, flow_id, version_id, event_id, effect_root, held, created_at)
      SELECT n.id, model.workspace_id, model.environment_id, model.flow_id, model.version_id, n.id, n.id, 1, uuid_extract_timestamp(n.id)
      FROM unnest(ids) AS n(id);
    COMMIT;
    UPDATE run SET status = 1, held = 0, fence = 1, owner = living, started_at = created_at, claimed_at = created_at WHERE id = ANY(ids);
    COMMIT;
    INSERT INTO effect_step (run_id, path, workspace_id, attempt, fence)
      SELECT n.id, s.path, s.workspace_id, s.attempt, s.fence FROM unnest(ids) AS n(id), effect_step s WHERE s.run_id = model.id;
    INSERT INTO checkpoint (run_id, seq, workspace_id, data)
      SELECT n.id, c.seq, c.workspace_id, c.data FROM unnest(ids) AS n(id), checkpoint c WHERE c.run_id = model.id;
    UPDATE run SET status = 3, owner = NULL, finished_at = created_at WHERE id = ANY(ids);
    COMMIT;
  END LOOP;
END $fill$`;
/** About what the engine has under way at a time. */
const runsAtOnce = 200;

/** Fills up to so many runs; then tables are as autovacuum would have left them. */
export async function fillRuns(at: Installed, wanted: number): Promise<void> {
  const { db } = at.rig;
  const flow = await db.query<{ flow_id: string; runs: number }>(
    'SELECT flow_id, (SELECT count(*)::int FROM run) AS runs FROM run WHERE status = 3 ORDER BY id DESC LIMIT 1',
  );
  const { flow_id: flowId, runs = 0 } = flow.rows[0] ?? {};
  const client = await db.connect();
  try {
    // What is filled need not wait for the disk, and is not what is measured.
    await client.query('SET synchronous_commit = off');
    await client.query(fillSql);
    await client.query('CALL pg_temp.fill($1, $2, $3, $4)', [flowId, runs, wanted, runsAtOnce]);
  } finally {
    client.release(true);
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
