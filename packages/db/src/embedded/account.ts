// PostgreSQL refuses to run as root. Started by root, the server runs as an unprivileged account, by the first way that works here.
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { AppError } from '@patchbay/model/errors';
import { binariesIn, type Binaries } from './binaries.ts';

/** How the server's programs are run, and where its data can live. */
export interface Account {
  /**
   * self: as the user who started us. account: root, dropped to `postgres` or `nobody`. namespace: root, inside a user namespace
   * where it is somebody else (for a clone below a folder that only root may enter). copy: as account, on copies elsewhere.
   */
  readonly way: 'self' | 'account' | 'namespace' | 'copy';
  readonly binaries: Binaries;
  readonly dataDir: string;
  readonly uid?: number | undefined;
  readonly gid?: number | undefined;
  /** Put before the program and its arguments. */
  readonly prefix: readonly string[];
}

export interface AccountQuestion {
  readonly binaries: Binaries;
  /** The folder of the launcher; the data go into `data` below it wherever that works. */
  readonly dir: string;
  readonly isRoot: boolean;
  /** Where an earlier start put the data. */
  readonly knownDataDir?: string | undefined;
  /** The folder below which copies are put. */
  readonly copyRoot?: string | undefined;
  /** The program that makes user namespaces. */
  readonly unshare?: string | undefined;
}

const NOBODY = 65_534;
const MAPPING = ['--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`];

export function chooseAccount(question: AccountQuestion): Account {
  const { binaries, dir } = question;
  const dataDir = question.knownDataDir ?? join(dir, 'data');
  if (!question.isRoot) return { way: 'self', binaries, dataDir, prefix: [] };
  const ids = unprivilegedIds();
  if (ids !== undefined && canRun(binaries.postgres, ids) && canEnter(dirname(dataDir), ids)) {
    return { way: 'account', binaries, dataDir, ...ids, prefix: [] };
  }
  const unshare = question.unshare ?? 'unshare';
  if (dataDir === join(dir, 'data') && succeeds(unshare, [...MAPPING, binaries.postgres, '--version'])) {
    return { way: 'namespace', binaries, dataDir, uid: undefined, gid: undefined, prefix: [unshare, ...MAPPING] };
  }
  const copy = ids === undefined ? undefined : copyElsewhere(question, ids);
  if (copy !== undefined) return copy;
  throw AppError.because(
    'unavailable',
    `The embedded PostgreSQL cannot run as root from ${dir}: no unprivileged account may enter that folder, and this system allows no user namespaces. Start as an ordinary user, move the clone out of the private folder, or set DATABASE_URL.`,
  );
}

/** Gives the folder to the account when an earlier start ran it as another one. */
export function ownFolder(folder: string, account: Account): void {
  if (account.way === 'self') return;
  const uid = account.uid ?? 0;
  const gid = account.gid ?? 0;
  if (!existsSync(folder) || lstatSync(folder).uid === uid) return;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) chownSync(join(entry.parentPath, entry.name), uid, gid);
  }
  chownSync(folder, uid, gid);
}

function unprivilegedIds(): { uid: number; gid: number } | undefined {
  for (const name of ['postgres', 'nobody']) {
    try {
      const number = (flag: string): number =>
        Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }));
      return { uid: number('-u'), gid: number('-g') };
    } catch {
      continue;
    }
  }
  return undefined;
}

const canRun = (program: string, ids: { uid: number; gid: number }): boolean => succeeds(program, ['--version'], ids);
const canEnter = (folder: string, ids: { uid: number; gid: number }): boolean => succeeds('test', ['-x', folder], ids);

function succeeds(program: string, args: string[], ids: { uid?: number; gid?: number } = {}): boolean {
  try {
    execFileSync(program, args, { ...ids, cwd: '/', stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

function copyElsewhere(question: AccountQuestion, ids: { uid: number; gid: number }): Account | undefined {
  const { binaries, dir } = question;
  const root = question.copyRoot ?? '/var/lib/patchbay';
  const home = join(root, createHash('sha256').update(dir).digest('hex').slice(0, 16));
  const programs = join(home, basename(dirname(binaries.root)));
  mkdirSync(programs, { recursive: true });
  for (const folder of [root, home, programs]) chmodSync(folder, 0o755);
  copyWhole(binaries.root, join(programs, 'native'));
  const copied = binariesIn(join(programs, 'native'));
  if (!canRun(copied.postgres, ids)) return undefined;
  const account: Account = { way: 'copy', binaries: copied, dataDir: join(home, 'data'), ...ids, prefix: [] };
  const here = join(dir, 'data');
  if (existsSync(here) && !existsSync(account.dataDir)) {
    copyWhole(here, account.dataDir);
    renameSync(here, join(dir, 'data.moved'));
  }
  return account;
}

/** Copies beside and renames, so that an interrupted copy is never taken for a whole one. */
function copyWhole(from: string, to: string): void {
  if (existsSync(to)) return;
  const draft = `${to}.tmp`;
  rmSync(draft, { recursive: true, force: true });
  cpSync(from, draft, { recursive: true, verbatimSymlinks: true });
  renameSync(draft, to);
}
