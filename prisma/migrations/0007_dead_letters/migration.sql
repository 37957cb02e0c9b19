-- Taking back what a run did, and the list of what waits for a person.

-- How an open run ends once its effects are taken back: 4 failed, 5 cancelled. It shows as `compensating` until then.
ALTER TABLE "run" ADD COLUMN "undoing" SMALLINT;

ALTER TABLE "dead_letter"
  ADD COLUMN "kind" TEXT NOT NULL DEFAULT 'poison',
  ADD COLUMN "remaining" TEXT,
  ADD COLUMN "discard_reason" TEXT,
  ADD COLUMN "redriven_at" TIMESTAMPTZ(3),
  ADD COLUMN "redriven_as" UUID;

-- Those that wait, the newest first: one page of the list is one walk of this index.
CREATE INDEX dead_letter_open ON dead_letter (workspace_id, at DESC, run_id DESC)
  WHERE discarded_at IS NULL AND redriven_at IS NULL;

GRANT UPDATE (discard_reason, redriven_at, redriven_as) ON dead_letter TO patchbay_app;

CREATE OR REPLACE VIEW v_run WITH (security_invoker = true) AS
SELECT
  run.id,
  run.workspace_id,
  run.environment_id,
  run.flow_id,
  run.version_id,
  run.event_id,
  run.effect_root,
  run.replay_of,
  (ARRAY['live', 'test'])[run.mode + 1] AS mode,
  CASE WHEN run.undoing IS NOT NULL AND run.status < 3 THEN 'compensating'
    ELSE (ARRAY['queued', 'running', 'waiting', 'succeeded', 'failed', 'cancelled'])[run.status + 1] END AS status,
  run.fence,
  run.owner,
  run.crashes,
  run.created_at,
  run.started_at,
  run.claimed_at,
  run.finished_at,
  run.wake_at,
  run.cancel_at,
  run.error,
  EXISTS (
    SELECT FROM dead_letter
    WHERE dead_letter.run_id = run.id AND dead_letter.discarded_at IS NULL AND dead_letter.redriven_at IS NULL
  ) AS dead_letter
FROM run;
