-- What else has had its time goes as runs do, and of what cannot go is said why (ADR 0034).

-- Flows whose old runs could not be removed when they were last looked at.
CREATE TABLE "retention_trouble" (
    "flow_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "reason" TEXT NOT NULL,

    CONSTRAINT "retention_trouble_pkey" PRIMARY KEY ("flow_id")
);

-- Written by hand from here on.
GRANT SELECT ON retention_trouble TO patchbay_app;

ALTER TABLE retention_trouble ENABLE ROW LEVEL SECURITY;
ALTER TABLE retention_trouble FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON retention_trouble TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY app_workspace ON retention_trouble TO patchbay_app
  USING (workspace_id = NULLIF(current_setting('patchbay.workspace', true), '')::uuid)
  WITH CHECK (workspace_id = NULLIF(current_setting('patchbay.workspace', true), '')::uuid);

-- A trace goes from a run to those that replay it, also with another event. Few runs are replays.
CREATE INDEX run_replay_of_idx ON run (replay_of) WHERE replay_of IS NOT NULL;

-- After all flows were looked at: these are in trouble, all others are not.
CREATE FUNCTION tell_retention_trouble(flows uuid[], reasons text[]) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
  DELETE FROM retention_trouble WHERE flow_id <> ALL (flows);
  INSERT INTO retention_trouble (flow_id, workspace_id, reason)
  SELECT f.id, f.workspace_id, t.reason FROM unnest(flows, reasons) AS t (flow_id, reason) JOIN flow f ON f.id = t.flow_id
  ON CONFLICT (flow_id) DO UPDATE SET reason = excluded.reason;
$$;

-- Jobs that replayed many runs and have ended, with the list of their runs, and the missed times of schedules: people look back at them as
-- long as at runs that failed. At most so many rows at once; hands back how many.
CREATE FUNCTION remove_old_jobs(most int) RETURNS int
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
DECLARE
  ended uuid[];
  removed int;
BEGIN
  SELECT array_agg(b.id) INTO ended FROM (
    SELECT j.id FROM bulk_replay j JOIN workspace w ON w.id = j.workspace_id
    WHERE j.status <> 'running' AND j.ended_at < now() - kept_for(w.keep_failed_days)
    ORDER BY j.ended_at LIMIT 100 FOR UPDATE OF j SKIP LOCKED
  ) b;
  IF ended IS NULL THEN
    RETURN 0;
  END IF;
  DELETE FROM bulk_replay_run WHERE ctid = ANY (ARRAY(
    SELECT o.ctid FROM bulk_replay_run o WHERE o.bulk_id = ANY (ended) LIMIT most));
  GET DIAGNOSTICS removed = ROW_COUNT;
  -- The job is the last of it to go.
  IF removed < most THEN
    DELETE FROM bulk_replay WHERE id = ANY (ended);
    removed := removed + cardinality(ended);
  END IF;
  RETURN removed;
END
$$;

CREATE FUNCTION remove_old_misses(most int) RETURNS int
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = public, pg_temp
AS $$
DECLARE
  removed int;
BEGIN
  DELETE FROM schedule_miss WHERE ctid = ANY (ARRAY(
    SELECT m.ctid FROM deployment d CROSS JOIN LATERAL kept_since(d.flow_id) k JOIN schedule_miss m ON m.deployment_id = d.id
    WHERE greatest(m.last_at, m.recorded_at) < k.failed LIMIT most));
  GET DIAGNOSTICS removed = ROW_COUNT;
  RETURN removed;
END
$$;

REVOKE ALL ON FUNCTION tell_retention_trouble(uuid[], text[]), remove_old_jobs(int), remove_old_misses(int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tell_retention_trouble(uuid[], text[]), remove_old_jobs(int), remove_old_misses(int) TO patchbay_engine;
