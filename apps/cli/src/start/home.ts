// The folder of this installation: data, key, logs, and what is remembered from one start to the next.
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { MASTER_KEY_BYTES, readMasterKey, type MasterKey } from '@patchbay/db/secret-box';
import { AppError } from '@patchbay/model/errors';

export interface Home {
  readonly dir: string;
  readonly postgres: string;
  readonly blobs: string;
  readonly logs: string;
}

/** What is kept between starts. */
export interface Remembered {
  /** Ports by what listens there. */
  readonly ports: Readonly<Record<string, number>>;
  /** The processes of the last start, to be waited for when its launcher was killed. */
  readonly children: readonly { readonly pid: number; readonly startMark?: string | undefined }[];
}

export function openHome(dir: string): Home {
  const home = { dir, postgres: join(dir, 'postgres'), blobs: join(dir, 'blobs'), logs: join(dir, 'logs') };
  try {
    // Started by root, PostgreSQL runs as another account, which must be able to walk to its data.
    mkdirSync(dir, { recursive: true, mode: process.getuid?.() === 0 ? 0o755 : 0o700 });
    for (const folder of [home.blobs, home.logs]) mkdirSync(folder, { recursive: true, mode: 0o700 });
    const probe = join(dir, '.writable');
    writeFileSync(probe, 'x', { flush: true });
    rmSync(probe);
  } catch (cause) {
    throw homeFailure(dir, cause);
  }
  return home;
}

/** The key of the key file, made when there is none. `isNew` lets a caller take back a key that nothing uses yet. */
export function masterKeyOf(home: Home): { key: MasterKey; isNew: boolean; forget: () => void } {
  const file = join(home.dir, 'master.key');
  const forget = (): void => rmSync(file, { force: true });
  if (!existsSync(file)) {
    writeFileSync(file, `${randomBytes(MASTER_KEY_BYTES).toString('base64')}\n`, {
      mode: 0o600,
      flag: 'wx',
      flush: true,
    });
    return { key: readMasterKey(readFileSync(file, 'utf8')), isNew: true, forget };
  }
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600);
  try {
    return { key: readMasterKey(readFileSync(file, 'utf8')), isNew: false, forget };
  } catch (cause) {
    const userMessage = `${file} is damaged: it should hold ${MASTER_KEY_BYTES} random bytes in base64. Restore it from a backup; the secrets of connections can be read with that key alone. Nothing was changed.`;
    throw new AppError('invalidInput', userMessage, { userMessage, cause });
  }
}

const NOTHING: Remembered = { ports: {}, children: [] };
const memoryOf = (home: Home): string => join(home.dir, 'start.json');

/** A memory that is missing or damaged only costs the remembered ports. */
export function recall(home: Home): Remembered {
  try {
    const value = JSON.parse(readFileSync(memoryOf(home), 'utf8')) as Partial<Remembered>;
    return { ports: value.ports ?? {}, children: value.children ?? [] };
  } catch {
    return NOTHING;
  }
}

export function remember(home: Home, change: Partial<Remembered>): void {
  const draft = `${memoryOf(home)}.tmp`;
  writeFileSync(draft, JSON.stringify({ ...recall(home), ...change }, null, 2), { mode: 0o600 });
  renameSync(draft, memoryOf(home));
}

function homeFailure(dir: string, cause: unknown): AppError {
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  const reasons: Record<string, string> = {
    ENOSPC: 'the disk is full. Free at least 128 MB there',
    EDQUOT: 'your disk quota is used up. Free at least 128 MB there',
    EACCES: 'you may not write there. Start as the user who owns it',
    EPERM: 'you may not write there. Start as the user who owns it',
    EROFS: 'the disk is read-only. Mount it writable',
    ENOTDIR: 'a part of the path is a file. Move that file away',
    EEXIST: 'it is a file, not a folder. Move that file away',
  };
  const reason = reasons[code] ?? `${cause instanceof Error ? cause.message : String(cause)}. Mend that`;
  const userMessage = `Patchbay keeps its data in ${dir}, and cannot: ${reason}, or set PATCHBAY_HOME to another folder. Nothing was lost.`;
  return new AppError('unavailable', userMessage, { userMessage, cause });
}
