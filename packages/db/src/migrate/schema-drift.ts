// Compares the tables that the migrations make with those that schema.prisma says, for the test that keeps the two one.
import { openSchemaEngine } from './schema-engine.ts';
import { migrationFiles, migrationList } from './migration-files.ts';

export interface DriftQuestion {
  /** Of a server where throw-away databases may be made. */
  readonly url: string;
  readonly schemaFile: string;
  readonly schemaText: string;
}

/** The SQL that would lead from the migrations to the schema; empty when they agree. */
export async function schemaDrift({ url, schemaFile, schemaText }: DriftQuestion): Promise<string> {
  const opened = await openSchemaEngine({ url, datamodels: [[schemaFile, schemaText]] });
  try {
    const { stdout } = await opened.engine.diff({
      from: { tag: 'migrations', ...migrationList(migrationFiles()) },
      to: { tag: 'schemaDatamodel', files: [{ path: schemaFile, content: schemaText }] },
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    });
    const text = (stdout ?? '').trim();
    return text === '-- This is an empty migration.' ? '' : text;
  } finally {
    await opened.close();
  }
}
