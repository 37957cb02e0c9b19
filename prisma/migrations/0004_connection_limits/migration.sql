-- How hard a connection may be used, and what all workers together remember of it.

ALTER TABLE "connection" ADD COLUMN "limits" TEXT;

CREATE TABLE "connection_gate" (
    "connection_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "connection_gate_pkey" PRIMARY KEY ("connection_id")
);

-- Written at every batch of calls: room beside the row, so that no index is touched.
ALTER TABLE connection_gate SET (fillfactor = 50);

GRANT SELECT, INSERT, UPDATE ON connection_gate TO patchbay_app, patchbay_engine;

ALTER TABLE connection_gate ENABLE ROW LEVEL SECURITY;
ALTER TABLE connection_gate FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON connection_gate TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY app_workspace ON connection_gate TO patchbay_app
  USING (workspace_id = NULLIF(current_setting('patchbay.workspace', true), '')::uuid)
  WITH CHECK (workspace_id = NULLIF(current_setting('patchbay.workspace', true), '')::uuid);
CREATE POLICY engine_all ON connection_gate TO patchbay_engine USING (true) WITH CHECK (true);
