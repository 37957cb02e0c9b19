-- Schedules: one process at a time settles what is due, a person may pause one, and what did not fire is recorded.

ALTER TABLE "schedule"
  ADD COLUMN "paused_at" TIMESTAMPTZ(3),
  ADD COLUMN "queued_until" TIMESTAMPTZ(3),
  ADD COLUMN "made_up" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "lease_until" TIMESTAMPTZ(3);

CREATE TABLE "schedule_miss" (
    "deployment_id" UUID NOT NULL,
    "node_id" TEXT NOT NULL,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3) NOT NULL,
    "workspace_id" UUID NOT NULL,
    "fires" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "schedule_miss_pkey" PRIMARY KEY ("deployment_id","node_id","first_at")
);

GRANT SELECT ON schedule_miss TO patchbay_app;
GRANT SELECT, INSERT ON schedule_miss TO patchbay_engine;
GRANT UPDATE (queued_until, made_up, lease_until) ON schedule TO patchbay_engine;

ALTER TABLE schedule_miss ENABLE ROW LEVEL SECURITY;
ALTER TABLE schedule_miss FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON schedule_miss TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY app_workspace ON schedule_miss TO patchbay_app
  USING (workspace_id = NULLIF(current_setting('patchbay.workspace', true), '')::uuid)
  WITH CHECK (workspace_id = NULLIF(current_setting('patchbay.workspace', true), '')::uuid);
CREATE POLICY engine_all ON schedule_miss TO patchbay_engine USING (true) WITH CHECK (true);
