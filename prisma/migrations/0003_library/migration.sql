-- The library of a workspace: schemas, mappings and lookup tables with immutable versions, what people said about pairs of
-- fields, and the words of the workspace. Documents are text: jsonb would reorder keys and refuse \u0000.
-- CreateTable
CREATE TABLE "data_schema" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "canonical" BOOLEAN NOT NULL DEFAULT false,
    "latest" INTEGER NOT NULL DEFAULT 1,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "data_schema_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "data_schema_version" (
    "schema_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "workspace_id" UUID NOT NULL,
    "document" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "origin" TEXT NOT NULL,
    "source_hash" BYTEA,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "data_schema_version_pkey" PRIMARY KEY ("schema_id","number")
);

-- CreateTable
CREATE TABLE "mapping" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "draft" TEXT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "latest" INTEGER NOT NULL DEFAULT 0,
    "created_by" TEXT NOT NULL,
    "updated_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "mapping_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mapping_version" (
    "mapping_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "workspace_id" UUID NOT NULL,
    "document" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "mapping_version_pkey" PRIMARY KEY ("mapping_id","number")
);

-- CreateTable
CREATE TABLE "lookup_table" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "latest" INTEGER NOT NULL DEFAULT 1,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "lookup_table_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lookup_table_version" (
    "table_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "workspace_id" UUID NOT NULL,
    "document" TEXT NOT NULL,
    "entries" INTEGER NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "lookup_table_version_pkey" PRIMARY KEY ("table_id","number")
);

-- CreateTable
CREATE TABLE "mapping_memory" (
    "workspace_id" UUID NOT NULL,
    "pair" BYTEA NOT NULL,
    "source_schema" TEXT NOT NULL,
    "source_path" TEXT NOT NULL,
    "target_schema" TEXT NOT NULL,
    "target_path" TEXT NOT NULL,
    "confirmed" INTEGER NOT NULL DEFAULT 0,
    "rejected" INTEGER NOT NULL DEFAULT 0,
    "last_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "mapping_memory_pkey" PRIMARY KEY ("workspace_id","pair")
);

-- CreateTable
CREATE TABLE "synonym_group" (
    "id" UUID NOT NULL,
    "workspace_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "words" TEXT NOT NULL,
    "updated_by" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "synonym_group_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "mapping_memory_workspace_id_target_schema_idx" ON "mapping_memory"("workspace_id", "target_schema");

-- CreateIndex
CREATE INDEX "synonym_group_workspace_id_idx" ON "synonym_group"("workspace_id");


-- ================================================================ written by hand from here on
-- Two names that differ by case alone would be one for people; the deleted give their names back.
CREATE UNIQUE INDEX data_schema_name_key ON data_schema (workspace_id, lower(name)) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX mapping_name_key ON mapping (workspace_id, lower(name)) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX lookup_table_name_key ON lookup_table (workspace_id, lower(name)) WHERE deleted_at IS NULL;

GRANT SELECT, INSERT, UPDATE ON data_schema, mapping, lookup_table TO patchbay_app;
-- Histories: written once, never changed. What runs carries its bundle, so the engine sees none of these tables.
GRANT SELECT, INSERT ON data_schema_version, mapping_version, lookup_table_version TO patchbay_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON mapping_memory, synonym_group TO patchbay_app;

DO $$
DECLARE
  of_workspace text;
BEGIN
  FOREACH of_workspace IN ARRAY ARRAY[
    'data_schema', 'data_schema_version', 'mapping', 'mapping_version', 'lookup_table', 'lookup_table_version',
    'mapping_memory', 'synonym_group'
  ] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', of_workspace);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', of_workspace);
    EXECUTE format('CREATE POLICY owner_all ON %I TO CURRENT_USER USING (true) WITH CHECK (true)', of_workspace);
    EXECUTE format(
      'CREATE POLICY app_workspace ON %I TO patchbay_app
         USING (workspace_id = NULLIF(current_setting(''patchbay.workspace'', true), '''')::uuid)
         WITH CHECK (workspace_id = NULLIF(current_setting(''patchbay.workspace'', true), '''')::uuid)', of_workspace);
  END LOOP;
END
$$;
