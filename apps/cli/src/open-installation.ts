// The installation a command works on: the database of DATABASE_URL, or the embedded one of PATCHBAY_HOME. What opens it is loaded
// when a command needs it: all of the product takes seconds on a slow machine, and help, or work on files, needs none of it.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalApi } from '@patchbay/api';
import { AppError } from '@patchbay/model/errors';
import type { StartSettings } from './start/env.ts';
import { readStartEnv } from './start/env.ts';
import { recall } from './start/home.ts';

export const version = '0.1.0';

/** @throws AppError `invalidInput` that lists every setting that is wrong. */
export function readSettings(): StartSettings {
  const { settings, problems } = readStartEnv();
  if (problems.length === 0) return settings;
  throw AppError.because(
    'invalidInput',
    `These settings are wrong:\n${problems.map((line) => `  - ${line}`).join('\n')}`,
  );
}

/** Lends the address of the database for the time of the work; an embedded server that nobody ran is started for it. */
export async function withDatabase<T>(
  settings: StartSettings,
  { create }: { create: boolean },
  work: (databaseUrl: string) => Promise<T>,
): Promise<T> {
  if (settings.databaseUrl !== undefined) return work(settings.databaseUrl);
  const dir = join(settings.home, 'postgres');
  if (!create && !existsSync(dir)) {
    throw AppError.because(
      'unavailable',
      `There is no installation in ${settings.home}. Start one with “npm start”, or set PATCHBAY_HOME or DATABASE_URL.`,
    );
  }
  const { reachEmbeddedPostgres } = await import('@patchbay/db/embedded');
  const postgres = await reachEmbeddedPostgres({ dir });
  try {
    return await work(postgres.url('patchbay'));
  } finally {
    await postgres.stop();
  }
}

export const webPort = ({ home, port }: StartSettings): number =>
  port ?? recall({ dir: home, postgres: '', blobs: '', logs: '' }).ports['web'] ?? 4_600;

export async function withApi<T>(work: (api: LocalApi['call']) => Promise<T>): Promise<T> {
  const settings = readSettings();
  return withDatabase(settings, { create: false }, async (databaseUrl) => {
    if (settings.databaseUrl === undefined) await (await import('@patchbay/db/migrate')).migrateDeploy(databaseUrl);
    const { openLocalApi } = await import('@patchbay/api/console');
    await using api = await openLocalApi({
      databaseUrl,
      publicUrl: `http://localhost:${webPort(settings)}`,
      blobDir: (settings.inherited['PATCHBAY_BLOB_S3_URL'] ?? '') === '' ? join(settings.home, 'blobs') : null,
      version,
    });
    // Awaited here: the API closes when this function ends.
    return await work(api.call);
  });
}
