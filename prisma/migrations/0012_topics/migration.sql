-- Topics: messages that flows and programs publish, and the flows that subscribe to them (ADR 0029).

-- last_position: of the newest message. It is counted under the lock of this row, so positions become visible in their order.
CREATE TABLE "topic" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "retention_hours" INTEGER NOT NULL DEFAULT 168,
    "schema_ref" TEXT,
    "schema" TEXT,
    "last_position" BIGINT NOT NULL DEFAULT 0,
    "last_at" TIMESTAMPTZ(3),
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "topic_pkey" PRIMARY KEY ("id")
);
ALTER TABLE topic SET (fillfactor = 50);

CREATE TABLE "topic_message" (
    "topic_id" UUID NOT NULL,
    "position" BIGINT NOT NULL,
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "key" TEXT,
    "type" TEXT,
    "headers" TEXT NOT NULL,
    "body" BYTEA,
    "blob" TEXT,
    "size_bytes" INTEGER NOT NULL,
    "run_id" UUID,
    "path" TEXT,
    "published_by" TEXT,
    "published_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "topic_message_pkey" PRIMARY KEY ("topic_id","position")
);
CREATE INDEX "topic_message_topic_id_published_at_idx" ON "topic_message"("topic_id", "published_at");

-- Narrow: the one place where a message that is published again is recognised.
CREATE TABLE "topic_key" (
    "topic_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "topic_key_pkey" PRIMARY KEY ("topic_id","key")
);
CREATE INDEX "topic_key_at_idx" ON "topic_key"("at");

-- cursor: the position up to which the deployment's trigger has got its messages. Those up to replay_until are got once more, under
-- the number replay_no.
CREATE TABLE "subscription" (
    "deployment_id" UUID NOT NULL,
    "node_id" TEXT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "flow_id" UUID NOT NULL,
    "topic_id" UUID NOT NULL,
    "cursor" BIGINT NOT NULL,
    "replay_no" INTEGER NOT NULL DEFAULT 0,
    "replay_until" BIGINT NOT NULL DEFAULT 0,
    "replay_from" TIMESTAMPTZ(3),
    "delivered" BIGINT NOT NULL DEFAULT 0,
    "left_out" BIGINT NOT NULL DEFAULT 0,
    "failed" BIGINT NOT NULL DEFAULT 0,
    "last_delivered_at" TIMESTAMPTZ(3),
    "last_failure" TEXT,
    "last_failure_at" TIMESTAMPTZ(3),
    "registered_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lease_until" TIMESTAMPTZ(3),

    CONSTRAINT "subscription_pkey" PRIMARY KEY ("deployment_id","node_id")
);
CREATE INDEX "subscription_topic_id_idx" ON "subscription"("topic_id");
ALTER TABLE subscription SET (fillfactor = 50);

-- Where a run comes from that another run led to, by a message or a call. trace: the first run of the chain. depth: how many led to it.
CREATE TABLE "run_origin" (
    "run_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "parent_run" UUID,
    "parent_path" TEXT,
    "message_id" UUID,
    "trace" UUID NOT NULL,
    "depth" SMALLINT NOT NULL DEFAULT 0,

    CONSTRAINT "run_origin_pkey" PRIMARY KEY ("run_id")
);
CREATE INDEX "run_origin_parent_run_idx" ON "run_origin"("parent_run");
CREATE INDEX "run_origin_trace_idx" ON "run_origin"("trace");
CREATE INDEX "run_origin_message_id_idx" ON "run_origin"("message_id");

-- Written by hand from here on.
CREATE UNIQUE INDEX topic_name_idx ON topic (workspace_id, name) WHERE deleted_at IS NULL;

GRANT SELECT, INSERT, UPDATE ON topic TO patchbay_app;
GRANT SELECT, UPDATE (last_position, last_at) ON topic TO patchbay_engine;
GRANT SELECT ON topic_message, topic_key TO patchbay_app;
GRANT SELECT, INSERT, DELETE ON topic_message, topic_key TO patchbay_engine;
GRANT SELECT, INSERT, UPDATE, DELETE ON subscription TO patchbay_app;
GRANT SELECT, UPDATE ON subscription TO patchbay_engine;
GRANT SELECT ON run_origin TO patchbay_app;
GRANT SELECT, INSERT ON run_origin TO patchbay_engine;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['topic', 'topic_message', 'topic_key', 'subscription', 'run_origin'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY owner_all ON %I TO CURRENT_USER USING (true) WITH CHECK (true)', name);
    EXECUTE format(
      'CREATE POLICY app_workspace ON %I TO patchbay_app
         USING (workspace_id = NULLIF(current_setting(''patchbay.workspace'', true), '''')::uuid)
         WITH CHECK (workspace_id = NULLIF(current_setting(''patchbay.workspace'', true), '''')::uuid)', name);
    EXECUTE format('CREATE POLICY engine_all ON %I TO patchbay_engine USING (true) WITH CHECK (true)', name);
  END LOOP;
END
$$;

-- For outside checkers (docs/views.md).
CREATE VIEW v_run_origin WITH (security_invoker = true) AS
SELECT run_id, workspace_id, parent_run, parent_path, message_id, trace, depth FROM run_origin;
CREATE VIEW v_topic_message WITH (security_invoker = true) AS
SELECT m.topic_id, t.name AS topic, m.workspace_id, m.position, m.id, m.run_id, m.path, m.published_at
FROM topic_message m JOIN topic t ON t.id = m.topic_id;
CREATE VIEW v_subscription WITH (security_invoker = true) AS
SELECT deployment_id, node_id, workspace_id, flow_id, topic_id, cursor, replay_no, replay_until, delivered, left_out, failed
FROM subscription;
GRANT SELECT ON v_run_origin, v_topic_message, v_subscription TO patchbay_app, patchbay_engine;
