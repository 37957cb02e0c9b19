-- Steps that wait for an answer from elsewhere: what they wait for, and what was answered, also before they asked.

ALTER TABLE "run" ADD COLUMN "woken" BOOLEAN NOT NULL DEFAULT false;

CREATE TABLE "wait" (
    "effect_root" UUID NOT NULL,
    "path" TEXT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "flow_id" UUID NOT NULL,
    "node_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "runs" UUID[] NOT NULL,
    "ask" TEXT,
    "opened_at" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3),
    "remind_at" TIMESTAMPTZ(3),
    "reminded_at" TIMESTAMPTZ(3),
    "over_at" TIMESTAMPTZ(3),
    "answered_at" TIMESTAMPTZ(3),
    "answered_by" TEXT,
    "digest" BYTEA,
    "content_type" TEXT,
    "meta" TEXT,
    "body" BYTEA,
    "blob" TEXT,

    CONSTRAINT "wait_pkey" PRIMARY KEY ("effect_root","path")
);

-- Written by hand from here on.
CREATE INDEX wait_open_idx ON wait (workspace_id, environment_id, opened_at)
  WHERE kind = 'approval' AND opened_at IS NOT NULL AND answered_at IS NULL AND over_at IS NULL;
-- Runs of the same event: an answer reaches a replay as well.
CREATE INDEX run_replay_idx ON run (effect_root) WHERE replay_of IS NOT NULL;

GRANT SELECT ON wait TO patchbay_app;
GRANT SELECT, INSERT, UPDATE ON wait TO patchbay_engine;

ALTER TABLE wait ENABLE ROW LEVEL SECURITY;
ALTER TABLE wait FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON wait TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY app_workspace ON wait TO patchbay_app
  USING (workspace_id = NULLIF(current_setting('patchbay.workspace', true), '')::uuid)
  WITH CHECK (workspace_id = NULLIF(current_setting('patchbay.workspace', true), '')::uuid);
CREATE POLICY engine_all ON wait TO patchbay_engine USING (true) WITH CHECK (true);
