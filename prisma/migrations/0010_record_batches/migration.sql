-- Batches of records that writers send: written down before they are sent, and once the target has taken them. They belong to the
-- effect root, so that a replay of the same event knows what its original has sent.

CREATE TABLE "record_batch" (
    "effect_root" UUID NOT NULL,
    "path" TEXT NOT NULL,
    "batch" INTEGER NOT NULL,
    "workspace_id" UUID NOT NULL,
    "hash" BYTEA NOT NULL,
    "records" INTEGER NOT NULL,
    "done" BOOLEAN NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "record_batch_pkey" PRIMARY KEY ("effect_root","path","batch")
);

-- Every row is changed once: room beside it, so that no index is touched.
ALTER TABLE record_batch SET (fillfactor = 50);

GRANT SELECT ON record_batch TO patchbay_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON record_batch TO patchbay_engine;

ALTER TABLE record_batch ENABLE ROW LEVEL SECURITY;
ALTER TABLE record_batch FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON record_batch TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY app_workspace ON record_batch TO patchbay_app
  USING (workspace_id = NULLIF(current_setting('patchbay.workspace', true), '')::uuid)
  WITH CHECK (workspace_id = NULLIF(current_setting('patchbay.workspace', true), '')::uuid);
CREATE POLICY engine_all ON record_batch TO patchbay_engine USING (true) WITH CHECK (true);
