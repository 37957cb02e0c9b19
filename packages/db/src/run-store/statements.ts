// The statements of the hot path. Each is one transaction and one round trip for many runs.

/** Events as they come, by the columns of `columnsOf`, with what more there is of each. */
const arrivalsWith = (types = '', names = ''): string => `d AS (
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[], $8::text[],
    $9::text[], $10::text[], $11::bytea[], $12::text[], $13::int[], $14::int[], $15::smallint[], $16::smallint[]${types})
  AS d(id, workspace_id, environment_id, flow_id, version_id, deployment_id, trigger_id, key,
    content_type, meta, body, blob, size_bytes, reply_to, mode, held${names})
)`;
export const arrivals = arrivalsWith();

/**
 * What becomes of the arrivals, or of those that `taken` leaves of them: their keys, and the events that are new. Keys are written in
 * their order, so that two that store the same ones wait for each other and never in a circle.
 */
const storing = (taken = 'd'): string => `k AS (
  INSERT INTO event_key (deployment_id, trigger_id, key, workspace_id, run_id)
  SELECT deployment_id, trigger_id, key, workspace_id, id FROM ${taken} WHERE key IS NOT NULL
  ORDER BY deployment_id, trigger_id COLLATE "C", key COLLATE "C"
  ON CONFLICT DO NOTHING RETURNING run_id
), n AS (
  SELECT d.* FROM ${taken} d LEFT JOIN k ON k.run_id = d.id WHERE d.key IS NULL OR k.run_id IS NOT NULL
), e AS (
  INSERT INTO event (id, workspace_id, environment_id, trigger_id, content_type, meta, body, blob, size_bytes)
  SELECT id, workspace_id, environment_id, trigger_id, content_type, meta, body, blob, size_bytes FROM n
)`;

/** The same, with their runs. */
const accepting = (taken = 'd'): string => `${storing(taken)}, r AS (
  INSERT INTO run (id, workspace_id, environment_id, flow_id, version_id, event_id, effect_root, mode, reply_to, held)
  SELECT id, workspace_id, environment_id, flow_id, version_id, id, id, mode, reply_to, held FROM n RETURNING id
)`;

/** Keys first: a conflict leaves the event and the run out. Hands back the ids of the runs that are new. */
export const acceptSql = `
WITH ${arrivals}, ${accepting()}
SELECT id FROM r`;

/** Events with the whole of their runs, which were done before: they look as if they had been claimed once. Hands back as above. */
export const acceptEndedSql = `
WITH ${arrivalsWith(
  ', $17::bytea[], $18::smallint[], $19::text[], $20::float8[], $21::text[], $22::text[], $23::text[]',
  ', data, status, error, started_ms, dead_kind, dead_reason, last_step',
)}, ${storing()}, r AS (
  INSERT INTO run (id, workspace_id, environment_id, flow_id, version_id, event_id, effect_root, mode, status, fence, error,
    created_at, started_at, claimed_at, finished_at)
  SELECT n.id, workspace_id, environment_id, flow_id, version_id, n.id, n.id, mode, status, 1, error, t.at, t.at, t.at, greatest(t.at, now())
  FROM n, LATERAL (SELECT to_timestamp(started_ms / 1000) AS at) AS t RETURNING id
), l AS (
  INSERT INTO dead_letter (run_id, workspace_id, kind, reason, last_step)
  SELECT id, workspace_id, dead_kind, dead_reason, last_step FROM n WHERE dead_reason IS NOT NULL
), c AS (
  INSERT INTO checkpoint (run_id, seq, workspace_id, data) SELECT id, 0, workspace_id, data FROM n
)
SELECT id FROM r`;

/** The new runs `n` go to the ends of their lines, in the order in which they came, and what led to them is kept. */
export const placed = `l AS (
  INSERT INTO run_line (line, position, run_id, workspace_id, places, in_order)
  SELECT line, nextval('run_line_position'), run_id, workspace_id, places, in_order = 1
  FROM (
    SELECT x.*, n.workspace_id
    FROM unnest($17::uuid[], $18::uuid[], $19::smallint[], $20::smallint[])
      WITH ORDINALITY AS x(run_id, line, places, in_order, nth)
    JOIN n ON n.id = x.run_id ORDER BY x.nth
  ) newcomers
), o AS (
  INSERT INTO run_origin (run_id, workspace_id, parent_run, parent_path, message_id, trace, depth)
  SELECT n.id, n.workspace_id, x.parent_run, x.parent_path, x.message_id, coalesce(p.trace, x.parent_run, n.id),
    CASE WHEN x.parent_run IS NULL THEN 0 ELSE coalesce(p.depth, 0) + 1 END
  FROM unnest($21::uuid[], $22::uuid[], $23::text[], $24::uuid[]) AS x(run_id, parent_run, parent_path, message_id)
  JOIN n ON n.id = x.run_id LEFT JOIN run_origin p ON p.run_id = x.parent_run
)`;

/** As above, with their lines and origins. */
export const acceptInLineSql = `
WITH ${arrivals}, ${accepting()}, ${placed}
SELECT id FROM r`;

/**
 * As above, of planned times, each under the lease of its schedule: who has lost that fires nothing, as others may have recorded the
 * time as missed. The share lock holds off the next lease until this is committed, so that whoever gets it sees what was fired.
 */
export const acceptPlannedSql = `
WITH ${arrivals}, leased AS (
  SELECT d.* FROM d JOIN unnest($25::uuid[], $26::float8[]) AS x(id, until_ms) ON x.id = d.id
  JOIN schedule s ON s.deployment_id = d.deployment_id AND s.node_id = d.trigger_id
    AND s.lease_until = to_timestamp(x.until_ms / 1000)
  FOR SHARE OF s
), ${accepting('leased')}, ${placed}
SELECT id FROM r`;

/** Turns in the lines of these runs: those that ended make room, and who is next may start (ADR 0024). */
export const giveTurnsSql = 'SELECT give_turns($1::uuid[])';

/**
 * Runs in whose lines a turn was not given on: by a worker that died after the end of a run, or by a server between the commit of an
 * event and the turn. The lines of those that wait are walked from one to the next.
 */
export const strandedSql = `
WITH RECURSIVE w AS (
  (SELECT line FROM run_line WHERE state = 0 ORDER BY line LIMIT 1)
  UNION ALL
  SELECT (SELECT l.line FROM run_line l WHERE l.state = 0 AND l.line > w.line ORDER BY l.line LIMIT 1) FROM w WHERE w.line IS NOT NULL
)
(SELECT l.run_id FROM run_line l JOIN run r ON r.id = l.run_id WHERE l.state = 1 AND r.status IN (3, 4, 5) LIMIT 500)
UNION ALL
(SELECT (SELECT l.run_id FROM run_line l WHERE l.line = w.line AND l.state = 0 ORDER BY l.position LIMIT 1) FROM w
 WHERE $1::boolean AND w.line IS NOT NULL AND NOT EXISTS (SELECT 1 FROM run_line t WHERE t.line = w.line AND t.state = 1) LIMIT 500)`;

export const findDuplicateSql = `
SELECT run_id FROM event_key WHERE deployment_id = $1 AND trigger_id = $2 AND key = $3`;

const free = `(r.owner IS NULL OR NOT EXISTS (
  SELECT 1 FROM worker_session s WHERE s.id = r.owner AND s.expires_at > now()))`;

/** How often a worker died over the run, if this claim counts one; and the number at which the next one ends it. */
const crashCount = '(r.crashes + (r.owner IS NOT NULL)::int)';
const suspicious = 2;

/**
 * The one claim. A crash is counted when the lease of a former owner had expired. Who has no lease claims nothing. What is held is not
 * claimed. Of runs over which two workers died a worker has one at a time, so that a third death is held against that one and not
 * against its neighbours; $3: this connection is the one that claims such runs. Status and hold are asked for in a way that no index answers: else a plan may read the index of all open runs at each claim.
 */
export const claimSql = `
WITH c AS (
  SELECT r.id, ${crashCount} AS crashes FROM run r
  WHERE r.id = ANY($1::uuid[]) AND r.status NOT IN (3, 4, 5) AND ${free} AND (r.status <> 2 OR r.wake_at <= now())
    AND r.held & 3 = 0 AND EXISTS (SELECT 1 FROM worker_session own WHERE own.id = $2 AND own.expires_at > now())
    AND (${crashCount} <> ${suspicious} OR ($3 AND NOT EXISTS (
      SELECT 1 FROM run o WHERE o.owner = $2 AND o.status = 1 AND o.crashes = ${suspicious})))
  FOR UPDATE OF r SKIP LOCKED
), u AS (
  UPDATE run r SET status = 1, owner = $2, fence = r.fence + 1, wake_at = NULL, woken = false, claimed_at = now(),
    crashes = c.crashes, started_at = coalesce(r.started_at, now())
  FROM c WHERE r.id = c.id AND (c.crashes <> ${suspicious} OR c.id = (SELECT s.id FROM c s WHERE s.crashes = ${suspicious} LIMIT 1))
  RETURNING r.id, r.fence, r.workspace_id, r.environment_id, r.flow_id, r.version_id, r.event_id, r.effect_root,
    r.mode, r.reply_to, r.crashes, r.started_at, r.cancel_at, r.replay_of, r.calls
)
SELECT u.id, u.fence, u.workspace_id, u.environment_id, u.flow_id, u.version_id, u.event_id, u.effect_root,
  u.mode, u.reply_to, u.crashes, extract(epoch FROM u.started_at)::float8 * 1000, u.cancel_at IS NOT NULL,
  e.trigger_id, e.content_type, e.meta, e.body, e.blob, u.replay_of, u.calls & 1 = 1, e.size_bytes
FROM u JOIN event e ON e.id = u.event_id`;

const orphaned = `r.owner IS NOT NULL AND r.status = 1 AND NOT EXISTS (
  SELECT 1 FROM worker_session s WHERE s.id = r.owner AND s.expires_at > now())`;

/**
 * What the sweeper offers: due timers, runs of dead owners, queued runs that no wake-up reached. $1: age in ms, $2: limit, $3: the
 * session that asks. Of runs over which two workers died it is one, the one that waits longest, and none while the session has one:
 * it could not be claimed, and would stand in the way of the others.
 */
export const dueSql = `
WITH suspect AS MATERIALIZED (
  SELECT x.id, x.wake_at FROM (
    (SELECT r.id, r.wake_at FROM run r WHERE r.status = 2 AND r.crashes = ${suspicious} AND r.wake_at <= now() AND r.held & 3 = 0
      ORDER BY r.wake_at LIMIT 1)
    UNION ALL
    (SELECT r.id, now() FROM run r WHERE ${orphaned} AND r.crashes = ${suspicious - 1} AND r.held & 3 = 0 LIMIT 1)
  ) x
  WHERE NOT EXISTS (SELECT 1 FROM run o WHERE o.owner = $3 AND o.status = 1 AND o.crashes = ${suspicious})
  ORDER BY x.wake_at LIMIT 1
)
(SELECT t.id FROM (
  (SELECT r.id, r.wake_at FROM run r WHERE r.status = 2 AND r.crashes <> ${suspicious} AND r.wake_at <= now()
    ORDER BY r.wake_at LIMIT $2)
  UNION ALL
  SELECT id, wake_at FROM suspect
) t ORDER BY t.wake_at LIMIT $2)
UNION ALL
(SELECT r.id FROM run r WHERE ${orphaned} AND r.crashes <> ${suspicious - 1} ORDER BY r.crashes LIMIT $2)
UNION ALL
(SELECT r.id FROM run r WHERE r.status = 0 AND r.held = 0 AND r.created_at < now() - $1 * interval '1 millisecond'
  ORDER BY r.created_at LIMIT $2)
LIMIT $2`;

/**
 * What pausing and resuming a flow mean for its runs: new ones of a paused flow are held, those of a flow that is paused no more are
 * let go, the oldest first, at most $1 of them. Hands back those that may start. Replays are a person's wish and are not held.
 */
export const settlePausesSql = `
WITH p AS MATERIALIZED (SELECT flow_id, environment_id FROM deployment WHERE status = 'paused'),
h AS (
  UPDATE run r SET held = r.held | 2 FROM (
    SELECT q.id FROM run q
    WHERE EXISTS (SELECT 1 FROM p) AND q.status = 0 AND q.held IN (0, 1) AND q.mode = 0 AND q.replay_of IS NULL
      AND (q.flow_id, q.environment_id) IN (SELECT flow_id, environment_id FROM p)
    FOR UPDATE SKIP LOCKED
  ) new WHERE r.id = new.id
), f AS (
  SELECT q.id FROM run q
  WHERE q.status IN (0, 1, 2) AND q.held IN (2, 3)
    AND (q.flow_id, q.environment_id) NOT IN (SELECT flow_id, environment_id FROM p)
  ORDER BY q.created_at, q.id LIMIT $1 FOR UPDATE SKIP LOCKED
), u AS (
  UPDATE run r SET held = r.held & ~2 FROM f WHERE r.id = f.id RETURNING r.id, r.held, r.created_at
)
SELECT id, held FROM u ORDER BY created_at, id`;

/**
 * A run `r` that was told to end more than ten seconds ago, by whoever works on it not heeded; one that was claimed since then is
 * taking back what it did.
 */
export const cancelIsOver =
  "(r.cancel_at < now() - interval '10 seconds' AND (r.undoing IS NULL OR (r.owner IS NOT NULL AND r.claimed_at < r.cancel_at)))";

/**
 * Whether a run `r` is still this session's. Asked in a way that no index answers: else a plan may walk over all runs of the session,
 * or over all that are open, for each run of a batch.
 */
export const ownedBy = (session: string): string => `r.owner IS NOT DISTINCT FROM ${session}`;

/**
 * Effects that start, and what is known so far, of runs that are still ours; of the paths and attempts of all of them, those of a run
 * stand from `first_effect` to `last_effect`. The share lock holds off a claim. After the grace of a cancel nothing starts, also where
 * whoever moves the fence on is late.
 */
export const progressSql = `
WITH d AS (
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[], $5::bytea[], $7::int[], $8::int[])
  AS d(id, workspace_id, fence, seq, data, first_effect, last_effect)
), m AS (
  SELECT d.* FROM d JOIN run r ON r.id = d.id AND r.fence = d.fence AND ${ownedBy('$6')}
  WHERE r.cancel_at IS NULL OR NOT ${cancelIsOver}
  FOR SHARE OF r
), i AS (
  INSERT INTO checkpoint (run_id, seq, workspace_id, data)
  SELECT id, seq, workspace_id, data FROM m WHERE data IS NOT NULL ON CONFLICT DO NOTHING
), s AS (
  INSERT INTO effect_step (run_id, path, workspace_id, attempt, fence)
  SELECT m.id, ($9::text[])[x.at], m.workspace_id, ($10::int[])[x.at], m.fence
  FROM m, generate_series(m.first_effect, m.last_effect) AS x(at)
  ON CONFLICT (run_id, path) DO UPDATE SET attempt = excluded.attempt, fence = excluded.fence, started_at = now()
)
SELECT id FROM m`;

/**
 * Parks or ends runs that are still ours, with their last records. One that got an answer meanwhile is due at once. Over one that came
 * to rest no worker has died. The status is asked for so that no index answers, as above.
 */
export const releaseSql = `
WITH d AS (
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[], $5::bytea[], $6::smallint[], $7::float8[], $8::text[],
    $9::text[], $10::text[], $12::text[], $13::text[], $14::smallint[], $15::smallint[],
    $16::smallint[])
  AS d(id, workspace_id, fence, seq, data, status, wake_ms, error, dead_reason, last_step, dead_kind, remaining, undoing, calls, at_rest)
), u AS (
  UPDATE run r SET status = d.status, owner = NULL, error = d.error,
    undoing = coalesce(d.undoing, r.undoing), calls = r.calls | d.calls, crashes = CASE WHEN d.at_rest = 1 THEN 0 ELSE r.crashes END,
    wake_at = CASE WHEN d.status = 2 AND r.woken THEN now() ELSE to_timestamp(d.wake_ms / 1000) END,
    finished_at = CASE WHEN d.status >= 3 THEN now() END
  FROM d WHERE r.id = d.id AND r.fence = d.fence AND ${ownedBy('$11')} AND r.status + 0 = 1
  RETURNING d.*
), i AS (
  INSERT INTO checkpoint (run_id, seq, workspace_id, data)
  SELECT id, seq, workspace_id, data FROM u WHERE data IS NOT NULL
  ON CONFLICT DO NOTHING
), l AS (
  INSERT INTO dead_letter (run_id, workspace_id, kind, reason, last_step, remaining)
  SELECT id, workspace_id, dead_kind, dead_reason, last_step, remaining FROM u WHERE dead_reason IS NOT NULL
  ON CONFLICT (run_id) DO NOTHING
)
SELECT id FROM u`;

/**
 * Express runs as they ended, or as far as they got before a worker goes on with them: then they look as if they had been claimed
 * once. A batch whose commit was in doubt is written again and matches nothing.
 */
export const expressHistorySql = `
WITH d AS (
  SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[],
    $9::bytea[], $10::bytea[], $11::smallint[], $12::text[], $13::float8[], $14::float8[], $15::float8[], $16::int[],
    $17::text[], $18::text[], $19::text[], $20::text[], $21::smallint[])
  AS d(id, workspace_id, environment_id, flow_id, version_id, trigger_id, content_type, meta, body, data, status, error,
    started_ms, finished_ms, wake_ms, reply_to, dead_reason, last_step, dead_kind, remaining, undoing)
), r AS (
  INSERT INTO run (id, workspace_id, environment_id, flow_id, version_id, event_id, effect_root, status, fence, reply_to,
    created_at, started_at, claimed_at, finished_at, wake_at, error, undoing)
  SELECT id, workspace_id, environment_id, flow_id, version_id, id, id, status, 1, reply_to,
    to_timestamp(started_ms / 1000), to_timestamp(started_ms / 1000), to_timestamp(started_ms / 1000),
    CASE WHEN status >= 3 THEN to_timestamp(finished_ms / 1000) END, to_timestamp(wake_ms / 1000), error, undoing
  FROM d ON CONFLICT DO NOTHING
), e AS (
  INSERT INTO event (id, workspace_id, environment_id, trigger_id, content_type, meta, body, size_bytes, received_at)
  SELECT id, workspace_id, environment_id, trigger_id, content_type, meta, body, length(body), to_timestamp(started_ms / 1000)
  FROM d ON CONFLICT DO NOTHING
), l AS (
  INSERT INTO dead_letter (run_id, workspace_id, kind, reason, last_step, remaining)
  SELECT id, workspace_id, dead_kind, dead_reason, last_step, remaining FROM d WHERE dead_reason IS NOT NULL ON CONFLICT DO NOTHING
)
INSERT INTO checkpoint (run_id, seq, workspace_id, data) SELECT id, 0, workspace_id, data FROM d ON CONFLICT DO NOTHING`;

export const historySql = `
SELECT seq, data FROM checkpoint WHERE run_id = $1 AND seq >= $2 ORDER BY seq`;
/** A run and those that it replays: with the same effect root. The oldest has the greatest age. */
const chain = `
WITH RECURSIVE chain AS (
  SELECT id, replay_of, effect_root, 0 AS age FROM run WHERE id = $1
  UNION ALL
  SELECT r.id, r.replay_of, r.effect_root, c.age + 1 FROM chain c JOIN run r ON r.id = c.replay_of AND r.effect_root = c.effect_root
)`;
/** As above, of all runs of the chain. */
export const originalsSql = `${chain}
SELECT chain.age, c.data FROM chain JOIN checkpoint c ON c.run_id = chain.id ORDER BY chain.age DESC, c.seq`;
export const originalEffectsSql = `${chain}
SELECT chain.age, e.path, e.attempt FROM chain JOIN effect_step e ON e.run_id = chain.id`;
export const startedEffectsSql = `
SELECT path, attempt FROM effect_step WHERE run_id = $1 AND fence > $2`;

const givenBack =
  'UPDATE run SET status = 2, owner = NULL, fence = fence + 1, wake_at = now() WHERE owner = $1 AND status = 1';

/** What a process that ends still works on: whoever goes on with it counts no crash, and late results are refused. */
export const handBackSql = `${givenBack} RETURNING id`;

/** Runs that a living session owns and nobody works on: a fault of ours lost them. $2: those that are worked on. */
export const giveBackSql = `
${givenBack} AND claimed_at < now() - interval '30 seconds' AND id <> ALL ($2::uuid[]) RETURNING id`;

/**
 * Runs whose cancel was asked for more than ten seconds ago: the fence moves on, late results are refused. What such a run did
 * may have to be taken back: it is free then, and whoever claims it does that.
 */
export const expireCancelsSql = `
UPDATE run r SET owner = NULL, fence = r.fence + 1, calls = r.calls | 2,
  status = CASE WHEN r.undoing IS NULL THEN 5 ELSE 2 END,
  finished_at = CASE WHEN r.undoing IS NULL THEN now() END,
  wake_at = CASE WHEN r.undoing IS NOT NULL THEN now() END
WHERE ${cancelIsOver} AND r.status IN (0, 1, 2) RETURNING r.id`;

/** Duplicates are recognised for 30 days. */
export const forgetKeysSql = `
DELETE FROM event_key WHERE ctid = ANY (ARRAY(
  SELECT ctid FROM event_key WHERE at < now() - interval '30 days' LIMIT 5000))`;
