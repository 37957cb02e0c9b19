// The migrations of this version, as they lie in the clone.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface MigrationFiles {
  readonly dir: string;
  /** In the order in which they are applied. */
  readonly names: readonly string[];
}

export const MIGRATIONS_DIR = join(import.meta.dirname, '../../../../prisma/migrations');

export function migrationFiles(dir: string = MIGRATIONS_DIR): MigrationFiles {
  const folders = readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return { dir, names: folders.map((entry) => entry.name).toSorted() };
}

/** The list in the form that the schema engine takes. */
export function migrationList({ dir, names }: MigrationFiles) {
  return {
    baseDir: dir,
    lockfile: { path: 'migration_lock.toml', content: readFileSync(join(dir, 'migration_lock.toml'), 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories: names.map((path) => ({
      path,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok' as const, value: readFileSync(join(dir, path, 'migration.sql'), 'utf8') },
      },
    })),
  };
}
