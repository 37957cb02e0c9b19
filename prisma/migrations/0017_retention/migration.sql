-- How long runs that have ended are kept (ADR 0034). Days; null: for ever.

ALTER TABLE "workspace"
  ADD COLUMN "keep_succeeded_days" INTEGER,
  ADD COLUMN "keep_failed_days" INTEGER,
  ADD COLUMN "keep_dead_letter_days" INTEGER;
-- Workspaces that are there keep what they have until somebody says otherwise; new ones begin with these.
ALTER TABLE "workspace"
  ALTER COLUMN "keep_succeeded_days" SET DEFAULT 30,
  ALTER COLUMN "keep_failed_days" SET DEFAULT 90;

-- A flow that has a rule of its own, in place of the workspace's.
CREATE TABLE "flow_retention" (
    "flow_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "keep_succeeded_days" INTEGER,
    "keep_failed_days" INTEGER,
    "keep_dead_letter_days" INTEGER,

    CONSTRAINT "flow_retention_pkey" PRIMARY KEY ("flow_id")
);

-- Work that one process at a time does for the whole installation, and how far it has got.
CREATE TABLE "duty_lease" (
    "name" TEXT NOT NULL,
    "lease_by" UUID,
    "lease_until" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "cursor" TEXT,

    CONSTRAINT "duty_lease_pkey" PRIMARY KEY ("name")
);
INSERT INTO duty_lease (name) VALUES ('runs'), ('blobs');

-- Written by hand from here on.
GRANT SELECT, INSERT, UPDATE, DELETE ON flow_retention TO patchbay_app;
GRANT SELECT, UPDATE ON duty_lease TO patchbay_engine;

ALTER TABLE flow_retention ENABLE ROW LEVEL SECURITY;
ALTER TABLE flow_retention FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON flow_retention TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY app_workspace ON flow_retention TO patchbay_app
  USING (workspace_id = NULLIF(current_setting('patchbay.workspace', true), '')::uuid)
  WITH CHECK (workspace_id = NULLIF(current_setting('patchbay.workspace', true), '')::uuid);

-- Runs that have ended, by flow and outcome, the oldest first.
CREATE INDEX run_ended_idx ON run (flow_id, status, finished_at) WHERE status IN (3, 4, 5);
-- Whether another run needs an event: of those that are no replay the event has the id.
CREATE INDEX run_event_idx ON run (event_id) WHERE replay_of IS NOT NULL;

CREATE FUNCTION kept_for(days int) RETURNS interval
LANGUAGE sql IMMUTABLE
RETURN days * interval '1 day';

-- Before which time runs of a flow have had their time: those that succeeded, the others, dead letters that wait. Null: never.
CREATE FUNCTION kept_since(of_flow uuid, OUT succeeded timestamptz, OUT failed timestamptz, OUT dead_letter timestamptz)
LANGUAGE sql STABLE
SET search_path = public, pg_temp
AS $$
  SELECT
    now() - kept_for(CASE WHEN own.flow_id IS NULL THEN w.keep_succeeded_days ELSE own.keep_succeeded_days END),
    now() - kept_for(CASE WHEN own.flow_id IS NULL THEN w.keep_failed_days ELSE own.keep_failed_days END),
    now() - kept_for(CASE WHEN own.flow_id IS NULL THEN w.keep_dead_letter_days ELSE own.keep_dead_letter_days END)
  FROM flow f JOIN workspace w ON w.id = f.workspace_id LEFT JOIN flow_retention own ON own.flow_id = f.id
  WHERE f.id = of_flow
$$;

-- Flows and outcomes of which runs have had their time.
CREATE FUNCTION flows_with_old_runs() RETURNS TABLE (flow_id uuid, status smallint)
LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
  SELECT f.id, s.status
  FROM flow f CROSS JOIN LATERAL kept_since(f.id) k
  CROSS JOIN LATERAL (VALUES (3::smallint, k.succeeded), (4::smallint, k.failed), (5::smallint, k.failed)) AS s (status, since)
  WHERE EXISTS (SELECT FROM run r WHERE r.flow_id = f.id AND r.status = s.status AND r.finished_at < s.since)
$$;

-- Removes runs of a flow that ended so long ago, with all that belongs to them, at most so many at once: the oldest behind `after`.
-- What decides is the setting alone, so whoever may call this can remove nothing that has not had its time.
--
-- Runs with the same effect root go together or not at all: a replay reads what its original did. They stay while one of them is open,
-- has had less than its time, waits for a person as a dead letter, has something to tell a run that called it or to end in one that it
-- called, has yet to give on its turn, says how many turns its line has, or is to be replayed by a job. The run of a call stays as long
-- as the run that called it: a replay of that one takes its answer over.
CREATE FUNCTION remove_old_runs(of_flow uuid, of_status smallint, after_at timestamptz, after_id uuid, most int,
  OUT seen int, OUT removed int, OUT last_at timestamptz, OUT last_id uuid)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
DECLARE
  since record;
  roots uuid[];
  locked uuid[];
  gone uuid[];
  members uuid[];
  events uuid[];
BEGIN
  removed := 0;
  SELECT * INTO since FROM kept_since(of_flow);
  SELECT count(*), (array_agg(c.finished_at ORDER BY c.finished_at DESC, c.id DESC))[1],
    (array_agg(c.id ORDER BY c.finished_at DESC, c.id DESC))[1], array_agg(DISTINCT c.effect_root)
  INTO seen, last_at, last_id, roots
  FROM (
    SELECT r.id, r.finished_at, r.effect_root FROM run r
    WHERE r.flow_id = of_flow AND r.status = of_status AND r.status IN (3, 4, 5) AND r.finished_at >= after_at
      AND (r.finished_at, r.id) > (after_at, after_id)
      AND r.finished_at < CASE of_status WHEN 3 THEN since.succeeded ELSE since.failed END
    ORDER BY r.finished_at, r.id LIMIT least(most, 1000)
  ) c;
  IF seen = 0 THEN
    RETURN;
  END IF;

  -- Who replays a run holds it, and whoever else removes it: neither is waited for. A replay that comes now waits, and finds nothing.
  WITH own AS (SELECT r.id FROM run r WHERE r.id = ANY (roots) FOR UPDATE SKIP LOCKED),
  replays AS (
    SELECT r.id FROM run r WHERE r.effect_root = ANY (roots) AND r.replay_of IS NOT NULL FOR UPDATE SKIP LOCKED
  )
  SELECT coalesce(array_agg(id), '{}') INTO locked FROM (SELECT id FROM own UNION SELECT id FROM replays) l;

  -- A statement of its own sees what was committed before the rows were held.
  WITH family AS MATERIALIZED (
    SELECT r.* FROM run r WHERE r.id = ANY (roots)
    UNION
    SELECT r.* FROM run r WHERE r.effect_root = ANY (roots) AND r.replay_of IS NOT NULL
  ), stay AS (
    SELECT m.effect_root FROM family m
    WHERE m.id <> ALL (locked) OR m.flow_id <> of_flow OR m.status NOT IN (3, 4, 5) OR m.calls <> 0
      OR coalesce(m.finished_at >= CASE m.status WHEN 3 THEN since.succeeded ELSE since.failed END, true)
      OR EXISTS (
        SELECT FROM dead_letter d
        WHERE d.run_id = m.id AND d.discarded_at IS NULL AND d.redriven_at IS NULL AND coalesce(d.at >= since.dead_letter, true))
      OR EXISTS (
        SELECT FROM run_line l
        WHERE l.run_id = m.id AND (l.state <> 2 OR (
          NOT EXISTS (SELECT FROM run_line n WHERE n.line = l.line AND n.position > l.position)
          AND EXISTS (SELECT FROM run_line o WHERE o.line = l.line AND o.state <> 2))))
      OR EXISTS (
        SELECT FROM run_origin o JOIN run p ON p.id = o.parent_run WHERE o.run_id = m.id AND o.message_id IS NULL)
      OR EXISTS (
        SELECT FROM run_origin o JOIN run c ON c.id = o.run_id
        WHERE o.parent_run = m.id AND (c.status IN (0, 1, 2) OR c.calls <> 0))
      OR EXISTS (
        SELECT FROM bulk_replay b JOIN bulk_replay_run o ON o.bulk_id = b.id
        WHERE b.status = 'running' AND o.run_id = m.id AND o.state = 0)
  )
  SELECT array_agg(m.id), array_agg(DISTINCT m.effect_root), array_agg(DISTINCT m.event_id) INTO members, gone, events
  FROM family m WHERE NOT EXISTS (SELECT FROM stay s WHERE s.effect_root = m.effect_root);
  IF members IS NULL THEN
    RETURN;
  END IF;

  DELETE FROM checkpoint WHERE run_id = ANY (members);
  DELETE FROM effect_step WHERE run_id = ANY (members);
  DELETE FROM dead_letter WHERE run_id = ANY (members);
  DELETE FROM run_line WHERE run_id = ANY (members);
  DELETE FROM run_origin WHERE run_id = ANY (members);
  DELETE FROM wait WHERE effect_root = ANY (gone);
  DELETE FROM record_batch WHERE effect_root = ANY (gone);
  DELETE FROM run WHERE id = ANY (members);
  DELETE FROM event e WHERE e.id = ANY (events)
    AND NOT EXISTS (SELECT FROM run r WHERE r.id = e.id)
    AND NOT EXISTS (SELECT FROM run r WHERE r.event_id = e.id AND r.replay_of IS NOT NULL);
  removed := cardinality(members);
END
$$;

REVOKE ALL ON FUNCTION kept_since(uuid), flows_with_old_runs(), remove_old_runs(uuid, smallint, timestamptz, uuid, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION flows_with_old_runs(), remove_old_runs(uuid, smallint, timestamptz, uuid, int) TO patchbay_engine;
