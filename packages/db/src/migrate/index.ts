export { migrateDeploy, pendingMigrations } from './migrate-deploy.ts';
export type { MigrateOptions } from './migrate-deploy.ts';
export { MIGRATIONS_DIR } from './migration-files.ts';
export { openSchemaEngine } from './schema-engine.ts';
export { schemaDrift } from './schema-drift.ts';
