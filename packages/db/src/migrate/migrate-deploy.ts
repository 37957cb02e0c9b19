// Brings a database to this version's tables, in this process. Each migration is there whole or not at all.
import pg from 'pg';
import { AppError } from '@patchbay/model/errors';
import { connectionConfig } from '../connection-config.ts';
import { migrationFiles, migrationList, type MigrationFiles } from './migration-files.ts';
import { openSchemaEngine } from './schema-engine.ts';

export interface MigrateOptions {
  /** Another folder of migrations, for tests of upgrades. */
  readonly dir?: string;
}

/** security_invoker views came with 15. */
const LEAST_MAJOR = 15;
/** Ours alone ('patchbay' shortened); Prisma's engine takes a lock of its own inside. */
const LOCK_KEY = 0x70_62_61_79;
const NO_FILTERS = { externalTables: [], externalEnums: [] };

/**
 * Applies what is missing and returns the names of what it applied. Any number of processes may call it at once.
 * Throws `conflict` and changes nothing when a newer version wrote the database, `unavailable` when it cannot be reached,
 * `unprocessable` when a migration fails (nothing of it is left behind).
 */
export async function migrateDeploy(url: string, options: MigrateOptions = {}): Promise<string[]> {
  const files = migrationFiles(options.dir);
  const client = await openClient(url);
  try {
    await refuseOldServer(client);
    // Held by this session: it ends with the process, however that ends.
    await client.query('SELECT pg_advisory_lock($1)', [LOCK_KEY]);
    const history = await readHistory(client);
    refuseNewer(history, files);
    if (files.names.every((name) => history.finished.has(name))) return [];
    return await apply(url, files, history);
  } finally {
    await client.end();
  }
}

/** The names of the migrations that this version has and the database lacks. */
export async function pendingMigrations(url: string, options: MigrateOptions = {}): Promise<string[]> {
  const files = migrationFiles(options.dir);
  const client = await openClient(url);
  try {
    const history = await readHistory(client);
    refuseNewer(history, files);
    return files.names.filter((name) => !history.finished.has(name));
  } finally {
    await client.end();
  }
}

interface History {
  readonly finished: ReadonlySet<string>;
  /** Begun and never finished. As a migration is one transaction, nothing of it is left. */
  readonly interrupted: readonly string[];
}

async function openClient(url: string): Promise<pg.Client> {
  const config = connectionConfig(url);
  const client = new pg.Client(config);
  try {
    await client.connect();
    return client;
  } catch (cause) {
    const code = (cause as { code?: string }).code;
    const where = `${config.host}:${config.port}`;
    const reasons: Record<string, string> = {
      ECONNREFUSED: `nothing listens on ${where}. Start that server, or correct DATABASE_URL`,
      ENOTFOUND: `the host ${config.host} is unknown. Correct DATABASE_URL`,
      '28P01': `it refuses the password of "${config.user}". Correct DATABASE_URL`,
      '28000': `it does not let "${config.user}" in. Ask its administrator, or correct DATABASE_URL`,
      '3D000': `it has no database "${config.database}". Create it (CREATE DATABASE ${config.database} OWNER ${config.user}), or correct DATABASE_URL`,
    };
    const reason = reasons[code ?? ''] ?? `${(cause as Error).message}. Check DATABASE_URL and the server`;
    const userMessage = `The database cannot be used: ${reason}.`;
    throw new AppError('unavailable', userMessage, { userMessage, cause });
  }
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: string; text: string }>(
    `SELECT current_setting('server_version_num') AS number, current_setting('server_version') AS text`,
  );
  const found = rows[0];
  if (found === undefined || Number(found.number) >= LEAST_MAJOR * 10_000) return;
  throw AppError.because(
    'unavailable',
    `The database server is PostgreSQL ${found.text}; Patchbay needs ${LEAST_MAJOR} or newer. Upgrade the server, or point DATABASE_URL to another one.`,
  );
}

async function readHistory(client: pg.Client): Promise<History> {
  const table = await client.query<{ there: boolean }>(
    `SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS there`,
  );
  if (table.rows[0]?.there !== true) return { finished: new Set(), interrupted: [] };
  const { rows } = await client.query<{ name: string; finished: boolean }>(
    `SELECT migration_name AS name, finished_at IS NOT NULL AS finished FROM public._prisma_migrations WHERE rolled_back_at IS NULL`,
  );
  return {
    finished: new Set(rows.filter((row) => row.finished).map((row) => row.name)),
    interrupted: rows.filter((row) => !row.finished).map((row) => row.name),
  };
}

function refuseNewer(history: History, files: MigrationFiles): void {
  const known = new Set(files.names);
  const unknown = [...history.finished, ...history.interrupted].filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw AppError.because(
    'conflict',
    `The database was written by a newer version of Patchbay (it has ${unknown.toSorted().join(', ')}, which this version does not know). Nothing was changed. Start that version or a later one, or use another database.`,
    { unknown },
  );
}

async function apply(url: string, files: MigrationFiles, history: History): Promise<string[]> {
  const opened = await openSchemaEngine({ url });
  try {
    for (const migrationName of new Set(history.interrupted))
      await opened.engine.markMigrationRolledBack({ migrationName });
    const done = await opened.engine.applyMigrations({ migrationsList: migrationList(files), filters: NO_FILTERS });
    return done.appliedMigrationNames;
  } catch (cause) {
    const text = cause instanceof Error ? cause.message : String(cause);
    const userMessage = `The database could not be brought to this version: ${text.trim()}\nNothing of the failed migration was kept. Mend the cause and start again.`;
    throw new AppError('unprocessable', userMessage, { userMessage, cause });
  } finally {
    await opened.close();
  }
}
