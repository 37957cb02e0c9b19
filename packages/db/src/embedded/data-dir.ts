// The data directory: made once, whole or not at all, and never touched when another major version wrote it.
import { spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, readFileSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AppError } from '@patchbay/model/errors';
import type { Account } from './account.ts';
import { SHIPPED_MAJOR } from './binaries.ts';

/** A fresh data directory takes 39 MB; with the first write-ahead segment and some data it passes 64 MB. */
const FRESH_BYTES = 128 * 1024 * 1024;

/** True when there is a finished data directory of our major version; throws when there is one of another. */
export function hasData(dataDir: string): boolean {
  let written: string;
  try {
    written = readFileSync(join(dataDir, 'PG_VERSION'), 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
  if (written === String(SHIPPED_MAJOR)) return true;
  throw AppError.because(
    'conflict',
    `The data in ${dataDir} were written by PostgreSQL ${written}; this version of Patchbay ships PostgreSQL ${SHIPPED_MAJOR}, which cannot read them. Nothing was changed. Start the version of Patchbay that wrote them, set DATABASE_URL to a PostgreSQL ${written} server that has the data, or set PATCHBAY_HOME to another folder to begin afresh.`,
    { dataDir, written },
  );
}

export function initialise(account: Account, superuserPassword: string): void {
  refuseFullDisk(dirname(account.dataDir));
  const draft = `${account.dataDir}.tmp`;
  const passwordFile = `${account.dataDir}.password`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, `${superuserPassword}\n`, { mode: 0o600 });
  if (account.uid !== undefined && account.gid !== undefined) {
    chownSync(draft, account.uid, account.gid);
    chownSync(passwordFile, account.uid, account.gid);
  }
  const command = [
    ...account.prefix,
    account.binaries.initdb,
    '-D',
    draft,
    '-U',
    'postgres',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ];
  try {
    const done = spawnSync(command[0] as string, command.slice(1), { ...runOptions(account), encoding: 'utf8' });
    if (done.error !== undefined || done.status !== 0) {
      const output = `${done.error?.message ?? ''}${done.stdout ?? ''}${done.stderr ?? ''}`;
      rmSync(draft, { recursive: true, force: true });
      throw startFailure('initdb could not make the data directory', account.dataDir, output);
    }
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(draft, account.dataDir);
}

/** PostgreSQL gets nothing of our environment: no key of ours, no PG* setting of the user's shell. */
export function runOptions(account: Account): { uid?: number; gid?: number; cwd: string; env?: NodeJS.ProcessEnv } {
  const ids = account.uid === undefined || account.gid === undefined ? {} : { uid: account.uid, gid: account.gid };
  if (process.platform === 'win32') return { ...ids, cwd: dirname(account.dataDir) };
  return { ...ids, cwd: '/', env: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C', TZ: 'UTC' } };
}

/** Turns what the server's programs printed into an error with its cause and the next step. */
export function startFailure(what: string, dataDir: string, output: string): AppError {
  const tail = output.trim().split('\n').slice(-12).join('\n');
  if (/No space left on device|Disk quota exceeded|ENOSPC/.test(output)) return diskFull(dirname(dataDir));
  return AppError.because(
    'unavailable',
    `The embedded PostgreSQL did not start: ${what}. Nothing was lost. Its last words were:\n${tail}\nMend the cause, or set DATABASE_URL to a PostgreSQL server of your own.`,
  );
}

function refuseFullDisk(folder: string): void {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < FRESH_BYTES) throw diskFull(folder);
}

function diskFull(folder: string): AppError {
  return AppError.because(
    'unavailable',
    `The disk that holds ${folder} is full, so PostgreSQL cannot start. Nothing was lost. Free at least 128 MB there, or set PATCHBAY_HOME to a folder on another disk, and start again.`,
  );
}
