// What the launcher remembers of its server: a file that only its own user may read.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { AppError } from '@patchbay/model/errors';

const HomeFile = z.object({
  port: z.int(),
  /** Of the account `patchbay`, which owns the database. */
  ownerPassword: z.string(),
  /** Of the account that initdb makes; used only to create the owner. */
  superuserPassword: z.string(),
  /** Where the data are; elsewhere than in `data` only when that folder could not be reached by the server's account. */
  dataDir: z.string(),
});
export type HomeFile = z.infer<typeof HomeFile>;

const fileIn = (dir: string): string => join(dir, 'embedded.json');

export function readHomeFile(dir: string): HomeFile | undefined {
  let text: string;
  try {
    text = readFileSync(fileIn(dir), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    if (code === 'EACCES') throw foreign(dir, error);
    throw error;
  }
  try {
    return HomeFile.parse(JSON.parse(text));
  } catch (cause) {
    const userMessage = `${fileIn(dir)} is damaged, so the passwords of the embedded PostgreSQL are unknown. Restore the file from a backup, or set PATCHBAY_HOME to another folder; the data were not touched.`;
    throw new AppError('internal', userMessage, { userMessage, cause });
  }
}

export function writeHomeFile(dir: string, value: HomeFile): void {
  const draft = `${fileIn(dir)}.tmp`;
  writeFileSync(draft, JSON.stringify(value), { mode: 0o600, flush: true });
  renameSync(draft, fileIn(dir));
}

function foreign(dir: string, cause: unknown): AppError {
  const userMessage = `${dir} belongs to another user of this computer (Patchbay was started there as that user before). Start as the same user, or set PATCHBAY_HOME to a folder of your own.`;
  return new AppError('forbidden', userMessage, { userMessage, cause });
}
