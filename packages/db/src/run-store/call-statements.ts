// The statements of calls: steps that start runs of other flows. A call is one row of `wait`, for an effect root and a path (ADR 0027).
import { arrivals, placed } from './statements.ts';

/**
 * What becomes of a call that is made once more. `mine`: this run made it before, and does it again after a crash, unless it names the
 * run that failed in `former`. Otherwise it is a replay, which takes over a run that succeeded and joins one that is open. A run that has
 * ended otherwise is replaced by the proposed one, which replays it; so is that of another flow, which it does not. Of a run that has
 * ended and whose end nobody was told yet nothing is taken over here: the word that is to come wakes all who wait for it, and would find
 * the call answered.
 */
const madeAgain = `(
    SELECT CASE WHEN s.mine THEN w.runs ELSE w.runs || excluded.runs END,
      CASE WHEN z.anew OR NOT s.mine THEN excluded.opened_at ELSE w.opened_at END,
      CASE WHEN z.anew OR NOT s.mine THEN excluded.due_at ELSE w.due_at END,
      CASE WHEN z.anew OR NOT s.mine THEN NULL ELSE w.over_at END,
      CASE WHEN z.found THEN now() WHEN z.anew THEN NULL ELSE w.answered_at END,
      CASE WHEN z.found THEN 3 WHEN z.anew THEN NULL ELSE w.outcome END,
      CASE WHEN z.found THEN q.done WHEN z.anew THEN excluded.child ELSE w.child END,
      CASE WHEN z.anew THEN w.child ELSE w.former END,
      CASE WHEN z.anew THEN excluded.ask ELSE w.ask END
    FROM (
      SELECT excluded.runs <@ w.runs AS mine, w.ask IS DISTINCT FROM excluded.ask AS other, k.status, k.effect_root,
        k.calls & 1 = 1 AS untold
      FROM run k WHERE k.id = w.child
    ) s CROSS JOIN LATERAL (
      SELECT CASE WHEN s.status = 3 THEN w.child ELSE (
        SELECT f.id FROM run f WHERE f.effect_root = s.effect_root AND f.replay_of IS NOT NULL AND f.status = 3 LIMIT 1
      ) END AS done, coalesce(NOT s.mine OR w.child = excluded.former, false) AS may, NOT s.mine AND s.other AS elsewhere
    ) q CROSS JOIN LATERAL (
      SELECT q.may AND q.done IS NOT NULL AND NOT q.elsewhere AND NOT s.untold AS found,
        q.elsewhere OR q.may AND q.done IS NULL AND s.status IN (4, 5) AS anew
    ) z
  )`;

/**
 * The call, and with it event and run, of runs that are still worked on under this fence. Who is already called, by whomever, is handed
 * back. New runs of a paused flow are held; those that replay another are not.
 */
export const acceptCallSql = `
WITH ${arrivals}, c AS (
  SELECT * FROM unnest($25::uuid[], $26::uuid[], $27::text[], $28::uuid[], $29::uuid[], $30::int[], $31::text[], $32::float8[],
    $33::uuid[])
  AS c(id, effect_root, path, caller, caller_flow, fence, node_id, timeout_ms, former)
), p AS (
  SELECT c.*, r.workspace_id, r.environment_id, d.flow_id::text AS called, coalesce(o.depth, 0) + 1 AS depth
  FROM c JOIN d ON d.id = c.id JOIN run r ON r.id = c.caller AND r.fence = c.fence AND r.status = 1
  LEFT JOIN run_origin o ON o.run_id = r.id FOR SHARE OF r
), w AS (
  INSERT INTO wait AS w (effect_root, path, workspace_id, environment_id, flow_id, node_id, kind, runs, opened_at, due_at, child,
    former, ask)
  SELECT effect_root, path, workspace_id, environment_id, caller_flow, node_id, 'subflow', ARRAY[caller], now(),
    now() + timeout_ms * interval '1 millisecond', id, former, called
  FROM p WHERE depth <= $34::int
  ON CONFLICT (effect_root, path) DO UPDATE SET
    (runs, opened_at, due_at, over_at, answered_at, outcome, child, former, ask) = ${madeAgain}
  RETURNING w.effect_root, w.path, w.child, w.former
), n AS (
  SELECT d.*, f.id AS replay_of, f.effect_root
  FROM d JOIN w ON w.child = d.id LEFT JOIN run f ON f.id = w.former AND f.flow_id = d.flow_id
), e AS (
  INSERT INTO event (id, workspace_id, environment_id, trigger_id, content_type, meta, body, blob, size_bytes)
  SELECT id, workspace_id, environment_id, trigger_id, content_type, meta, body, blob, size_bytes FROM n
), r AS (
  INSERT INTO run (id, workspace_id, environment_id, flow_id, version_id, event_id, effect_root, replay_of, mode, reply_to, calls, held)
  SELECT n.id, n.workspace_id, n.environment_id, n.flow_id, n.version_id, n.id, coalesce(n.effect_root, n.id), n.replay_of, n.mode,
    n.reply_to, 1, n.held | CASE WHEN n.mode = 0 AND n.replay_of IS NULL AND EXISTS (
      SELECT 1 FROM deployment x
      WHERE x.flow_id = n.flow_id AND x.environment_id = n.environment_id AND x.status = 'paused') THEN 2 ELSE 0 END
  FROM n RETURNING id
), ${placed}
SELECT c.id, w.child, p.depth FROM c LEFT JOIN p ON p.id = c.id
LEFT JOIN w ON w.effect_root = c.effect_root AND w.path = c.path`;

/** How calls stand. What is due and has not ended is over by this look. */
export const lookAtCallsSql = `
WITH d AS (
  SELECT * FROM unnest($1::uuid[], $2::text[]) AS d(effect_root, path)
), o AS (
  UPDATE wait w SET over_at = now() FROM d
  WHERE w.effect_root = d.effect_root AND w.path = d.path AND w.kind = 'subflow' AND w.answered_at IS NULL AND w.over_at IS NULL
    AND w.due_at <= now()
  RETURNING w.effect_root, w.path
)
SELECT w.effect_root, w.path, w.child, extract(epoch FROM w.due_at)::float8 * 1000, w.over_at IS NOT NULL OR o.path IS NOT NULL,
  w.outcome, r.error
FROM d JOIN wait w ON w.effect_root = d.effect_root AND w.path = d.path AND w.kind = 'subflow'
LEFT JOIN o ON o.effect_root = d.effect_root AND o.path = d.path
LEFT JOIN run r ON r.id = w.child`;

/** Checkpoints of runs that may hold their reply. */
export const repliesSql = `
SELECT c.run_id, c.data FROM checkpoint c
WHERE c.run_id = ANY($1::uuid[]) AND position('"reply":'::bytea IN c.data) > 0 ORDER BY c.run_id, c.seq`;

/**
 * A run has ended: the step that waits for it learns how, and its runs are due. One statement for one run, which locks the wait first and
 * then who waits: so nobody holds what another of these needs. Hands back who goes on.
 */
export const tellCallerSql = `
WITH c AS (
  SELECT r.id, r.status, p.effect_root, o.parent_path
  FROM run r JOIN run_origin o ON o.run_id = r.id JOIN run p ON p.id = o.parent_run
  WHERE r.id = $1 AND r.calls & 1 = 1 AND r.status IN (3, 4, 5)
), w AS (
  UPDATE wait w SET answered_at = now(), outcome = c.status FROM c
  WHERE w.effect_root = c.effect_root AND w.path = c.parent_path AND w.child = c.id AND w.answered_at IS NULL
    AND w.over_at IS NULL AND w.due_at > now()
  RETURNING w.runs
), woken AS (
  UPDATE run r SET woken = true, wake_at = CASE WHEN r.status = 2 AND r.owner IS NULL THEN now() ELSE r.wake_at END
  FROM (SELECT unnest(runs) AS id FROM w) s WHERE r.id = s.id AND r.status IN (0, 1, 2) RETURNING r.id
), told AS (
  UPDATE run r SET calls = r.calls & ~1 FROM c WHERE r.id = c.id
)
SELECT id FROM woken`;

/** Calls that a run left open which has ended, or whose cancel was asked for; without any one row of nulls. Nothing for other runs. */
export const openCallsSql = `
SELECT w.effect_root, w.path FROM run p LEFT JOIN wait w ON w.effect_root = p.effect_root
  AND w.kind = 'subflow' AND w.answered_at IS NULL AND p.id = ANY(w.runs)
WHERE p.id = $1 AND p.calls & 2 = 2 AND (p.status IN (3, 4, 5) OR p.cancel_at IS NOT NULL)`;

/** The run of a call that nobody waits for but $3. */
export const endableSql = `
SELECT r.id, r.workspace_id FROM wait w JOIN run r ON r.id = w.child
WHERE w.effect_root = $1 AND w.path = $2 AND w.kind = 'subflow' AND r.status IN (0, 1, 2) AND r.cancel_at IS NULL
  AND (w.over_at IS NOT NULL OR NOT EXISTS (
    SELECT 1 FROM unnest(w.runs) AS x(id) JOIN run o ON o.id = x.id
    WHERE x.id <> $3 AND o.status IN (0, 1, 2) AND o.cancel_at IS NULL))`;

export const callsEndedSql = `
UPDATE run SET calls = calls & ~2 WHERE id = $1 AND calls & 2 = 2`;

/** Runs of which something is still to be told, or to be cancelled. */
export const unsettledSql = `
SELECT id FROM run
WHERE calls <> 0 AND (status IN (3, 4, 5) OR cancel_at IS NOT NULL) AND (status IN (3, 4, 5) OR calls & 2 = 2) LIMIT 500`;
