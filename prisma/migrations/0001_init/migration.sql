-- Tables as prisma/schema.prisma says them.
-- CreateTable
CREATE TABLE "workspace" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "workspace_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "environment" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "environment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "member" (
    "workspace_id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "member_pkey" PRIMARY KEY ("workspace_id","user_id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "workspace_id" UUID NOT NULL,
    "seq" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "actor_name" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "target_kind" TEXT NOT NULL,
    "target_id" TEXT NOT NULL,
    "before" TEXT,
    "after" TEXT,
    "previous_hash" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("workspace_id","seq")
);

-- CreateTable
CREATE TABLE "start_token" (
    "hash" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "start_token_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "install_setting" (
    "name" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "install_setting_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "flow" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "draft" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "flow_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "flow_command" (
    "flow_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "workspace_id" UUID NOT NULL,
    "command" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "flow_command_pkey" PRIMARY KEY ("flow_id","revision")
);

-- CreateTable
CREATE TABLE "flow_version" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "flow_id" UUID NOT NULL,
    "number" INTEGER,
    "document" TEXT NOT NULL,
    "published_by" TEXT NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "flow_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deployment" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "flow_id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "hook_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "deployment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "slot_binding" (
    "environment_id" UUID NOT NULL,
    "flow_id" UUID NOT NULL,
    "slot" TEXT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "connection_id" UUID NOT NULL,

    CONSTRAINT "slot_binding_pkey" PRIMARY KEY ("environment_id","flow_id","slot")
);

-- CreateTable
CREATE TABLE "schedule" (
    "deployment_id" UUID NOT NULL,
    "node_id" TEXT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "cron" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "missed" TEXT NOT NULL,
    "overlap" TEXT NOT NULL,
    "next_at" TIMESTAMPTZ(3) NOT NULL,
    "last_at" TIMESTAMPTZ(3),
    "registered_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "schedule_pkey" PRIMARY KEY ("deployment_id","node_id")
);

-- CreateTable
CREATE TABLE "connection" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "connector_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "settings" TEXT NOT NULL,
    "test_state" TEXT NOT NULL DEFAULT 'untested',
    "test_message" TEXT,
    "tested_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "connection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "credential" (
    "connection_id" UUID NOT NULL,
    "field" TEXT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "key_version" INTEGER NOT NULL,
    "wrapped_key" BYTEA NOT NULL,
    "sealed" BYTEA NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "credential_pkey" PRIMARY KEY ("connection_id","field")
);

-- CreateTable
CREATE TABLE "variable" (
    "environment_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "variable_pkey" PRIMARY KEY ("environment_id","name")
);

-- CreateTable
CREATE TABLE "event_key" (
    "deployment_id" UUID NOT NULL,
    "trigger_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "event_key_pkey" PRIMARY KEY ("deployment_id","trigger_id","key")
);

-- CreateTable
CREATE TABLE "event" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "trigger_id" TEXT NOT NULL,
    "content_type" TEXT NOT NULL,
    "meta" TEXT NOT NULL,
    "body" BYTEA,
    "blob" TEXT,
    "size_bytes" INTEGER NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "run" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "flow_id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "effect_root" UUID NOT NULL,
    "replay_of" UUID,
    "mode" SMALLINT NOT NULL DEFAULT 0,
    "status" SMALLINT NOT NULL DEFAULT 0,
    "fence" INTEGER NOT NULL DEFAULT 0,
    "owner" INTEGER,
    "crashes" SMALLINT NOT NULL DEFAULT 0,
    "wake_at" TIMESTAMPTZ(3),
    "cancel_at" TIMESTAMPTZ(3),
    "reply_to" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "claimed_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "error" TEXT,

    CONSTRAINT "run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "checkpoint" (
    "run_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "workspace_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "data" BYTEA NOT NULL,

    CONSTRAINT "checkpoint_pkey" PRIMARY KEY ("run_id","seq")
);

-- CreateTable
CREATE TABLE "effect_step" (
    "run_id" UUID NOT NULL,
    "path" TEXT NOT NULL,
    "workspace_id" UUID NOT NULL,
    "attempt" INTEGER NOT NULL,
    "fence" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "effect_step_pkey" PRIMARY KEY ("run_id","path")
);

-- CreateTable
CREATE TABLE "worker_session" (
    "id" SERIAL NOT NULL,
    "kind" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "worker_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dead_letter" (
    "run_id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "last_step" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "discarded_at" TIMESTAMPTZ(3),

    CONSTRAINT "dead_letter_pkey" PRIMARY KEY ("run_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "environment_workspace_id_name_key" ON "environment"("workspace_id", "name");

-- CreateIndex
CREATE INDEX "member_user_id_idx" ON "member"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_hash_key" ON "api_key"("hash");

-- CreateIndex
CREATE INDEX "api_key_workspace_id_idx" ON "api_key"("workspace_id");

-- CreateIndex
CREATE INDEX "flow_workspace_id_updated_at_idx" ON "flow"("workspace_id", "updated_at");

-- CreateIndex
CREATE UNIQUE INDEX "flow_version_flow_id_number_key" ON "flow_version"("flow_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "deployment_hook_key_key" ON "deployment"("hook_key");

-- CreateIndex
CREATE UNIQUE INDEX "deployment_environment_id_flow_id_key" ON "deployment"("environment_id", "flow_id");

-- CreateIndex
CREATE INDEX "slot_binding_connection_id_idx" ON "slot_binding"("connection_id");

-- CreateIndex
CREATE INDEX "schedule_next_at_idx" ON "schedule"("next_at");

-- CreateIndex
CREATE UNIQUE INDEX "connection_environment_id_name_key" ON "connection"("environment_id", "name");

-- CreateIndex
CREATE INDEX "event_key_at_idx" ON "event_key"("at");

-- CreateIndex
CREATE INDEX "run_workspace_id_created_at_idx" ON "run"("workspace_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "run_flow_id_created_at_idx" ON "run"("flow_id", "created_at" DESC);

-- AddForeignKey
ALTER TABLE "environment" ADD CONSTRAINT "environment_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "member" ADD CONSTRAINT "member_workspace_id_fkey" FOREIGN KEY ("workspace_id") REFERENCES "workspace"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- ================================================================ written by hand from here on
-- What a schema file cannot say: roles, row-level security, partial indexes, the views for outside checkers.
-- Every migration runs as ONE transaction: it is there whole or not at all, so nothing in it may need to stand outside one.

-- ---------------------------------------------------------------- roles
-- They belong to the whole server, so several databases may make them at the same moment.
DO $$
DECLARE
  wanted text;
  attempt int;
  held boolean;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['patchbay_app', 'patchbay_engine'] LOOP
    FOR attempt IN 1..20 LOOP
      BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
          EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
        END IF;
        IF current_setting('server_version_num')::int >= 160000 THEN
          held := pg_has_role(current_user, wanted, 'SET');
          IF NOT held THEN
            EXECUTE format('GRANT %I TO CURRENT_USER WITH SET TRUE, INHERIT FALSE', wanted);
          END IF;
        ELSE
          held := pg_has_role(current_user, wanted, 'MEMBER');
          IF NOT held THEN
            EXECUTE format('GRANT %I TO CURRENT_USER', wanted);
          END IF;
        END IF;
        EXIT;
      EXCEPTION
        -- internal_error is "tuple concurrently updated": another database granted the same role.
        WHEN duplicate_object OR unique_violation OR internal_error THEN
          IF attempt = 20 THEN
            RAISE;
          END IF;
          PERFORM pg_sleep(0.05);
        WHEN insufficient_privilege THEN
          RAISE EXCEPTION 'the database user "%" may not make or take the role "%"', current_user, wanted
            USING ERRCODE = 'insufficient_privilege',
              HINT = format('An administrator of the server can run: CREATE ROLE patchbay_app NOLOGIN; CREATE ROLE patchbay_engine NOLOGIN; GRANT patchbay_app, patchbay_engine TO %I;', current_user);
      END;
    END LOOP;
  END LOOP;
END
$$;

GRANT USAGE ON SCHEMA public TO patchbay_app, patchbay_engine;

-- ---------------------------------------------------------------- what each role may do
-- app: the server on behalf of a person or API key. It reads runs and never writes them.
GRANT SELECT, INSERT, UPDATE ON workspace, environment, api_key, flow, deployment, connection TO patchbay_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON member, slot_binding, schedule, credential, variable TO patchbay_app;
-- Histories: written once, never changed.
GRANT SELECT, INSERT ON audit_entry, flow_command, flow_version TO patchbay_app;
GRANT SELECT ON event_key, event, run, checkpoint, effect_step, dead_letter, worker_session TO patchbay_app;
GRANT UPDATE (discarded_at) ON dead_letter TO patchbay_app;
GRANT SELECT, INSERT, UPDATE ON start_token TO patchbay_app;
GRANT SELECT, INSERT ON install_setting TO patchbay_app;

-- engine: the run store, across workspaces. It sees what a run needs and nothing of people, keys or audit.
GRANT SELECT, INSERT, UPDATE ON event, run, checkpoint, effect_step, dead_letter TO patchbay_engine;
GRANT SELECT, INSERT, UPDATE, DELETE ON event_key, worker_session TO patchbay_engine;
GRANT DELETE ON effect_step TO patchbay_engine;
GRANT USAGE ON SEQUENCE worker_session_id_seq TO patchbay_engine;
GRANT SELECT ON flow_version, deployment, slot_binding, schedule, variable, connection, credential TO patchbay_engine;
GRANT UPDATE (next_at, last_at) ON schedule TO patchbay_engine;
GRANT SELECT ON install_setting TO patchbay_engine;

-- ---------------------------------------------------------------- row-level security
-- A setting that was local to an earlier transaction reads as '' afterwards, hence NULLIF: no workspace means no rows, not an error.
ALTER TABLE workspace ENABLE ROW LEVEL SECURITY;
ALTER TABLE workspace FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_all ON workspace TO CURRENT_USER USING (true) WITH CHECK (true);
CREATE POLICY app_workspace ON workspace TO patchbay_app
  USING (id = NULLIF(current_setting('patchbay.workspace', true), '')::uuid)
  WITH CHECK (id = NULLIF(current_setting('patchbay.workspace', true), '')::uuid);

DO $$
DECLARE
  of_workspace text;
BEGIN
  FOREACH of_workspace IN ARRAY ARRAY[
    'environment', 'member', 'api_key', 'audit_entry', 'flow', 'flow_command', 'flow_version', 'deployment', 'slot_binding',
    'schedule', 'connection', 'credential', 'variable', 'event_key', 'event', 'run', 'checkpoint', 'effect_step', 'dead_letter'
  ] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', of_workspace);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', of_workspace);
    EXECUTE format('CREATE POLICY owner_all ON %I TO CURRENT_USER USING (true) WITH CHECK (true)', of_workspace);
    EXECUTE format(
      'CREATE POLICY app_workspace ON %I TO patchbay_app
         USING (workspace_id = NULLIF(current_setting(''patchbay.workspace'', true), '''')::uuid)
         WITH CHECK (workspace_id = NULLIF(current_setting(''patchbay.workspace'', true), '''')::uuid)', of_workspace);
  END LOOP;
  FOREACH of_workspace IN ARRAY ARRAY[
    'event_key', 'event', 'run', 'checkpoint', 'effect_step', 'dead_letter',
    'flow_version', 'deployment', 'slot_binding', 'schedule', 'variable', 'connection', 'credential'
  ] LOOP
    EXECUTE format('CREATE POLICY engine_all ON %I TO patchbay_engine USING (true) WITH CHECK (true)', of_workspace);
  END LOOP;
END
$$;

-- Before the workspace is known, a row may be read by whoever can name its secret (a webhook key, the hash of an API key)
-- or whose user it is (set by the server after it has checked the session). Nothing can be listed this way.
CREATE POLICY app_by_hook_key ON deployment FOR SELECT TO patchbay_app
  USING (hook_key = NULLIF(current_setting('patchbay.hook_key', true), ''));
CREATE POLICY app_by_key_hash ON api_key FOR SELECT TO patchbay_app
  USING (hash = decode(NULLIF(current_setting('patchbay.api_key_hash', true), ''), 'hex'));
CREATE POLICY app_by_user ON member FOR SELECT TO patchbay_app
  USING (user_id = NULLIF(current_setting('patchbay.user', true), ''));
CREATE POLICY app_by_member ON workspace FOR SELECT TO patchbay_app
  USING (EXISTS (
    SELECT FROM member
    WHERE member.workspace_id = workspace.id AND member.user_id = NULLIF(current_setting('patchbay.user', true), '')
  ));

-- ---------------------------------------------------------------- the hot tables
-- Room for the updates of a run's few moments beside its row.
ALTER TABLE run SET (fillfactor = 70);
CREATE INDEX run_open_idx ON run (created_at) WHERE status IN (0, 1, 2);
CREATE INDEX run_owner_idx ON run (owner) WHERE owner IS NOT NULL;
CREATE INDEX run_wake_at_idx ON run (wake_at) WHERE wake_at IS NOT NULL;

-- ---------------------------------------------------------------- views (docs/views.md)
-- The JSON of a checkpoint as PostgreSQL can take it apart. JSON may say \u0000 and lone surrogates, PostgreSQL's text may not:
-- both read as U+FFFD here, and only here. Raw control characters never occur in JSON, so \x01 can stand in for an escaped backslash.
CREATE FUNCTION checkpoint_json(data bytea) RETURNS json
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
  SELECT CASE
    WHEN position('\u' IN body) = 0 THEN body
    ELSE replace(
      regexp_replace(
        regexp_replace(
          replace(replace(body, '\\', E'\x01'), '\u0000', '\ufffd'),
          '\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])', '\\ufffd', 'g'),
        '(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}', '\\ufffd', 'g'),
      E'\x01', '\\')
  END::json
  FROM convert_from(data, 'UTF8') AS body
);

CREATE VIEW v_run WITH (security_invoker = true) AS
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
  (ARRAY['queued', 'running', 'waiting', 'succeeded', 'failed', 'cancelled'])[run.status + 1] AS status,
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
  EXISTS (SELECT FROM dead_letter WHERE dead_letter.run_id = run.id AND dead_letter.discarded_at IS NULL) AS dead_letter
FROM run;

-- Every record of every checkpoint, with its place in time. v_step and v_attempt take the last one of each path.
CREATE VIEW v_step_record WITH (security_invoker = true) AS
SELECT
  checkpoint.run_id,
  checkpoint.workspace_id,
  checkpoint.seq,
  checkpoint.at,
  record.place,
  record.value ->> 'path' AS path,
  record.value AS record
FROM checkpoint
CROSS JOIN LATERAL json_array_elements(checkpoint_json(checkpoint.data) -> 'steps') WITH ORDINALITY AS record (value, place);

CREATE VIEW v_step WITH (security_invoker = true) AS
SELECT
  last.run_id,
  last.workspace_id,
  last.path,
  last.record ->> 'nodeId' AS node_id,
  last.record ->> 'status' AS status,
  ARRAY(SELECT json_array_elements_text(last.record -> 'ports')) AS ports,
  last.record -> 'input' AS input,
  last.record -> 'output' AS output,
  last.record -> 'error' ->> 'code' AS error_code,
  last.record -> 'error' ->> 'message' AS error_message,
  coalesce(json_array_length(last.record -> 'attempts'), 0) AS attempts,
  (last.record ->> 'startedAt')::timestamptz AS started_at,
  (last.record ->> 'finishedAt')::timestamptz AS finished_at,
  (last.record ->> 'retryAt')::timestamptz AS retry_at,
  last.seq,
  last.at AS recorded_at
FROM (SELECT DISTINCT ON (run_id, path) * FROM v_step_record ORDER BY run_id, path, seq DESC, place DESC) AS last
UNION ALL
-- An effect that was begun and of which no checkpoint tells yet.
SELECT
  effect_step.run_id,
  effect_step.workspace_id,
  effect_step.path,
  regexp_replace(effect_step.path, '^.*/', ''),
  'started',
  ARRAY[]::text[],
  NULL,
  NULL,
  NULL,
  NULL,
  effect_step.attempt,
  effect_step.started_at,
  NULL,
  NULL,
  NULL,
  effect_step.started_at
FROM effect_step
WHERE NOT EXISTS (
  SELECT FROM v_step_record AS known WHERE known.run_id = effect_step.run_id AND known.path = effect_step.path
);

CREATE VIEW v_attempt WITH (security_invoker = true) AS
SELECT
  last.run_id,
  last.workspace_id,
  last.path,
  last.record ->> 'nodeId' AS node_id,
  (attempt.value ->> 'number')::int AS number,
  attempt.value ->> 'answer' AS answer,
  attempt.value -> 'error' ->> 'code' AS error_code,
  attempt.value -> 'error' ->> 'message' AS error_message,
  (attempt.value ->> 'startedAt')::timestamptz AS started_at,
  (attempt.value ->> 'finishedAt')::timestamptz AS finished_at
FROM (SELECT DISTINCT ON (run_id, path) * FROM v_step_record ORDER BY run_id, path, seq DESC, place DESC) AS last
CROSS JOIN LATERAL json_array_elements(last.record -> 'attempts') AS attempt (value);

GRANT SELECT ON v_run, v_step_record, v_step, v_attempt TO patchbay_app, patchbay_engine;

-- ---------------------------------------------------------------- facts of this installation
-- The key under which idempotency keys are derived: 32 bytes from the server's strong random source. It never changes, not even
-- with the master key, or what was charged once could be charged again.
INSERT INTO install_setting (name, value)
VALUES ('install_key', encode(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'base64'));
