-- Many runs replayed as one job that survives its process, and triggers that ask for news with a cursor.

-- A job: which runs it takes stands in bulk_replay_run from the beginning. status: running | stopped | done.
CREATE TABLE "bulk_replay" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "filter" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "from_failed" BOOLEAN NOT NULL,
    "per_second" INTEGER NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'running',
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),
    "lease_by" UUID,
    "lease_until" TIMESTAMPTZ(3),

    CONSTRAINT "bulk_replay_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "bulk_replay_environment_id_created_at_idx" ON "bulk_replay"("environment_id", "created_at" DESC);
CREATE INDEX bulk_replay_running_idx ON bulk_replay (created_at) WHERE status = 'running';

-- One replay for each run of a job. state: 0 waits, 1 was replayed, 2 was left out for a reason.
CREATE TABLE "bulk_replay_run" (
    "bulk_id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "state" SMALLINT NOT NULL DEFAULT 0,
    "replay_id" UUID,
    "reason" TEXT,

    CONSTRAINT "bulk_replay_run_pkey" PRIMARY KEY ("bulk_id","run_id")
);
CREATE INDEX bulk_replay_run_waiting_idx ON bulk_replay_run (bulk_id, position) WHERE state = 0;

-- A poll trigger that is live. cursor: JSON text, null before the first answer. version grows with each change of the cursor: who
-- brings news must know it. failures: in a row, since the last answer; error: JSON text of the last one.
CREATE TABLE "poll" (
    "deployment_id" UUID NOT NULL,
    "node_id" TEXT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "every_ms" INTEGER NOT NULL,
    "cursor" TEXT,
    "version" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3) NOT NULL,
    "asked_at" TIMESTAMPTZ(3),
    "last_at" TIMESTAMPTZ(3),
    "registered_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "paused_at" TIMESTAMPTZ(3),
    "failures" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "lease_until" TIMESTAMPTZ(3),

    CONSTRAINT "poll_pkey" PRIMARY KEY ("deployment_id","node_id")
);
CREATE INDEX "poll_next_at_idx" ON "poll"("next_at");

GRANT SELECT, INSERT, UPDATE ON bulk_replay TO patchbay_app;
GRANT SELECT, INSERT ON bulk_replay_run TO patchbay_app;
GRANT SELECT, UPDATE ON bulk_replay, bulk_replay_run TO patchbay_engine;
GRANT SELECT, INSERT, UPDATE, DELETE ON poll TO patchbay_app;
GRANT SELECT ON poll TO patchbay_engine;
GRANT UPDATE (cursor, version, next_at, asked_at, last_at, failures, error, lease_until) ON poll TO patchbay_engine;

DO $$
DECLARE
  of_workspace text;
BEGIN
  FOREACH of_workspace IN ARRAY ARRAY['bulk_replay', 'bulk_replay_run', 'poll'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', of_workspace);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', of_workspace);
    EXECUTE format('CREATE POLICY owner_all ON %I TO CURRENT_USER USING (true) WITH CHECK (true)', of_workspace);
    EXECUTE format(
      'CREATE POLICY app_workspace ON %I TO patchbay_app
         USING (workspace_id = NULLIF(current_setting(''patchbay.workspace'', true), '''')::uuid)
         WITH CHECK (workspace_id = NULLIF(current_setting(''patchbay.workspace'', true), '''')::uuid)', of_workspace);
    EXECUTE format('CREATE POLICY engine_all ON %I TO patchbay_engine USING (true) WITH CHECK (true)', of_workspace);
  END LOOP;
END
$$;
