// One launcher per folder. The lock is a file that names its holder; a holder that died (kill -9, power loss) loses it.
import { linkSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { AppError } from '@patchbay/model/errors';
import { isAlive, startMark } from './process-facts.ts';

export interface LockHolder {
  readonly pid: number;
  /** Tells the holder from a later process with the same pid. */
  readonly startMark?: string | undefined;
  /** Where the holder can be reached, once it knows. */
  readonly url?: string | undefined;
}

export interface LauncherLock {
  /** Tells later launchers where this one can be reached. */
  announce(url: string): void;
  release(): void;
}

const GUARD_MAX_AGE_MS = 10_000;

/** Takes the lock of a folder, or throws `conflict` naming the launcher that holds it. */
export function takeLauncherLock(dir: string): LauncherLock {
  const file = join(dir, 'launcher.lock');
  const own: LockHolder = { pid: process.pid, startMark: startMark(process.pid) };
  if (!claim(file, own)) {
    dropStale(file, dir);
    if (!claim(file, own)) throw heldError(dir, readHolder(file));
  }
  let released = false;
  return {
    announce: (url) => writeFileSync(file, JSON.stringify({ ...own, url }), { mode: 0o644 }),
    release: () => {
      if (released) return;
      released = true;
      if (readHolder(file)?.pid === process.pid) rmSync(file, { force: true });
    },
  };
}

/** The living holder of a folder's lock, if there is one. */
export function lockHolder(dir: string): LockHolder | undefined {
  const holder = readHolder(join(dir, 'launcher.lock'));
  return holder !== undefined && lives(holder) ? holder : undefined;
}

/** A hard link appears whole or not at all, so nobody ever reads a half-written lock. */
function claim(file: string, own: LockHolder): boolean {
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, JSON.stringify(own), { mode: 0o644 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** The guard keeps two launchers from both removing "the stale lock", of which the second would be the first one's new lock. */
function dropStale(file: string, dir: string): void {
  const guard = `${file}.guard`;
  try {
    writeFileSync(guard, '', { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const age = Date.now() - (statSync(guard, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (age > GUARD_MAX_AGE_MS) rmSync(guard, { force: true });
    throw heldError(dir, readHolder(file));
  }
  try {
    const holder = readHolder(file);
    if (holder !== undefined && lives(holder)) throw heldError(dir, holder);
    rmSync(file, { force: true });
  } finally {
    rmSync(guard, { force: true });
  }
}

function lives(holder: LockHolder): boolean {
  if (holder.pid === process.pid) return true;
  if (!isAlive(holder.pid)) return false;
  const now = startMark(holder.pid);
  return holder.startMark === undefined || now === undefined || holder.startMark === now;
}

function readHolder(file: string): LockHolder | undefined {
  try {
    const value = JSON.parse(readFileSync(file, 'utf8')) as Partial<LockHolder>;
    return typeof value.pid === 'number' ? (value as LockHolder) : undefined;
  } catch {
    return undefined;
  }
}

function heldError(dir: string, holder: LockHolder | undefined): AppError {
  const who = holder === undefined ? 'another process' : `process ${holder.pid}`;
  const where = holder?.url === undefined ? '' : ` and serves ${holder.url}`;
  return AppError.because(
    'conflict',
    `Patchbay is already running on ${dir}: ${who} holds it${where}. Use that one, stop it, or set PATCHBAY_HOME to another folder.`,
    { pid: holder?.pid, url: holder?.url },
  );
}
